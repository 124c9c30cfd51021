import { URLExt } from '@jupyterlab/coreutils';
import { ServerConnection } from '@jupyterlab/services';
import {
  caretDownIcon,
  caretUpIcon,
  downloadIcon
} from '@jupyterlab/ui-components';
import React, { useMemo, useState } from 'react';
import type { ILog, ILogSource, IServiceDetails } from '../../../tokens';
import { usePanel } from '../../shell/context';
import { formatCount } from '../../../formatting';
import { Checkbox } from '../../components/checkbox';
import { Button, IconButton } from '../../components/button';
import { ProblemNote } from '../../components/note';
import { Choice } from '../../components/choice';
import { LogLines } from './loglines';
import { useServicePage } from '../pagecontext';
import { useAccess } from '../useOperations';
import { useLog } from './useLog';

/** The log that most likely says most: of what failed, else of the model server. */
function proposed(
  { mainLog }: IServiceDetails,
  failed: { pod: string; name: string; previous: boolean } | undefined
): ILogSource | null {
  if (failed) {
    const { pod: instance, name: container, previous } = failed;
    return { instance, container, previous };
  }
  return mainLog && sourceOf(mainLog);
}

/** The log as it is written now. */
function sourceOf({ instance, container }: ILog): ILogSource {
  return { instance, container, previous: false };
}

/** Downloads the whole log, of which only the end is kept here. */
function DownloadLink(props: {
  path: string;
  source: ILogSource;
}): React.JSX.Element {
  const { trans } = usePanel();
  const { instance, container, previous } = props.source;
  return (
    <a
      className="jp-Kserve-Button jp-Kserve-Toolrow-end"
      href={URLExt.join(
        ServerConnection.makeSettings().baseUrl,
        'jupyterlab-kserve',
        props.path
      )}
      download={`${instance}-${container}${previous ? '-previous' : ''}.log`}
    >
      <downloadIcon.react
        tag="span"
        className="jp-Kserve-Icon"
        aria-hidden="true"
      />
      {trans.__('Download')}
    </a>
  );
}

function Viewer(props: { source: ILogSource }): React.JSX.Element {
  const { trans } = usePanel();
  const { service, operations } = useServicePage();
  const { source } = props;
  const [follow, setFollow] = useState(true);
  const [times, setTimes] = useState(true);
  const [paused, setPaused] = useState(false);
  const [words, setWords] = useState('');
  const [turn, setTurn] = useState(0);
  const { buffer, state, problem } = useLog(source, paused);
  const found = useMemo(
    () => buffer.find(words),
    [buffer, words, buffer.length, buffer.dropped]
  );
  const marked = useMemo(() => new Set(found), [found]);
  const at = found.length > 0 ? (turn + found.length) % found.length : 0;
  const go = (step: number) => {
    setFollow(false);
    setTurn(at + step);
  };
  const evidence = service.status.failure?.evidence ?? '';
  const path = operations.logPath?.(source);
  return (
    <>
      <div className="jp-Kserve-Toolrow">
        <input
          type="search"
          className="jp-Kserve-Input"
          placeholder={trans.__('Find in log')}
          aria-label={trans.__('Find in log')}
          value={words}
          onChange={event => {
            setWords(event.target.value);
            setTurn(0);
            setFollow(event.target.value === '');
          }}
          onKeyDown={event => {
            if (event.key === 'Enter') {
              event.preventDefault();
              go(event.shiftKey ? -1 : 1);
            }
          }}
        />
        <span role="status" className="jp-mod-muted">
          {words &&
            (found.length > 0
              ? trans.__(
                  '%1 of %2',
                  formatCount(at + 1),
                  formatCount(found.length)
                )
              : trans.__('No matches.'))}
        </span>
        <IconButton
          icon={caretUpIcon}
          label={trans.__('Previous match')}
          disabled={found.length === 0}
          onClick={() => go(-1)}
        />
        <IconButton
          icon={caretDownIcon}
          label={trans.__('Next match')}
          disabled={found.length === 0}
          onClick={() => go(1)}
        />
        <Checkbox checked={follow} onChange={setFollow}>
          {trans.__('Follow')}
        </Checkbox>
        <Checkbox checked={times} onChange={setTimes}>
          {trans.__('Timestamps')}
        </Checkbox>
        <Button aria-pressed={paused} onClick={() => setPaused(!paused)}>
          {paused ? trans.__('Resume') : trans.__('Pause')}
        </Button>
        {path && <DownloadLink path={path} source={source} />}
      </div>
      {problem && <ProblemNote problem={problem} phase="warn" />}
      <LogLines
        buffer={buffer}
        follow={follow}
        onFollow={setFollow}
        times={times}
        found={marked}
        current={words && found.length > 0 ? found[at] : null}
        cause={evidence.split('\n').pop()?.trim() ?? ''}
      />
      <p className="jp-Kserve-Hint" role="status">
        {[
          paused
            ? trans.__('Paused')
            : state === 'following'
              ? trans.__('Following')
              : state === 'ended'
                ? trans.__('The container has exited.')
                : trans.__('Contacting the cluster…'),
          trans._n('%1 line', '%1 lines', buffer.length),
          buffer.dropped > 0 &&
            trans._n(
              '%1 older line is not shown; download the log to see it',
              '%1 older lines are not shown; download the log to see them',
              buffer.dropped
            )
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
    </>
  );
}

/** The logs of all containers, as they come. */
export function Logs(): React.JSX.Element {
  const { trans } = usePanel();
  const { service, details, operations, view } = useServicePage();
  const access = useAccess(operations, 'logs');
  const source =
    view.state.log ?? proposed(details, service.status.failure?.container);
  if (!source) {
    return (
      <p className="jp-Kserve-Empty">
        {details.kubernetes
          ? trans.__('No pods, so no logs are available.')
          : trans.__('There is no log.')}
      </p>
    );
  }
  if (!access.usable) {
    return (
      <p className="jp-Kserve-Empty" role="status">
        {access.reason}
      </p>
    );
  }
  const keyOfLog = ({
    instance,
    container
  }: Pick<ILog, 'instance' | 'container'>) => `${instance}/${container}`;
  const key = keyOfLog(source);
  const shown = details.logs.find(log => keyOfLog(log) === key);
  return (
    <div className="jp-Kserve-Logs">
      <div className="jp-Kserve-Toolrow">
        <select
          className="jp-Kserve-Input"
          aria-label={trans.__('Container')}
          value={shown ? key : ''}
          onChange={event => {
            const chosen = details.logs.find(
              log => keyOfLog(log) === event.target.value
            );
            if (chosen) {
              view.show({ log: sourceOf(chosen) });
            }
          }}
        >
          {!shown && (
            <option value="">{trans.__('%1 (gone)', source.instance)}</option>
          )}
          {details.logs.map(log => (
            <option key={keyOfLog(log)} value={keyOfLog(log)}>
              {`${log.container} · ${log.instance}`}
            </option>
          ))}
        </select>
        {(shown?.keepsPrevious ?? source.previous) && (
          <Choice
            label={trans.__('Container run')}
            options={[
              ['now', trans.__('Current')],
              ['previous', trans.__('Previous')]
            ]}
            value={source.previous ? 'previous' : 'now'}
            onChange={value =>
              view.show({ log: { ...source, previous: value === 'previous' } })
            }
          />
        )}
      </div>
      <Viewer source={source} />
    </div>
  );
}
