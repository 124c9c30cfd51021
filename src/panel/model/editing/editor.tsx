import { addIcon, closeIcon } from '@jupyterlab/ui-components';
import React, { useState } from 'react';
import { ServerError, type IProblem } from '../../../tokens';
import { usePanel } from '../../shell/context';
import { Button, IconButton } from '../../components/button';
import { ProblemNote } from '../../components/note';
import { problemOf } from '../../../tokens';
import { askToDiscard } from '../../shell/unsaved';
import { ConflictView } from './conflict';
import {
  changesOf,
  withRow,
  type DraftProblems,
  type IDraft,
  type IDraftRow
} from '../../../cards/draft';
import { useModelPage } from '../pagecontext';

/** A name and its value, both to be typed. */
function RowFields(props: {
  draft: IDraft;
  row: IDraftRow;
  problem: string | undefined;
  onChange: (row: IDraftRow | null) => void;
}): React.JSX.Element {
  const { trans } = usePanel();
  const { draft, row, problem, onChange } = props;
  const hint = `jp-kserve-row-${draft.field}-${row.key}`;
  const shared = {
    className: 'jp-Kserve-Input',
    'aria-invalid': problem ? true : undefined,
    'aria-describedby': problem ? hint : undefined,
    dir: 'auto'
  };
  const called = row.name || trans.__('new entry');
  return (
    <div className="jp-Kserve-Edit-row">
      <input
        {...shared}
        aria-label={trans.__('Name of %1', called)}
        placeholder={trans.__('Name')}
        value={row.name}
        onChange={event => onChange({ ...row, name: event.target.value })}
      />
      <input
        {...shared}
        aria-label={trans.__('Value of %1', called)}
        placeholder={trans.__('Value')}
        inputMode={draft.field === 'metrics' ? 'decimal' : undefined}
        value={row.text}
        onChange={event => onChange({ ...row, text: event.target.value })}
      />
      {draft.field === 'metadata' && (
        <select
          className="jp-Kserve-Input"
          aria-label={trans.__('Type of %1', called)}
          value={row.kind}
          onChange={event =>
            onChange({ ...row, kind: event.target.value as IDraftRow['kind'] })
          }
        >
          <option value="text">{trans.__('Text')}</option>
          <option value="json">{trans.__('Number or JSON')}</option>
        </select>
      )}
      <IconButton
        icon={closeIcon}
        label={trans.__('Remove %1', called)}
        onClick={() => onChange(null)}
      />
      {problem && (
        <p id={hint} className="jp-Kserve-Hint jp-mod-refused">
          {problem}
        </p>
      )}
    </div>
  );
}

function Rows(props: {
  draft: IDraft;
  problems: DraftProblems;
  onChange: (draft: IDraft) => void;
}): React.JSX.Element {
  const { trans } = usePanel();
  const { draft, problems, onChange } = props;
  return (
    <>
      {draft.rows.map(row => (
        <RowFields
          key={row.key}
          draft={draft}
          row={row}
          problem={problems.get(row.key)}
          onChange={changed =>
            onChange({
              ...draft,
              rows: draft.rows.flatMap(other =>
                other.key !== row.key ? [other] : changed ? [changed] : []
              )
            })
          }
        />
      ))}
      <div>
        <Button icon={addIcon} small onClick={() => onChange(withRow(draft))}>
          {trans.__('Add entry')}
        </Button>
      </div>
    </>
  );
}

/** A part of the card while it is edited: fields, what is wrong, Save and Cancel. */
export function Editor(props: {
  draft: IDraft;
  /** Names the part. */
  label: string;
}): React.JSX.Element {
  const { store, trans } = usePanel();
  const { view, model } = useModelPage();
  const { draft, label } = props;
  const [tried, setTried] = useState(false);
  const [saving, setSaving] = useState(false);
  const [problem, setProblem] = useState<IProblem | null>(null);
  const { changes, problems } = changesOf(draft, trans);
  const { conflict } = view.state;

  const change = (changed: IDraft) => view.show({ draft: changed });
  const close = () => view.show({ draft: null, conflict: null });
  const giveUp = async () => {
    if (!view.edited || (await askToDiscard(trans))) {
      close();
    }
  };
  const save = async (etag: string) => {
    setTried(true);
    if (problems.size > 0 || saving) {
      return;
    }
    setSaving(true);
    setProblem(null);
    try {
      await store.edit(model.name, draft.version, etag, changes);
      close();
    } catch (error) {
      setSaving(false);
      if (error instanceof ServerError && error.status === 412) {
        await showConflict();
      } else {
        setProblem(problemOf(error, trans));
      }
    }
  };
  const showConflict = async () => {
    try {
      const now = await store.model(model.name);
      const current = now.versions.find(
        entry => entry.record.version === draft.version
      );
      if (current) {
        view.show({ conflict: { current } });
      }
    } catch (error) {
      setProblem(problemOf(error, trans));
    }
  };

  if (conflict) {
    return (
      <ConflictView
        draft={draft}
        mine={changes}
        current={conflict.current}
        saving={saving}
        onMine={() => void save(conflict.current.etag)}
        onTheirs={close}
        onBack={() =>
          view.show({
            conflict: null,
            draft: { ...draft, etag: conflict.current.etag }
          })
        }
      />
    );
  }
  return (
    <form
      className="jp-Kserve-Edit"
      aria-label={trans.__('Edit %1', label)}
      onSubmit={event => {
        event.preventDefault();
        void save(draft.etag);
      }}
      onKeyDown={event => {
        if (event.key === 'Escape') {
          event.stopPropagation();
          void giveUp();
        } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
          event.preventDefault();
          event.stopPropagation();
          void save(draft.etag);
        }
      }}
    >
      {draft.field === 'description' && (
        <textarea
          className="jp-Kserve-Input"
          aria-label={label}
          rows={8}
          dir="auto"
          autoFocus
          value={draft.text}
          onChange={event => change({ ...draft, text: event.target.value })}
        />
      )}
      {draft.field === 'tags' && (
        <input
          className="jp-Kserve-Input"
          aria-label={label}
          dir="auto"
          autoFocus
          value={draft.text}
          onChange={event => change({ ...draft, text: event.target.value })}
        />
      )}
      {(draft.field === 'metrics' || draft.field === 'metadata') && (
        <Rows
          draft={draft}
          problems={tried ? problems : new Map()}
          onChange={change}
        />
      )}
      {problem && <ProblemNote problem={problem} urgent />}
      <div className="jp-Kserve-Actions">
        <span className="jp-Kserve-Hint">
          {draft.field === 'description'
            ? trans.__('Markdown. Press Ctrl+Enter to save, Esc to cancel.')
            : draft.field === 'tags'
              ? trans.__('Separate tags with commas.')
              : trans.__('Press Ctrl+Enter to save, Esc to cancel.')}
        </span>
        <Button onClick={close}>{trans.__('Cancel')}</Button>
        <Button type="submit" accept disabled={saving}>
          {saving ? trans.__('Saving…') : trans.__('Save')}
        </Button>
      </div>
    </form>
  );
}
