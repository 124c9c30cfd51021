import React from 'react';
import { CommandIDs } from '../../commandids';
import type { IModelRecord, IService } from '../../tokens';
import { volumeOf } from '../../tokens';
import { UNVERSIONED } from '../../notebook/modelcode';
import { serviceArgs } from '../resolvetargets';
import { usePanel } from '../shell/context';
import { formatAge, formatSize, formatTime } from '../../formatting';
import { frameworkName } from '../../modelformats';
import { deployIcon, modelIcon, tryItIcon } from '../icons';
import { IconButton, MoreButton } from '../components/button';
import { StateLabel } from '../components/statelabel';
import { Tag } from '../components/tag';

/** More tags than these do not fit beside a name. */
const MAX_TAGS = 2;

/** Whether an entry stands on the volume as people kept models before. */
export function isLegacy(model: IModelRecord): boolean {
  return model.layout?.startsWith('legacy-') ?? false;
}

/** Whether KServe could load it from where it is. */
function isServable(model: IModelRecord): boolean {
  return model.state === 'ok' && model.uri !== null;
}

/** Classes of a model's row, which its context menu depends on. */
export function classOf(
  model: IModelRecord,
  service: IService | undefined
): string {
  return [
    'jp-Kserve-Model',
    model.state === 'broken' && 'jp-mod-broken',
    isServable(model) && 'jp-mod-servable',
    isLegacy(model) && 'jp-mod-legacy',
    service && 'jp-mod-served'
  ]
    .filter(Boolean)
    .join(' ');
}

/** What a legacy entry lacks, in the words of its tag. */
function useLegacyWords(): (model: IModelRecord) => string {
  const { trans } = usePanel();
  return model => {
    switch (model.layout) {
      case 'legacy-flat':
        return trans.__('Flat file');
      case 'legacy-folder':
        return trans.__('No version');
      default:
        return trans.__('No card');
    }
  };
}

/** The serving state of a model in a row; nothing when it is not deployed. */
function ServingState(props: {
  model: IModelRecord;
  service: IService;
}): React.JSX.Element {
  const { trans } = usePanel();
  const { status, model } = props.service;
  const older =
    status.phase === 'ready' && model && model.version !== props.model.version;
  return (
    <StateLabel
      phase={status.phase}
      title={[props.service.name, status.label, status.detail]
        .filter(Boolean)
        .join(' · ')}
    >
      {older ? trans.__('Serves %1', model.version) : status.label}
    </StateLabel>
  );
}

/** What stands in the second line, before the state. */
function Facts(props: { model: IModelRecord; now: number }): React.JSX.Element {
  const { server, trans } = usePanel();
  const { model, now } = props;
  const { version, problem } = model;
  const words =
    model.state === 'broken'
      ? [version === UNVERSIONED ? '' : version, problem?.message]
          .filter(Boolean)
          .join(': ')
      : [
          formatSize(model.size),
          formatAge(model.created, trans, now),
          version === UNVERSIONED ? trans.__('no version') : '',
          frameworkName(model.framework, server.status?.formats)
        ]
          .filter(Boolean)
          .join(' · ');
  return (
    <span className="jp-Kserve-clip" dir="auto">
      {words}
    </span>
  );
}

/** All that a row has no room for. */
function useTooltip(): (model: IModelRecord) => string {
  const { server, trans } = usePanel();
  return model => {
    const { framework, version, created, tags, problem } = model;
    const where = volumeOf(server)?.path ?? '';
    return [
      [model.name, version === UNVERSIONED ? '' : version]
        .filter(Boolean)
        .join(' '),
      [
        [frameworkName(framework, server.status?.formats), framework?.version]
          .filter(Boolean)
          .join(' '),
        model.format,
        formatSize(model.size)
      ]
        .filter(Boolean)
        .join(' · '),
      created && trans.__('Saved %1', formatTime(created)),
      tags.length > 0 && trans.__('Tags: %1', tags.join(', ')),
      problem && [problem.message, problem.hint].filter(Boolean).join(' '),
      isLegacy(model) &&
        trans.__('Convert it to versions to keep a history and a model card.'),
      where && `${where}/${model.name}`
    ]
      .filter(Boolean)
      .join('\n');
  };
}

/** What can be done with a model at once; the rest is in its menu. */
function Actions(props: {
  model: IModelRecord;
  service: IService | undefined;
}): React.JSX.Element {
  const { commands, serving, trans } = usePanel();
  const { model, service } = props;
  const { name } = model;
  return (
    <div role="gridcell" className="jp-Kserve-Row-actions">
      {isServable(model) && serving.defaultTarget && (
        <IconButton
          icon={deployIcon}
          label={trans.__('Deploy %1…', name)}
          tabIndex={-1}
          onClick={() =>
            void commands.execute(CommandIDs.deployModel, { name })
          }
        />
      )}
      {service && (
        <IconButton
          icon={tryItIcon}
          label={trans.__('Try %1', service.name)}
          tabIndex={-1}
          onClick={() =>
            void commands.execute(CommandIDs.tryService, serviceArgs(service))
          }
        />
      )}
      <MoreButton name={name} />
    </div>
  );
}

/** A model in the list: name, tags and version; size, age and serving state. */
export function ModelRow(props: {
  model: IModelRecord;
  service: IService | undefined;
  /** Milliseconds since the epoch. */
  now: number;
  /** It is below the pointer or has the focus. */
  active: boolean;
}): React.JSX.Element {
  const { trans } = usePanel();
  const { model, service, now, active } = props;
  const legacyWords = useLegacyWords();
  const tooltip = useTooltip();
  const Icon = modelIcon(model);
  const broken = model.state === 'broken';
  return (
    <>
      <div
        role="gridcell"
        className="jp-Kserve-Row-cell"
        title={active ? tooltip(model) : undefined}
      >
        <Icon.react tag="span" className="jp-Kserve-Icon" aria-hidden="true" />
        <div className="jp-Kserve-Row-text">
          <div className="jp-Kserve-Row-line">
            <span className="jp-Kserve-clip" dir="auto">
              {model.name}
            </span>
            {model.tags.slice(0, MAX_TAGS).map(tag => (
              <Tag key={tag}>{tag}</Tag>
            ))}
            <span className="jp-Kserve-Row-end">
              {broken ? (
                <Tag look="failed">{trans.__('Broken')}</Tag>
              ) : isLegacy(model) ? (
                <Tag look="dashed">{legacyWords(model)}</Tag>
              ) : (
                <bdi>{model.version}</bdi>
              )}
            </span>
          </div>
          <div className="jp-Kserve-Row-line jp-mod-second">
            <Facts model={model} now={now} />
            {service && (
              <span className="jp-Kserve-Row-end">
                <ServingState model={model} service={service} />
              </span>
            )}
          </div>
        </div>
      </div>
      {active && <Actions model={model} service={service} />}
    </>
  );
}
