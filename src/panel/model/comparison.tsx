import React, { useEffect, useState } from 'react';
import type { JSONValue } from '@lumino/coreutils';
import type { IDifference, IProblem } from '../../tokens';
import { usePanel } from '../context';
import { formatSize } from '../format';
import { Note, ProblemNote } from '../parts';
import { problemOf } from '../problem';
import { Card, LongText } from './card';
import { inWords } from './draft';
import { formatChange } from './metrics';
import { useModelPage } from './pagecontext';

/** The differences below one field of the card. */
export interface IDifferenceGroup {
  /** The field: `metrics`. */
  field: string;
  differences: IDifference[];
}

/** What everybody looks at first. */
const ORDER = ['metrics', 'metadata', 'signature', 'libraries'];

/**
 * Differences by the field of the card that they are in.
 *
 * @param differences - as the server half tells them
 */
export function groupsOf(
  differences: ReadonlyArray<IDifference>
): IDifferenceGroup[] {
  const groups = new Map<string, IDifference[]>();
  for (const difference of differences) {
    const field = difference.path.split('.')[0];
    groups.set(field, [...(groups.get(field) ?? []), difference]);
  }
  const rank = (field: string) =>
    (ORDER.indexOf(field) + ORDER.length + 1) % (ORDER.length + 1);
  return [...groups]
    .map(([field, found]) => ({ field, differences: found }))
    .sort((one, other) => rank(one.field) - rank(other.field));
}

function Value(props: { value: JSONValue; size: boolean }): React.JSX.Element {
  const { trans } = usePanel();
  const { value, size } = props;
  if (value === null || value === undefined) {
    return <span className="jp-mod-muted">{trans.__('not there')}</span>;
  }
  return (
    <LongText
      text={
        size && typeof value === 'number' ? formatSize(value) : inWords(value)
      }
    />
  );
}

function useChange(): (difference: IDifference) => string {
  const { trans } = usePanel();
  return ({ one, other }) => {
    if (one === null) {
      return trans.__('added');
    }
    if (other === null) {
      return trans.__('removed');
    }
    return typeof one === 'number' && typeof other === 'number'
      ? formatChange(one, other)
      : trans.__('changed');
  };
}

/** Two versions beside each other: what differs, and how. */
export function Comparison(props: {
  /** The older one. */
  one: string;
  other: string;
}): React.JSX.Element {
  const { store, trans } = usePanel();
  const { model } = useModelPage();
  const { one, other } = props;
  const [found, setFound] = useState<IDifference[] | null>(null);
  const [problem, setProblem] = useState<IProblem | null>(null);
  const change = useChange();
  useEffect(() => {
    let current = true;
    store.compare(model.name, one, other).then(
      differences => {
        if (current) {
          setFound(differences);
          setProblem(null);
        }
      },
      (error: unknown) => {
        if (current) {
          setFound(null);
          setProblem(problemOf(error, trans));
        }
      }
    );
    return () => {
      current = false;
    };
  }, [store, model, one, other]);
  const words: Record<string, string> = {
    metrics: trans.__('Metrics'),
    metadata: trans.__('Metadata'),
    signature: trans.__('Inputs and outputs'),
    libraries: trans.__('Libraries'),
    files: trans.__('Files'),
    framework: trans.__('Framework'),
    source: trans.__('Lineage'),
    description: trans.__('Description'),
    tags: trans.__('Tags')
  };
  const groups = groupsOf(found ?? []);
  return (
    <Card
      title={trans.__('Compare %1 with %2', one, other)}
      note={found && trans._n('%1 difference', '%1 differences', found.length)}
    >
      {problem && <ProblemNote problem={problem} />}
      {!found && !problem && (
        <p className="jp-mod-muted" role="status">
          {trans.__('Comparing…')}
        </p>
      )}
      {found?.length === 0 && (
        <p>{trans.__('The cards say the same of both.')}</p>
      )}
      {found && found.length > 0 && (
        <div className="jp-Kserve-Table-frame">
          <table className="jp-Kserve-Table">
            <thead>
              <tr>
                <th scope="col">{trans.__('What')}</th>
                <th scope="col">
                  <bdi>{one}</bdi>
                </th>
                <th scope="col">
                  <bdi>{other}</bdi>
                </th>
                <th scope="col">{trans.__('Change')}</th>
              </tr>
            </thead>
            {groups.map(group => (
              <tbody key={group.field}>
                <tr>
                  <th scope="rowgroup" colSpan={4}>
                    {words[group.field] ?? group.field}
                  </th>
                </tr>
                {group.differences.map(difference => (
                  <tr key={difference.path}>
                    <th scope="row" dir="auto">
                      <code>
                        {difference.path.slice(group.field.length + 1) ||
                          group.field}
                      </code>
                    </th>
                    <td>
                      <Value
                        value={difference.one}
                        size={difference.path.endsWith('.size')}
                      />
                    </td>
                    <td>
                      <Value
                        value={difference.other}
                        size={difference.path.endsWith('.size')}
                      />
                    </td>
                    <td>{change(difference)}</td>
                  </tr>
                ))}
              </tbody>
            ))}
          </table>
        </div>
      )}
      {groups.some(group => group.field === 'signature') && (
        <Note
          phase="warn"
          title={trans.__('Those who call the service may have to change.')}
        >
          <p>
            {trans.__(
              'Inputs or outputs differ: a request made for %1 may be refused by %2.',
              one,
              other
            )}
          </p>
        </Note>
      )}
    </Card>
  );
}
