import type { JSONValue } from '@lumino/coreutils';
import React, { useState } from 'react';
import type {
  IAnswerTable,
  IInferenceProtocol
} from '../../../protocols/types';
import type { IPredictionAnswer, IProblem } from '../../../tokens';
import { usePanel } from '../../shell/context';
import { plainly } from '../../../textdiff';
import { Note, ProblemNote } from '../../components/note';
import { StateLabel } from '../../components/statelabel';
import { Choice } from '../../components/choice';

/** A value as it stands in a cell. */
export function shownValue(value: JSONValue | undefined): string {
  return plainly(
    typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
  );
}

function AnswerBody(props: {
  body: JSONValue;
  table: IAnswerTable | null;
}): React.JSX.Element {
  const { trans } = usePanel();
  const { body, table } = props;
  if (!table) {
    return (
      <pre
        className="jp-Kserve-Code"
        tabIndex={0}
        role="region"
        aria-label={trans.__('Model response')}
      >
        {plainly(
          typeof body === 'string' ? body : JSON.stringify(body, null, 2)
        )}
      </pre>
    );
  }
  return (
    <div
      className="jp-Kserve-Table-frame jp-Kserve-Answer"
      tabIndex={0}
      role="region"
      aria-label={trans.__('Model response')}
    >
      <table className="jp-Kserve-Table">
        <thead>
          <tr>
            <th scope="col">{trans.__('Row')}</th>
            {table.columns.map(column => (
              <th scope="col" key={column}>
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, index) => (
            <tr key={index}>
              <th scope="row">{index + 1}</th>
              {table.columns.map((column, place) => (
                <td key={column}>{shownValue(row[place])}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What the model answered, how soon and which way. */
export function AnswerCard(props: {
  answer: IPredictionAnswer | null;
  /** Over which it was asked. */
  protocol: IInferenceProtocol;
  problem: IProblem | null;
  /** The request was changed since. */
  stale: boolean;
  /** Latencies of the last requests, in milliseconds. */
  latencies: ReadonlyArray<number>;
}): React.JSX.Element {
  const { trans } = usePanel();
  const { answer, protocol, problem, stale, latencies } = props;
  const [look, setLook] = useState<'table' | 'json'>('table');
  const ok = answer !== null && answer.status >= 200 && answer.status < 300;
  const sorted = [...latencies].sort((one, other) => one - other);
  return (
    <section className="jp-Kserve-Card" aria-label={trans.__('Response')}>
      <div className="jp-Kserve-Card-head">
        <h3>{trans.__('Response')}</h3>
        {answer && (
          <StateLabel phase={ok ? 'ready' : 'failed'}>
            {trans.__('Status %1', answer.status)}
          </StateLabel>
        )}
        {answer && (
          <span className="jp-Kserve-Card-controls">
            <Choice
              label={trans.__('Response view')}
              options={[
                ['table', trans.__('Table')],
                ['json', trans.__('JSON')]
              ]}
              value={look}
              onChange={setLook}
            />
          </span>
        )}
      </div>
      {problem && <ProblemNote problem={problem} urgent />}
      {answer && (
        <>
          {stale && (
            <Note
              phase="warn"
              title={trans.__(
                'The request has changed since this response. Send it again to update.'
              )}
            />
          )}
          <p className="jp-Kserve-Facts-line" role="status">
            <strong>{trans.__('%1 ms', answer.latency_ms.toFixed(1))}</strong>
            {latencies.length > 1 && (
              <span className="jp-mod-muted">
                {trans.__(
                  'last %1 requests: median %2 ms, slowest %3 ms',
                  latencies.length,
                  sorted[Math.floor((sorted.length - 1) / 2)].toFixed(1),
                  sorted[sorted.length - 1].toFixed(1)
                )}
              </span>
            )}
            <span className="jp-mod-muted">
              {
                {
                  service: trans.__('via the service address'),
                  'port-forward': trans.__('via port forwarding'),
                  local: trans.__('on this machine')
                }[answer.via]
              }
            </span>
          </p>
          <AnswerBody
            body={answer.body}
            table={look === 'table' ? protocol.parse(answer.body) : null}
          />
        </>
      )}
      {!problem && !answer && (
        <p className="jp-Kserve-Empty">
          {trans.__('The response appears here.')}
        </p>
      )}
    </section>
  );
}
