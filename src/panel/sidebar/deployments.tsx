import React, { useCallback, useMemo, useState } from 'react';
import { CommandIDs } from '../../commandids';
import {
  isStarting,
  keyOf,
  type IService,
  type IServingTarget
} from '../../tokens';
import { serviceArgs } from '../resolvetargets';
import { usePanel } from '../shell/context';
import { formatAge, formatCount } from '../../formatting';
import { phaseIcons, tryItIcon } from '../icons';
import { IconButton, MoreButton } from '../components/button';
import { ProblemNote } from '../components/note';
import { Section } from '../components/section';
import { Rows, type IRowsHandle } from '../components/rows/rows';
import { useChanged } from '../hooks/useChanged';
import { useNow } from '../hooks/useNow';
import { useServices } from '../hooks/useServices';
import { useModelDrop } from './files/drag';
import { wordsOf } from '../../listing/models';
import type { SidebarPreferences } from './preferences';

/**
 * State, detail and version of a service in one line; of a failure its cause.
 * Where it is on another target than most, on which.
 */
function sentence(service: IService, where: string): string {
  const { phase, label, detail } = service.status;
  const words =
    phase === 'failed' && detail
      ? [`${label}: ${detail}`]
      : [label, detail, service.model?.version];
  return [...words, where].filter(Boolean).join(' · ');
}

/** The problem of a target; where there are several, of which one it is. */
function TargetProblem(props: {
  target: IServingTarget;
}): React.JSX.Element | null {
  const { serving, trans } = usePanel();
  const { label, problem } = props.target;
  if (!problem) {
    return null;
  }
  const message =
    props.target !== serving.defaultTarget
      ? trans.__('%1: %2', label, problem.message)
      : problem.message;
  return <ProblemNote problem={{ ...problem, message }} phase="warn" />;
}

/** Whether every word is in the name of a service or of its model. */
function matches(service: IService, words: ReadonlyArray<string>): boolean {
  const text = `${service.name}\n${service.model?.name ?? ''}`.toLowerCase();
  return words.every(word => text.includes(word));
}

/** More services than these are not all in the page. */
const MAX_DRAWN = 100;

function ServiceRow(props: {
  service: IService;
  /** Milliseconds since the epoch. */
  now: number;
  /** It is below the pointer or has the focus. */
  active: boolean;
}): React.JSX.Element {
  const { commands, serving, trans } = usePanel();
  const { service, now, active } = props;
  // Where most are needs no words.
  const usual = service.target === serving.defaultTarget?.id;
  const words = sentence(
    service,
    usual ? '' : (serving.target(service.target)?.label ?? '')
  );
  const { phase, since } = service.status;
  const Icon = phaseIcons[phase];
  const failed = phase === 'failed';
  return (
    <>
      <div role="gridcell" className="jp-Kserve-Row-cell">
        <span className="jp-Kserve-State" data-phase={phase}>
          <Icon.react
            tag="span"
            className="jp-Kserve-Icon"
            aria-hidden="true"
          />
        </span>
        <div className="jp-Kserve-Row-text">
          <div className="jp-Kserve-Row-line">
            <span className="jp-Kserve-clip" dir="auto">
              {service.name}
            </span>
            <span className="jp-Kserve-Row-end jp-mod-muted">
              {formatAge(since, trans, now)}
            </span>
          </div>
          <div
            className={`jp-Kserve-Row-line jp-mod-second${failed ? ' jp-mod-failed' : ''}`}
            title={words}
          >
            <span
              className={failed ? 'jp-Kserve-Row-message' : 'jp-Kserve-clip'}
            >
              {words}
            </span>
          </div>
        </div>
      </div>
      {active && (
        <div role="gridcell" className="jp-Kserve-Row-actions">
          <IconButton
            icon={tryItIcon}
            label={trans.__('Try %1', service.name)}
            tabIndex={-1}
            onClick={() =>
              void commands.execute(CommandIDs.tryService, serviceArgs(service))
            }
          />
          <MoreButton name={service.name} />
        </div>
      )}
    </>
  );
}

/** The section with everything that is being served. */
export function Deployments(props: {
  filter: string;
  preferences: SidebarPreferences;
  list: React.Ref<IRowsHandle>;
}): React.JSX.Element {
  const { serving, server, commands, trans } = usePanel();
  const { preferences } = props;
  const [selected, setSelected] = useState<string | null>(null);
  useChanged(server.changed, serving.changed);
  const services = useServices();
  const now = useNow();
  const words = wordsOf(props.filter);
  const shown = useMemo(
    () => services.filter(service => matches(service, words)),
    [services, props.filter]
  );
  const render = useCallback(
    (service: IService, active: boolean) => (
      <ServiceRow service={service} now={now} active={active} />
    ),
    [now]
  );
  const { over, ...drop } = useModelDrop(
    name => void commands.execute(CommandIDs.deployModel, { name })
  );
  const namespace = server.status?.kubernetes.namespace ?? '';
  const { deployTargets, targets } = serving;
  const isReady = deployTargets.some(({ state }) => state === 'ready');
  const failing = targets.filter(({ state }) => state === 'unavailable');
  // Without a cluster the note above has said why already.
  const untold = failing.filter(
    ({ capabilities, problem }) =>
      problem &&
      (server.status?.kubernetes.state === 'ready' ||
        !capabilities.has('manifest'))
  );
  const data = useCallback(
    ({ namespace, target }: IService) => ({
      'data-kserve-namespace': namespace,
      'data-kserve-target': target,
      'data-kserve-can': [...(serving.target(target)?.capabilities ?? [])].join(
        ' '
      )
    }),
    [serving]
  );

  const content = () => {
    if (services.length === 0) {
      const allFail = deployTargets.every(
        ({ state }) => state === 'unavailable'
      );
      return (
        <>
          {untold.map(target => (
            <TargetProblem key={target.id} target={target} />
          ))}
          {!allFail ? (
            <p className="jp-Kserve-Empty" role="status">
              {isReady
                ? trans.__('No services are deployed in %1.', namespace)
                : trans.__('Contacting the cluster…')}
            </p>
          ) : (
            untold.length === 0 && (
              <p className="jp-Kserve-Empty" role="status">
                {isStarting(server.status?.kubernetes)
                  ? server.status?.kubernetes.message
                  : targets.some(({ capabilities }) => capabilities.has('run'))
                    ? trans.__(
                        'No models are running. To try one without a cluster, run it here from its context menu.'
                      )
                    : trans.__('Not available without a cluster.')}
              </p>
            )
          )}
        </>
      );
    }
    return (
      <>
        {untold.map(target => (
          <TargetProblem key={target.id} target={target} />
        ))}
        {shown.length === 0 ? (
          <p className="jp-Kserve-Empty">{trans.__('No matches.')}</p>
        ) : (
          <Rows
            label={trans.__('Deployments')}
            className={service =>
              service.status.phase === 'stopped'
                ? 'jp-Kserve-Service jp-mod-stopped'
                : 'jp-Kserve-Service'
            }
            dataName="data-kserve-service"
            items={shown}
            data={data}
            name={service => service.name}
            id={keyOf}
            render={render}
            selected={selected}
            onSelect={service => setSelected(service && keyOf(service))}
            onOpen={service =>
              void commands.execute(
                CommandIDs.openService,
                serviceArgs(service)
              )
            }
            // Many have their failures in one line: only those in sight are drawn.
            oneHeight={shown.length > MAX_DRAWN}
            letterKeys={preferences.letterKeys ? commands : null}
            handle={props.list}
          />
        )}
      </>
    );
  };

  return (
    <Section
      title={trans.__('Deployments')}
      name="deployments"
      count={
        !isReady && services.length === 0
          ? undefined
          : words.length > 0
            ? trans.__(
                '%1 of %2',
                formatCount(shown.length),
                formatCount(services.length)
              )
            : formatCount(services.length)
      }
      note={over ? trans.__('Drop to deploy') : namespace}
      open={preferences.isOpen('deployments')}
      onToggle={() => preferences.toggle('deployments')}
      {...drop}
    >
      {content()}
    </Section>
  );
}
