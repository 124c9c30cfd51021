import React from 'react';
import type { IJobItem, Phase } from '../../tokens';
import { usePanel } from '../context';
import { formatShare, formatSize } from '../format';
import { shareOf } from '../notices/words';
import { Button, Note, ProblemNote, StateLabel } from '../parts';
import type { ModelsMigration } from './migration';
import { RemoveButton } from './removal';
import { formatTimeLeft } from './timeleft';

/** How much of something is done, as a bar. */
function Progress(props: {
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
      return <span className="jp-mod-muted">{trans.__('Waits')}</span>;
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
      const { name, version, already } = item.result ?? {};
      const where = [name, version]
        .filter(part => typeof part === 'string')
        .join(' ');
      return label(
        'ready',
        already === true
          ? trans.__('%1, was there already', where)
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

/** A migration that runs, and what came of it. */
export function Run(props: {
  migration: ModelsMigration;
}): React.JSX.Element | null {
  const { trans } = usePanel();
  const { migration } = props;
  const { job, busy, left, phase } = migration;
  if (!job) {
    return null;
  }
  const count = job.items.length;
  const done = job.items.filter(item => item.state === 'done').length;
  const running = phase === 'running';
  const again = (
    <Button accept disabled={busy} onClick={() => void migration.retry()}>
      {job.state === 'failed' ? trans.__('Try Again') : trans.__('Resume')}
    </Button>
  );
  const verdict = () => {
    switch (job.state) {
      case 'done':
        return (
          <Note
            phase="ready"
            title={trans._n(
              '%1 model is on the volume.',
              '%1 models are on the volume.',
              count
            )}
          >
            <p>
              {trans.__(
                'Every file has the SHA-256 of its original. The originals are where they were.'
              )}
            </p>
          </Note>
        );
      case 'cancelled':
        return (
          <Note phase="warn" title={trans.__('Cancelled.')}>
            <p>
              {trans.__(
                'What was copied and compared is on the volume; of the rest there is nothing.'
              )}
            </p>
            {again}
          </Note>
        );
      case 'interrupted':
        return (
          <Note
            phase="warn"
            title={trans.__('The server ended before all was copied.')}
          >
            <p>
              {trans.__(
                'What was copied and compared is on the volume. Resume copies the rest.'
              )}
            </p>
            {again}
          </Note>
        );
      default:
        return (
          <ProblemNote
            problem={
              job.problem ?? {
                message: trans.__('Not all was copied.'),
                reason: 'Failed',
                hint: ''
              }
            }
            urgent
          >
            {again}
          </ProblemNote>
        );
    }
  };
  return (
    <>
      {!running && !migration.removal && verdict()}
      <section
        className="jp-Kserve-Card"
        aria-label={running ? trans.__('Copying') : trans.__('Result')}
      >
        <div className="jp-Kserve-Card-head">
          <h3>{running ? trans.__('Copying') : trans.__('Result')}</h3>
          {!running && (
            <RemoveButton
              migration={migration}
              originals={migration.originals}
            />
          )}
        </div>
        <table className="jp-Kserve-PlanTable">
          <thead>
            <tr>
              <th scope="col">{trans.__('File now')}</th>
              <th scope="col" className="jp-mod-number">
                {trans.__('Size')}
              </th>
              <th scope="col">{trans.__('State')}</th>
            </tr>
          </thead>
          <tbody>
            {job.items.map(item => (
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
      </section>
      {running && (
        <footer className="jp-Kserve-Migration-footer">
          <Progress
            label={trans.__('Progress of all models')}
            done={job.done}
            total={job.total}
          />
          <p>
            {job.total !== null && formatShare(job.done, job.total, trans)}
            {' · '}
            {trans._n('%2 of %1 model', '%2 of %1 models', count, done)}
            {left !== null && ` · ${formatTimeLeft(left, trans)}`}
            <span className="jp-Kserve-Hint">
              {trans.__('It goes on when this page or the browser is closed.')}
            </span>
          </p>
          <Button disabled={busy} onClick={() => void migration.cancel()}>
            {trans.__('Cancel')}
          </Button>
        </footer>
      )}
    </>
  );
}
