import React, { useEffect, useState } from 'react';
import type { IServiceEvents } from '../../tokens';
import { usePanel } from '../shell/context';
import { formatAge, formatTime } from '../../formatting';
import { ProblemNote } from '../components/note';
import { StateLabel } from '../components/statelabel';
import { Table } from '../components/table';
import { useNow } from '../hooks/useNow';
import { Choice } from '../components/choice';
import { useServicePage } from './pagecontext';

/** Read the events while they are looked at, and no longer. */
function useEvents(): IServiceEvents | null {
  const { service, operations } = useServicePage();
  const [followed, setFollowed] = useState<IServiceEvents | null>(null);
  const [, setTurn] = useState(0);
  useEffect(() => {
    const list = operations.events?.(service.name);
    if (!list) {
      return;
    }
    list.changed.connect(() => setTurn(turn => turn + 1));
    setFollowed(list);
    return () => list.dispose();
  }, [operations, service.name]);
  return followed;
}

/** What Kubernetes tells of the service, newest first. */
export function Events(): React.JSX.Element {
  const { trans } = usePanel();
  const followed = useEvents();
  const now = useNow();
  const [filter, setFilter] = useState('');
  const [which, setWhich] = useState<'all' | 'warnings'>('all');
  if (!followed || followed.state === 'checking') {
    return (
      <p className="jp-Kserve-Empty" role="status">
        {trans.__('Contacting the cluster…')}
      </p>
    );
  }
  const { events, problem } = followed;
  const warnings = events.filter(({ type }) => type === 'Warning');
  const words = filter.toLowerCase();
  const shown = (which === 'all' ? events : warnings).filter(
    ({ reason, message, about }) =>
      `${reason}\n${message}\n${about}`.toLowerCase().includes(words)
  );
  return (
    <>
      {problem && <ProblemNote problem={problem} phase="warn" />}
      <div className="jp-Kserve-Toolrow">
        <input
          type="search"
          className="jp-Kserve-Input"
          placeholder={trans.__('Filter events')}
          aria-label={trans.__('Filter events')}
          value={filter}
          onChange={event => setFilter(event.target.value)}
        />
        <Choice
          label={trans.__('Event type')}
          options={[
            ['all', trans.__('All')],
            ['warnings', trans.__('Warnings (%1)', warnings.length)]
          ]}
          value={which}
          onChange={setWhich}
        />
        <span className="jp-mod-muted jp-Kserve-Toolrow-end">
          {trans.__('Live, newest first')}
        </span>
      </div>
      {shown.length === 0 ? (
        <p className="jp-Kserve-Empty">
          {events.length === 0
            ? trans.__('No events. The cluster keeps events for one hour.')
            : trans.__('No matches.')}
        </p>
      ) : (
        <Table
          columns={[
            trans.__('Last seen'),
            trans.__('Type'),
            trans.__('Reason'),
            trans.__('Message'),
            trans.__('Object'),
            { title: trans.__('Count'), number: true }
          ]}
        >
          <tbody>
            {shown.map(({ id, type, reason, message, about, count, seen }) => (
              <tr key={id}>
                <td title={formatTime(seen)}>{formatAge(seen, trans, now)}</td>
                <td>
                  {type === 'Warning' ? (
                    <StateLabel phase="warn">{trans.__('Warning')}</StateLabel>
                  ) : (
                    <span className="jp-mod-muted">{trans.__('Normal')}</span>
                  )}
                </td>
                <td translate="no">{reason}</td>
                <td className="jp-Kserve-Events-message" translate="no">
                  {message}
                </td>
                <td>
                  <code>{about}</code>
                </td>
                <td className="jp-mod-number">{count}</td>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
    </>
  );
}
