import { MainAreaWidget } from '@jupyterlab/apputils';
import { deleteIcon } from '@jupyterlab/ui-components';
import React, { useEffect, useState } from 'react';
import type { IProblem, ITrashEntry } from '../../tokens';
import { usePanel, type IPanelContext } from '../shell/context';
import { confirm } from '../shell/confirm';
import { formatAge, formatSize, formatTime } from '../../formatting';
import { PageContent } from '../shell/page';
import { Button } from '../components/button';
import { ProblemNote } from '../components/note';
import { problemOf } from '../../tokens';
import { Table } from '../components/table';
import { useChanged } from '../hooks/useChanged';
import { useNow } from '../hooks/useNow';

/** What is in the trash, read anew when the volume changes. */
function useTrash(): {
  entries: ReadonlyArray<ITrashEntry> | null;
  problem: IProblem | null;
  read: () => void;
} {
  const { store, trans } = usePanel();
  useChanged(store.changed);
  const [entries, setEntries] = useState<ITrashEntry[] | null>(null);
  const [problem, setProblem] = useState<IProblem | null>(null);
  const [count, setCount] = useState(0);
  const { revision, state } = store;
  useEffect(() => {
    let current = true;
    store.trash.list().then(
      found => {
        if (current) {
          setEntries(found);
          setProblem(null);
        }
      },
      (error: unknown) => {
        if (current) {
          setProblem(problemOf(error, trans));
        }
      }
    );
    return () => {
      current = false;
    };
  }, [store, revision, state, count]);
  return { entries, problem, read: () => setCount(before => before + 1) };
}

function TrashPage(): React.JSX.Element {
  const context = usePanel();
  const { store, trans } = context;
  const now = useNow();
  const { entries, problem, read } = useTrash();
  const [failure, setFailure] = useState<IProblem | null>(null);
  const [done, setDone] = useState('');

  const run = async (act: () => Promise<string>) => {
    setFailure(null);
    setDone('');
    try {
      setDone(await act());
    } catch (error) {
      setFailure(problemOf(error, trans));
    }
    read();
  };
  const confirmLoss = (title: string, accept: string) =>
    confirm(
      {
        title,
        body: trans.__('This cannot be undone.'),
        accept,
        destructive: true
      },
      trans
    );
  const restore = ({ id, name, version }: ITrashEntry) =>
    run(async () => {
      await store.trash.restore(id);
      return trans.__('%1 %2 was restored.', name, version);
    });
  const remove = ({ id, name, version }: ITrashEntry) =>
    run(async () => {
      if (
        !(await confirmLoss(
          trans.__('Delete %1 %2 permanently?', name, version),
          trans.__('Delete Permanently')
        ))
      ) {
        return '';
      }
      await store.trash.remove(id);
      return trans.__('%1 %2 was deleted permanently.', name, version);
    });
  const empty = () =>
    run(async () => {
      const count = entries?.length ?? 0;
      if (
        !(await confirmLoss(
          trans._n(
            'Delete %1 version permanently?',
            'Delete %1 versions permanently?',
            count
          ),
          trans.__('Empty Trash')
        ))
      ) {
        return '';
      }
      await store.trash.empty();
      return trans.__('The trash is empty.');
    });

  const size = (entries ?? []).reduce((sum, entry) => sum + entry.size, 0);
  return (
    <div className="jp-Kserve-Page">
      <header>
        <h2>{trans.__('Trash')}</h2>
        {entries && entries.length > 0 && (
          <>
            <span className="jp-mod-muted">
              {trans._n(
                '%1 version, %2',
                '%1 versions, %2',
                entries.length,
                formatSize(size)
              )}
            </span>
            <Button onClick={() => void empty()}>
              {trans.__('Empty trash…')}
            </Button>
          </>
        )}
      </header>
      <p className="jp-mod-muted">
        {trans.__(
          'Deleted versions stay on the volume and use space until you delete them permanently or they expire.'
        )}
      </p>
      <p role="status">{done}</p>
      {failure && <ProblemNote problem={failure} urgent />}
      {problem && (
        <ProblemNote problem={problem}>
          <Button onClick={read}>{trans.__('Try again')}</Button>
        </ProblemNote>
      )}
      {!entries && !problem && (
        <p className="jp-Kserve-Empty" role="status">
          {trans.__('Reading the volume…')}
        </p>
      )}
      {entries?.length === 0 && <p>{trans.__('The trash is empty.')}</p>}
      {entries && entries.length > 0 && (
        <Table
          columns={[
            trans.__('Model'),
            trans.__('Version'),
            trans.__('Deleted'),
            { title: trans.__('Size'), number: true },
            trans.__('Actions')
          ]}
        >
          <tbody>
            {entries.map(entry => (
              <tr key={entry.id}>
                <th scope="row" dir="auto">
                  {entry.name}
                </th>
                <td>
                  <bdi>{entry.version}</bdi>
                </td>
                <td title={formatTime(entry.deleted)}>
                  {formatAge(entry.deleted, trans, now)}
                </td>
                <td className="jp-mod-number">{formatSize(entry.size)}</td>
                <td>
                  <div className="jp-Kserve-Actions">
                    <Button
                      small
                      aria-label={trans.__(
                        'Restore %1 %2',
                        entry.name,
                        entry.version
                      )}
                      onClick={() => void restore(entry)}
                    >
                      {trans.__('Restore')}
                    </Button>
                    <Button
                      small
                      aria-label={trans.__(
                        'Delete %1 %2 permanently…',
                        entry.name,
                        entry.version
                      )}
                      onClick={() => void remove(entry)}
                    >
                      {trans.__('Delete permanently…')}
                    </Button>
                  </div>
                </td>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
    </div>
  );
}

/** The page of the trash. */
export function createTrashPage(context: IPanelContext): MainAreaWidget {
  const widget = new MainAreaWidget({
    content: new PageContent(context, <TrashPage />)
  });
  widget.toolbar.hide();
  widget.id = 'jp-kserve-trash';
  widget.title.label = context.trans.__('Trash');
  widget.title.caption = context.trans.__('Deleted models');
  widget.title.icon = deleteIcon;
  widget.title.closable = true;
  return widget;
}
