import type { JSONValue } from '@lumino/coreutils';
import React, { useState } from 'react';
import type { IInferenceProtocol } from '../../../protocols/types';
import type { IPredictionAnswer, IProblem } from '../../../tokens';
import { usePanel } from '../../shell/context';
import { Card } from '../../components/card';
import { Button } from '../../components/button';
import { ProblemNote } from '../../components/note';
import { StateLabel } from '../../components/statelabel';
import { keyOf, problemOf } from '../../../tokens';
import { labelsOf } from '../../resolvetargets';
import { Table } from '../../components/table';
import { useServices } from '../../hooks/useServices';
import { differencesOf } from '../../../inference/answer';
import { shownValue } from './answercard';
import { useServicePage } from '../pagecontext';

/** More differences than these are counted only. */
const MAX_SHOWN = 100;

/** Two services' answers to one request. */
interface IPair {
  /** Over which both were asked. */
  protocol: IInferenceProtocol;
  one: IPredictionAnswer;
  other: IPredictionAnswer;
  /** The name of the other service. */
  name: string;
}

function Differences(props: { pair: IPair }): React.JSX.Element {
  const { trans } = usePanel();
  const { service } = useServicePage();
  const { protocol, one, other, name } = props.pair;
  const tables = [one, other].map(({ body }) => protocol.parse(body));
  const columns = tables[0]?.columns ?? [];
  const [tolerances, setTolerances] = useState<Record<number, string>>({});
  const found = differencesOf(tables[0], tables[1], column => {
    const typed = Number(tolerances[column] ?? '0');
    return typed >= 0 ? typed : 0;
  });
  return (
    <>
      <p className="jp-Kserve-Facts-line" role="status">
        {found === null ? (
          <StateLabel phase="failed">
            {trans.__('The responses have different shapes.')}
          </StateLabel>
        ) : (
          <StateLabel phase={found.length === 0 ? 'ready' : 'warn'}>
            {found.length === 0
              ? trans.__('No differences')
              : trans._n('%1 difference', '%1 differences', found.length)}
          </StateLabel>
        )}
        <span className="jp-mod-muted">
          {trans.__(
            '%1: %2 ms · %3: %4 ms',
            service.name,
            one.latency_ms.toFixed(1),
            name,
            other.latency_ms.toFixed(1)
          )}
        </span>
      </p>
      {found !== null && (
        <div className="jp-Kserve-Toolrow">
          <span className="jp-mod-muted">{trans.__('Tolerance')}</span>
          {columns.map((column, index) => (
            <label key={column} className="jp-Kserve-Labelled">
              <span className="jp-Kserve-clip">{column}</span>
              <input
                className="jp-Kserve-Input jp-Kserve-Tolerance"
                type="number"
                min={0}
                step="any"
                value={tolerances[index] ?? '0'}
                onChange={event =>
                  setTolerances({ ...tolerances, [index]: event.target.value })
                }
              />
            </label>
          ))}
        </div>
      )}
      {found !== null && found.length > 0 && (
        <Table
          columns={[
            trans.__('Row'),
            trans.__('Output'),
            service.name,
            name,
            trans.__('Difference')
          ]}
        >
          <tbody>
            {found.slice(0, MAX_SHOWN).map(difference => (
              <tr key={`${difference.row}/${difference.column}`}>
                <th scope="row">{difference.row}</th>
                <td>{difference.column}</td>
                <td>{shownValue(difference.one)}</td>
                <td>{shownValue(difference.other)}</td>
                <td>
                  {difference.distance?.toPrecision(3) ??
                    trans.__('not numeric')}
                </td>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
    </>
  );
}

/** Send the same request to another service too, and show where they differ. */
export function CompareCard(props: {
  protocol: IInferenceProtocol;
  body: JSONValue | undefined;
}): React.JSX.Element {
  const context = usePanel();
  const { serving, trans } = context;
  const { service } = useServicePage();
  const { protocol, body } = props;
  const others = useServices().filter(
    other =>
      keyOf(other) !== keyOf(service) &&
      ['ready', 'warn'].includes(other.status.phase)
  );
  const labels = labelsOf(context, others);
  const [chosen, setChosen] = useState('');
  const [pair, setPair] = useState<IPair | null>(null);
  const [problem, setProblem] = useState<IProblem | null>(null);
  const other = others.find(entry => keyOf(entry) === chosen) ?? others[0];
  const compare = async () => {
    if (!other || body === undefined) {
      return;
    }
    setProblem(null);
    setPair(null);
    try {
      const [one, two] = await Promise.all(
        [service, other].map(asked =>
          serving.target(asked.target)!.predict(asked.name, {
            protocol: protocol.id,
            body
          })
        )
      );
      setPair({ protocol, one, other: two, name: other.name });
    } catch (error) {
      setProblem(problemOf(error, trans));
    }
  };
  return (
    <Card
      title={trans.__('Compare')}
      controls={
        other && (
          <>
            <select
              className="jp-Kserve-Input"
              aria-label={trans.__('Service to compare with')}
              value={keyOf(other)}
              onChange={event => setChosen(event.target.value)}
            >
              {others.map((entry, index) => (
                <option key={keyOf(entry)} value={keyOf(entry)}>
                  {[labels[index], entry.model?.version]
                    .filter(Boolean)
                    .join(' · ')}
                </option>
              ))}
            </select>
            <Button
              disabled={body === undefined}
              onClick={() => void compare()}
            >
              {trans.__('Send to both')}
            </Button>
          </>
        )
      }
    >
      {problem && <ProblemNote problem={problem} urgent />}
      {pair ? (
        <Differences pair={pair} />
      ) : (
        <p className="jp-mod-muted">
          {other
            ? trans.__(
                'Sends the request above to both services and shows the differences between the responses.'
              )
            : trans.__('No other service is ready.')}
        </p>
      )}
    </Card>
  );
}
