import { refreshIcon, stopIcon, runIcon } from '@jupyterlab/ui-components';
import type { LabIcon } from '@jupyterlab/ui-components';
import React from 'react';
import { CommandIDs } from '../../commandids';
import { useDeployAccess } from '../deploy/useDeployAccess';
import { serviceArgs } from '../resolvetargets';
import { usePanel } from '../shell/context';
import { formatAge, formatTime } from '../../formatting';
import { deployIcon } from '../icons';
import { CopyButton } from '../components/card';
import { Button, LinkButton } from '../components/button';
import { StateLabel } from '../components/statelabel';
import { useNow } from '../hooks/useNow';
import { useServicePage } from './pagecontext';
import { useAccess, type IUsable } from './useOperations';
import { EXPLAINING } from './view';

function ActionButton(props: {
  command: string;
  label: string;
  icon?: LabIcon;
  access: IUsable;
}): React.JSX.Element {
  const { commands } = usePanel();
  const { service } = useServicePage();
  const { icon, access } = props;
  return (
    <Button
      icon={icon}
      disabled={!access.usable}
      title={access.reason || undefined}
      onClick={() => void commands.execute(props.command, serviceArgs(service))}
    >
      {props.label}
    </Button>
  );
}

/** Deploy what was tried here; the requests that were saved are the model's. */
function Promote(): React.JSX.Element | null {
  const { commands, trans } = usePanel();
  const { service } = useServicePage();
  const { offered, allowed, reason } = useDeployAccess();
  return offered ? (
    <Button
      icon={deployIcon}
      disabled={!allowed}
      title={reason || undefined}
      onClick={() =>
        void commands.execute(CommandIDs.deployModel, { ...service.model })
      }
    >
      {trans.__('Deploy…')}
    </Button>
  ) : null;
}

/** What of a target's capabilities has a button here. */
const ACTIONS = [
  'roll',
  'deploy',
  'scale',
  'restart',
  'stop',
  'remove'
] as const;

function Actions(): React.JSX.Element | null {
  const { trans } = usePanel();
  const { operations, details, service, capabilities } = useServicePage();
  const change = useAccess(operations, 'change');
  const remove = useAccess(operations, 'delete');
  const denied = [change, remove].find(({ usable }) => !usable)?.reason;
  if (!ACTIONS.some(action => capabilities.has(action))) {
    return null;
  }
  return (
    <div
      className="jp-Kserve-Service-actions"
      role="group"
      aria-label={trans.__('Actions')}
    >
      {capabilities.has('run') && service.model && <Promote />}
      {capabilities.has('roll') && (
        <ActionButton
          command={CommandIDs.changeVersion}
          label={trans.__('Change version…')}
          icon={deployIcon}
          access={change}
        />
      )}
      {capabilities.has('deploy') && service.model && (
        <ActionButton
          command={CommandIDs.editService}
          label={trans.__('Change settings…')}
          access={change}
        />
      )}
      {capabilities.has('scale') && (
        <ActionButton
          command={CommandIDs.scaleService}
          label={trans.__('Scale…')}
          access={change}
        />
      )}
      {capabilities.has('restart') && (
        <ActionButton
          command={CommandIDs.restartService}
          label={trans.__('Restart…')}
          icon={refreshIcon}
          access={change}
        />
      )}
      {capabilities.has('stop') &&
        (details.stopped ? (
          <ActionButton
            command={CommandIDs.startService}
            label={trans.__('Start…')}
            icon={runIcon}
            access={change}
          />
        ) : (
          <ActionButton
            command={CommandIDs.stopService}
            label={trans.__('Stop…')}
            icon={stopIcon}
            access={change}
          />
        ))}
      {capabilities.has('remove') && (
        <ActionButton
          command={CommandIDs.deleteService}
          label={trans.__('Delete…')}
          access={remove}
        />
      )}
      {denied && <p className="jp-Kserve-Hint">{denied}</p>}
    </div>
  );
}

/** The model that it serves, as a link to the model's page. */
function Served(): React.JSX.Element {
  const { commands, trans } = usePanel();
  const { service } = useServicePage();
  const { model, storageUri } = service;
  return model ? (
    <span>
      <span className="jp-mod-muted">{trans.__('model')}</span>{' '}
      <LinkButton
        onClick={() =>
          void commands.execute(CommandIDs.openModel, { ...model })
        }
      >
        <bdi>{`${model.name} ${model.version}`}</bdi>
      </LinkButton>
    </span>
  ) : (
    <code>{storageUri ?? trans.__('storageUri not set')}</code>
  );
}

/** Name, state and actions, and what is known in one line. */
export function Header(): React.JSX.Element {
  const { serving, trans } = usePanel();
  const { service, details, operations, view } = useServicePage();
  const now = useNow();
  const { status } = service;
  const { replicas } = details;
  return (
    <>
      <header className="jp-Kserve-Service-head">
        <h2 dir="auto">{service.name}</h2>
        <span className="jp-mod-muted">
          {serving.defaultTarget?.id === service.target
            ? trans.__('service in %1', service.namespace)
            : serving.target(service.target)?.label}
        </span>
        <Actions />
      </header>
      <p className="jp-Kserve-Service-state" aria-live="polite">
        <StateLabel phase={status.phase}>
          <strong>
            {status.phase === 'failed' && status.detail
              ? trans.__('%1: %2', status.label, status.detail)
              : [status.label, status.detail].filter(Boolean).join(' · ')}
          </strong>
        </StateLabel>
        {status.since && (
          <span className="jp-mod-muted" title={formatTime(status.since)}>
            {now - Date.parse(status.since) < 60_000
              ? trans.__('just now')
              : trans.__('since %1', formatAge(status.since, trans, now))}
          </span>
        )}
        {status.failure &&
          operations.explain &&
          !EXPLAINING.includes(view.state.tab) && (
            <LinkButton onClick={() => view.show({ tab: 'overview' })}>
              {trans.__('Show cause')}
            </LinkButton>
          )}
      </p>
      <p className="jp-Kserve-Facts-line">
        <Served />
        {service.runtime && (
          <span>
            <span className="jp-mod-muted">{trans.__('runtime')}</span>{' '}
            {service.runtime}
          </span>
        )}
        {replicas && (
          <span className="jp-mod-muted">
            {trans.__(
              '%1 of %2 replicas',
              replicas.ready,
              replicas.min === replicas.max
                ? String(replicas.min)
                : `${replicas.min}–${replicas.max}`
            )}
          </span>
        )}
        {service.url && (
          <span className="jp-Kserve-Service-address">
            <span className="jp-mod-muted">{trans.__('address')}</span>{' '}
            <code>{service.url}</code>
            <CopyButton text={service.url} label={trans.__('Copy address')} />
          </span>
        )}
      </p>
    </>
  );
}
