import React from 'react';
import { usePanel } from '../shell/context';
import { formatShare } from '../../formatting';
import { Button } from '../components/button';
import { Note, ProblemNote } from '../components/note';
import { ItemTable, Progress } from './items';
import type { MigrationSession } from '../../migration/session';
import { RemoveButton } from './removal';
import { formatTimeLeft } from '../../migration/eta';

/** A migration that runs, and what came of it. */
export function Run(props: {
  session: MigrationSession;
}): React.JSX.Element | null {
  const { trans } = usePanel();
  const { session } = props;
  const { job, busy, left, phase } = session;
  if (!job) {
    return null;
  }
  const count = job.items.length;
  const done = job.items.filter(item => item.state === 'done').length;
  const running = phase === 'running';
  const again = (
    <Button accept disabled={busy} onClick={() => void session.retry()}>
      {job.state === 'failed' ? trans.__('Try again') : trans.__('Resume')}
    </Button>
  );
  const dryRun = () => {
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
                'All copies match the SHA-256 checksums of the originals. The originals were kept.'
              )}
            </p>
          </Note>
        );
      case 'cancelled':
        return (
          <Note phase="warn" title={trans.__('Migration cancelled.')}>
            <p>
              {trans.__(
                'Models that were copied and verified are on the volume. Nothing else was written.'
              )}
            </p>
            {again}
          </Note>
        );
      case 'interrupted':
        return (
          <Note
            phase="warn"
            title={trans.__(
              'The server stopped before the migration finished.'
            )}
          >
            <p>
              {trans.__(
                'Models that were copied and verified are on the volume. Resume to copy the rest.'
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
                message: trans.__('Some models were not copied.'),
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
      {!running && !session.removal && dryRun()}
      <section
        className="jp-Kserve-Card"
        aria-label={running ? trans.__('Copying') : trans.__('Result')}
      >
        <div className="jp-Kserve-Card-head">
          <h3>{running ? trans.__('Copying') : trans.__('Result')}</h3>
          {!running && (
            <RemoveButton session={session} originals={session.originals} />
          )}
        </div>
        <ItemTable items={job.items} />
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
              {trans.__(
                'The migration continues if you close this page or the browser.'
              )}
            </span>
          </p>
          <Button disabled={busy} onClick={() => void session.cancel()}>
            {trans.__('Cancel')}
          </Button>
        </footer>
      )}
    </>
  );
}
