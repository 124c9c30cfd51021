import type { JSONValue } from '@lumino/coreutils';
import React from 'react';
import type { IDifference } from '../../../tokens';
import { usePanel } from '../../shell/context';
import { LongText } from '../../components/facts';
import { formatValue } from '../../../formatting';
import { formatSize } from '../../../formatting';

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
    return <span className="jp-mod-muted">{trans.__('missing')}</span>;
  }
  return (
    <LongText
      text={
        size && typeof value === 'number'
          ? formatSize(value)
          : formatValue(value)
      }
    />
  );
}

/** What two cards say differently, beside each other. */
export function DifferenceTable(props: {
  differences: ReadonlyArray<IDifference>;
  /** What stands on the left, and on the right. */
  one: string;
  other: string;
  /** How the right differs from the left, in a word. */
  change?: (difference: IDifference) => string;
}): React.JSX.Element {
  const { trans } = usePanel();
  const { differences, one, other, change } = props;
  const words: Record<string, string> = {
    metrics: trans.__('Metrics'),
    metadata: trans.__('Metadata'),
    signature: trans.__('Inputs and outputs'),
    libraries: trans.__('Libraries'),
    files: trans.__('Files'),
    framework: trans.__('Framework'),
    format: trans.__('Format'),
    class: trans.__('Class'),
    artifacts: trans.__('Artifacts'),
    source: trans.__('Lineage'),
    description: trans.__('Description'),
    tags: trans.__('Tags')
  };
  const groups = groupsOf(differences);
  return (
    <div className="jp-Kserve-Table-frame">
      <table className="jp-Kserve-Table">
        <thead>
          <tr>
            <th scope="col">{trans.__('Item')}</th>
            <th scope="col">
              <bdi>{one}</bdi>
            </th>
            <th scope="col">
              <bdi>{other}</bdi>
            </th>
            {change && <th scope="col">{trans.__('Change')}</th>}
          </tr>
        </thead>
        {groups.map(group => (
          <tbody key={group.field}>
            <tr>
              <th scope="rowgroup" colSpan={change ? 4 : 3}>
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
                {change && <td>{change(difference)}</td>}
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </div>
  );
}
