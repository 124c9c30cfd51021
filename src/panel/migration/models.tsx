import { refreshIcon } from '@jupyterlab/ui-components';
import React, { useEffect } from 'react';
import { usePanel } from '../shell/context';
import { formatSize } from '../../formatting';
import { Button, LinkButton } from '../components/button';
import { Note, ProblemNote } from '../components/note';
import { StateLabel } from '../components/statelabel';
import { useChanged } from '../hooks/useChanged';
import { EarlierMigrations } from './history';
import { Folders } from './folders';
import type { MigrationSession } from '../../migration/session';
import { ModelPlan } from '../../migration/plan';
import { PlanTable } from './plantable';
import { Removal, RemoveButton } from './removal';
import { Run } from './run';

/** What was found and is no model. */
function Skipped(props: { plan: ModelPlan }): React.JSX.Element | null {
  const { trans } = usePanel();
  const { skipped } = props.plan.scan;
  if (skipped.length === 0) {
    return null;
  }
  return (
    <details className="jp-Kserve-Migration-skipped">
      <summary>
        {trans._n(
          '%1 file is skipped: not a model',
          '%1 files are skipped: not models',
          skipped.length
        )}
      </summary>
      <dl>
        {skipped.map(({ path, why }) => (
          <React.Fragment key={path}>
            <dt dir="auto">{path}</dt>
            <dd dir="auto">{why}</dd>
          </React.Fragment>
        ))}
      </dl>
    </details>
  );
}

/** What is to be copied as what. Nothing is written before Copy is pressed. */
function Plan(props: {
  session: MigrationSession;
  plan: ModelPlan;
}): React.JSX.Element {
  const { notices, store, trans } = usePanel();
  const { session, plan } = props;
  useChanged(plan.changed, store.changed);
  const count = plan.picked.length;
  const { disabledReason, freeAfter, rows, originals } = plan;
  if (rows.length === 0) {
    return (
      <>
        <Note phase="ready" title={trans.__('No models to migrate.')}>
          <p>
            {trans.__(
              'These folders do not contain models. To search elsewhere, add a folder.'
            )}
          </p>
        </Note>
        <Skipped plan={plan} />
      </>
    );
  }
  return (
    <>
      <section className="jp-Kserve-Card" aria-label={trans.__('Plan')}>
        <div className="jp-Kserve-Card-head">
          <h3>{trans.__('Plan')}</h3>
          <span className="jp-mod-muted">
            {trans._n('%1 model found', '%1 models found', rows.length)}
          </span>
          <RemoveButton session={session} originals={originals} />
        </div>
        <PlanTable plan={plan} />
        <Skipped plan={plan} />
      </section>
      <footer className="jp-Kserve-Migration-footer">
        <p role="status">
          {trans._n(
            '%1 model, %2',
            '%1 models, %2',
            count,
            formatSize(plan.size)
          )}
          {freeAfter !== null &&
            freeAfter >= 0 &&
            ` · ${trans.__('%1 free after the migration', formatSize(freeAfter))}`}
          <span className="jp-Kserve-Hint">
            {disabledReason ||
              trans.__(
                'Each file is copied and verified by its SHA-256 checksum. The originals are kept.'
              )}
          </span>
        </p>
        <Button
          accept
          disabled={disabledReason !== '' || session.busy}
          title={disabledReason}
          onClick={() => {
            void session.run().then(() => {
              if (session.job && session.phase === 'running') {
                notices.show(session.job, {
                  title: trans.__('Migrating models')
                });
              }
            });
          }}
        >
          {trans._n('Copy %1 model', 'Copy %1 models', count)}
        </Button>
      </footer>
    </>
  );
}

/** Models from the workbench to the volume: scan, plan, run, result. */
export function ModelsPart(props: {
  session: MigrationSession;
}): React.JSX.Element {
  const { trans } = usePanel();
  const { session } = props;
  useChanged(session.changed);
  useEffect(() => void session.open(), [session]);
  const { phase, plan, problem, busy } = session;
  const scanning = phase === 'scanning';
  return (
    <div className="jp-Kserve-Migration-part">
      {(phase === 'plan' || scanning) && <Folders session={session} />}
      {problem && (
        <ProblemNote problem={problem} urgent>
          <LinkButton
            onClick={() => void (scanning ? session.open() : session.scan())}
          >
            {scanning ? trans.__('Try again') : trans.__('Scan again')}
          </LinkButton>
        </ProblemNote>
      )}
      <Removal session={session} />
      {scanning && busy && (
        <p className="jp-Kserve-Empty" role="status">
          <StateLabel phase="starting">
            {trans.__('Scanning for models. Nothing is changed…')}
          </StateLabel>
        </p>
      )}
      {phase === 'plan' && plan instanceof ModelPlan && (
        <Plan session={session} plan={plan} />
      )}
      {(phase === 'running' || phase === 'result') && <Run session={session} />}
      {phase === 'result' && (
        <div className="jp-Kserve-Actions">
          <Button
            icon={refreshIcon}
            disabled={busy}
            onClick={() => void session.scan()}
          >
            {trans.__('Scan for more models')}
          </Button>
        </div>
      )}
      {phase !== 'scanning' && <EarlierMigrations session={session} />}
    </div>
  );
}
