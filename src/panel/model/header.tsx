import { ellipsesIcon } from '@jupyterlab/ui-components';
import { Menu } from '@lumino/widgets';
import React, { useEffect, useMemo, useRef } from 'react';
import { CommandIDs } from '../../commandids';
import { UNVERSIONED } from '../../notebook/modelcode';
import { serviceArgs } from '../resolvetargets';
import { usePanel } from '../shell/context';
import { useDeployAccess } from '../deploy/useDeployAccess';
import { formatAge, formatSize, formatTime } from '../../formatting';
import { frameworkName } from '../../modelformats';
import { deployIcon, modelIcon, tryItIcon } from '../icons';
import { Button, IconButton } from '../components/button';
import { StateLabel } from '../components/statelabel';
import { Tag } from '../components/tag';
import { useNow } from '../hooks/useNow';
import { useModelPage } from './pagecontext';

/** What else can be done, in groups. */
const MORE: ReadonlyArray<ReadonlyArray<string>> = [
  [CommandIDs.addVersion, CommandIDs.convertModel],
  [
    CommandIDs.copyStorageUri,
    CommandIDs.copyLoadCode,
    CommandIDs.insertLoadCode,
    CommandIDs.copyModelLink
  ],
  [CommandIDs.deleteModel]
];

/** Chooses the version that the page shows. */
function VersionChoice(): React.JSX.Element {
  const { trans } = usePanel();
  const { view, model, shown } = useModelPage();
  const editing = view.state.draft !== null;
  const newest = model.versions[0];
  return (
    <select
      className="jp-Kserve-Input jp-Kserve-VersionChoice"
      aria-label={trans.__('Version')}
      disabled={editing}
      title={
        editing
          ? trans.__('Save or cancel your other changes first.')
          : undefined
      }
      value={shown.record.version ?? ''}
      onChange={event => view.show({ version: event.target.value })}
    >
      {model.versions.map(entry => (
        <option
          key={entry.record.version}
          value={entry.record.version ?? undefined}
        >
          {entry.record.version === UNVERSIONED
            ? trans.__('no version')
            : entry === newest
              ? trans.__('%1 (newest)', entry.record.version)
              : entry.record.version}
        </option>
      ))}
    </select>
  );
}

/** Opens the menu with what has no button. */
function More(): React.JSX.Element {
  const { commands, trans } = usePanel();
  const { model, shown } = useModelPage();
  const { name } = model;
  const { version } = shown.record;
  const menu = useMemo(() => new Menu({ commands }), [commands]);
  const opener = useRef<HTMLElement | null>(null);
  useEffect(() => {
    menu.aboutToClose.connect(() => opener.current?.focus());
    return () => menu.dispose();
  }, [menu]);
  const open = (button: HTMLElement) => {
    opener.current = button;
    menu.clearItems();
    for (const group of MORE) {
      menu.addItem({ type: 'separator' });
      group
        .filter(command => commands.hasCommand(command))
        .forEach(command =>
          menu.addItem({
            command,
            // The model is deleted as a whole from here.
            args:
              command === CommandIDs.deleteModel ? { name } : { name, version }
          })
        );
    }
    const { left, bottom } = button.getBoundingClientRect();
    menu.open(left, bottom);
  };
  return (
    <IconButton
      icon={ellipsesIcon}
      label={trans.__('More actions for %1', name)}
      menu
      onClick={event => open(event.currentTarget)}
    />
  );
}

/** The model's name, version and state, and what can be done with it. */
export function Header(): React.JSX.Element {
  const { commands, offers, server, trans } = usePanel();
  const { model, shown, services } = useModelPage();
  const access = useDeployAccess();
  const offersRun = offers({}, 'run');
  const now = useNow();
  const { record } = shown;
  const { name, version } = record;
  const Icon = modelIcon(record);
  const service =
    services.find(entry => entry.model?.version === version) ?? services[0];
  const servable = record.state === 'ok' && shown.uri !== null;
  const refused = !servable
    ? trans.__('%1 cannot be served from its location.', version ?? name)
    : access.reason;
  const facts = [
    [
      frameworkName(record.framework, server.status?.formats),
      record.framework?.version
    ]
      .filter(Boolean)
      .join(' '),
    [record.format, formatSize(record.size)].filter(Boolean).join(' · ')
  ];
  const age = formatAge(record.created, trans, now);
  return (
    <>
      <header className="jp-Kserve-Model-head">
        <Icon.react tag="span" className="jp-Kserve-Icon" aria-hidden="true" />
        <h2 className="jp-Kserve-clip" title={name} dir="auto">
          {name}
        </h2>
        <VersionChoice />
        {service && (
          <StateLabel
            phase={service.status.phase}
            title={[service.name, service.status.detail]
              .filter(Boolean)
              .join(' · ')}
          >
            {service.model?.version === version
              ? service.status.label
              : trans.__('Serves %1', service.model?.version ?? '')}
          </StateLabel>
        )}
        <span className="jp-Kserve-Model-actions">
          {access.offered && (
            <Button
              icon={deployIcon}
              accept
              disabled={!servable || !access.allowed}
              title={refused || undefined}
              onClick={() =>
                void commands.execute(CommandIDs.deployModel, {
                  name,
                  ...(version ? { version } : {})
                })
              }
            >
              {trans.__('Deploy…')}
            </Button>
          )}
          {offersRun && (
            <Button
              disabled={!servable}
              title={trans.__('Serve this version on this machine, to try it')}
              onClick={() =>
                void commands.execute(CommandIDs.runModel, {
                  name,
                  ...(version ? { version } : {})
                })
              }
            >
              {trans.__('Run Here')}
            </Button>
          )}
          <Button
            icon={tryItIcon}
            disabled={!service}
            title={
              service ? undefined : trans.__('No service uses this model yet.')
            }
            onClick={() =>
              void commands.execute(CommandIDs.tryService, serviceArgs(service))
            }
          >
            {trans.__('Try it')}
          </Button>
          <More />
        </span>
      </header>
      <p className="jp-Kserve-Facts-line jp-mod-muted">
        {facts.filter(Boolean).map(words => (
          <span key={words}>{words}</span>
        ))}
        {age && (
          <span title={formatTime(record.created)}>
            {trans.__('Saved: %1', age)}
          </span>
        )}
        {Object.entries(model.aliases)
          .filter(([, on]) => on === version)
          .map(([tag]) => (
            <Tag key={tag} title={tag}>
              {tag}
            </Tag>
          ))}
        {refused && <span>{refused}</span>}
      </p>
    </>
  );
}
