import React, { useState } from 'react';
import type { IJob, Phase } from '../../tokens';
import { usePanel } from '../shell/context';
import { formatTime } from '../../formatting';
import { StateLabel } from '../components/statelabel';
import { jobKindOf } from '../notifications/jobkinds';
import { ItemTable } from './items';
import type { MigrationSession } from '../../migration/session';

/** One that has ended: when, what came of it, and of each model when opened. */
function Earlier(props: { job: IJob }): React.JSX.Element {
  const { trans } = usePanel();
  const { job } = props;
  const [open, setOpen] = useState(false);
  const count = job.items.length;
  const done = job.items.filter(({ state }) => state === 'done').length;
  const phase: Phase = done === count ? 'ready' : 'warn';
  return (
    <details onToggle={event => setOpen(event.currentTarget.open)}>
      <summary>
        {formatTime(job.created)}
        {' · '}
        <StateLabel phase={phase}>
          {jobKindOf(job).tally?.(done, count, trans) ?? job.title}
        </StateLabel>
      </summary>
      {open && <ItemTable items={job.items} />}
    </details>
  );
}

/** Earlier migrations and removals of originals, from the journals. */
export function EarlierMigrations(props: {
  session: MigrationSession;
}): React.JSX.Element | null {
  const { trans } = usePanel();
  const { earlier } = props.session;
  if (earlier.length === 0) {
    return null;
  }
  return (
    <section
      className="jp-Kserve-Card"
      aria-label={trans.__('Earlier migrations')}
    >
      <div className="jp-Kserve-Card-head">
        <h3>{trans.__('Earlier migrations')}</h3>
      </div>
      {earlier.map(job => (
        <Earlier key={job.id} job={job} />
      ))}
    </section>
  );
}
