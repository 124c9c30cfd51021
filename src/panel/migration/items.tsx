import React from 'react';
import type { IJobItem, Phase } from '../../tokens';
import { usePanel } from '../shell/context';
import { formatShare, formatSize } from '../../formatting';
import { shareOf } from '../../tokens';
import { StateLabel } from '../components/statelabel';

/** How much of something is done, as a bar. */
export function Progress(props: {
  label: string;
  done: number;
  total: number | null;
}): React.JSX.Element {
  const { trans } = usePanel();
  const share = shareOf(props) ?? 0;
  const percent = Math.round(share * 100);
  return (
    <div
      className="jp-Kserve-Bar"
      role="progressbar"
      aria-label={props.label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      aria-valuetext={trans.__('%1 %', percent)}
    >
      <span style={{ width: `${percent}%` }} />
    </div>
  );
}

/** What a model's copy is at. */
function ItemState(props: { item: IJobItem }): React.JSX.Element {
  const { trans } = usePanel();
  const { item } = props;
  const label = (phase: Phase, words: string) => (
    <StateLabel phase={phase}>{words}</StateLabel>
  );
  switch (item.state) {
    case 'waiting':
      return <span className="jp-mod-muted">{trans.__('Waiting')}</span>;
    case 'running':
      return (
        <>
          <Progress
            label={trans.__('Progress of %1', item.title)}
            done={item.done}
            total={item.total}
          />
          <span className="jp-Kserve-Hint">
            {item.total !== null && formatShare(item.done, item.total, trans)}
          </span>
        </>
      );
    case 'done': {
      const { name, version, already, removed } = item.result ?? {};
      if (removed !== undefined) {
        return label('ready', trans.__('Verified and removed'));
      }
      const where = [name, version]
        .filter(part => typeof part === 'string')
        .join(' ');
      return label(
        'ready',
        already === true
          ? trans.__('%1, already on the volume', where)
          : trans.__('%1, checksum matches', where)
      );
    }
    case 'cancelled':
      return label('stopped', trans.__('Cancelled'));
    case 'interrupted':
      return label('warn', trans.__('Interrupted'));
    case 'failed':
      return (
        <>
          {label('failed', item.problem?.message ?? trans.__('Failed'))}
          <span className="jp-Kserve-Hint">{item.problem?.hint}</span>
        </>
      );
  }
}

/** The models of a job, and what each is at. */
export function ItemTable(props: {
  items: ReadonlyArray<IJobItem>;
}): React.JSX.Element {
  const { trans } = usePanel();
  return (
    <table className="jp-Kserve-PlanTable">
      <thead>
        <tr>
          <th scope="col">{trans.__('Current file')}</th>
          <th scope="col" className="jp-mod-number">
            {trans.__('Size')}
          </th>
          <th scope="col">{trans.__('State')}</th>
        </tr>
      </thead>
      <tbody>
        {props.items.map(item => (
          <tr key={item.id}>
            <th scope="row">
              <code dir="auto">{item.title}</code>
            </th>
            <td className="jp-mod-number" data-label={trans.__('Size')}>
              {item.total !== null && formatSize(item.total)}
            </td>
            <td>
              <ItemState item={item} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
