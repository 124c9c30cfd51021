import { ReactWidget } from '@jupyterlab/ui-components';
import React from 'react';
import type { IMigrationOriginal } from '../../tokens';
import { usePanel } from '../shell/context';
import { confirm } from '../shell/confirm';
import { Button } from '../components/button';
import { Note } from '../components/note';
import type { MigrationSession } from '../../migration/session';

/** Removes originals, after a question that lists them. */
export function RemoveButton(props: {
  session: MigrationSession;
  originals: ReadonlyArray<IMigrationOriginal>;
}): React.JSX.Element | null {
  const { trans } = usePanel();
  const { session } = props;
  const gone = new Set(session.removal?.removed);
  const originals = props.originals.filter(({ path }) => !gone.has(path));
  const count = originals.length;
  if (count === 0) {
    return null;
  }
  const ask = async () => {
    const accepted = await confirm(
      {
        title: trans._n('Remove %1 original?', 'Remove %1 originals?', count),
        body: ReactWidget.create(
          <div className="jp-Kserve-Migration-question">
            <p>
              {trans.__(
                'Each original is compared again with its copy on the volume. Originals that differ are kept. Notebooks that use the old paths stop working.'
              )}
            </p>
            <ul>
              {originals.map(({ path, name, version }) => (
                <li key={path}>
                  <code dir="auto">{path}</code>
                  {' → '}
                  {`${name} ${version}`}
                </li>
              ))}
            </ul>
          </div>
        ),
        accept: trans._n('Remove %1 Original', 'Remove %1 Originals', count),
        destructive: true
      },
      trans
    );
    if (accepted) {
      await session.remove(originals);
    }
  };
  return (
    <Button
      className="jp-Kserve-Migration-remove"
      disabled={session.busy}
      onClick={() => void ask()}
    >
      {trans._n('Remove %1 original…', 'Remove %1 originals…', count)}
    </Button>
  );
}

/** What came of removing originals. */
export function Removal(props: {
  session: MigrationSession;
}): React.JSX.Element | null {
  const { trans } = usePanel();
  const { removal } = props.session;
  if (!removal) {
    return null;
  }
  const { removed, kept } = removal;
  return (
    <Note
      phase={kept.length > 0 ? 'warn' : 'ready'}
      title={trans._n(
        '%1 file was verified and removed.',
        '%1 files were verified and removed.',
        removed.length
      )}
    >
      {kept.length > 0 && (
        <>
          <p>{trans.__('Kept files:')}</p>
          <ul>
            {kept.map(({ path, why }) => (
              <li key={path}>
                <code dir="auto">{path}</code>
                {` · ${why}`}
              </li>
            ))}
          </ul>
        </>
      )}
    </Note>
  );
}
