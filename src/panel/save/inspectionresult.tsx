import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import type { IModelFormat } from '../../tokens';
import { formatSize } from '../../formatting';
import { describe, riskWords } from '../../cards/inspection';
import { Checkbox } from '../components/checkbox';
import { Note, ProblemNote } from '../components/note';
import { StateLabel } from '../components/statelabel';
import type { SaveEntry } from '../../saving/entry';
import type { ISaveProps } from './fields';

/** What the server found a file to be. */
export function Found(props: {
  entry: SaveEntry;
  formats: ReadonlyArray<IModelFormat> | undefined;
  /** One of several: a risk that all have is said in a word. */
  brief: boolean;
  trans: TranslationBundle;
}): React.JSX.Element | null {
  const { entry, formats, trans } = props;
  const { inspection, problem, path } = entry;
  if (path === '') {
    return null;
  }
  if (problem) {
    return <ProblemNote problem={problem} phase="warn" />;
  }
  if (!inspection) {
    return (
      <p className="jp-Kserve-Hint" role="status">
        <StateLabel phase="starting">
          {trans.__('Inspecting the file…')}
        </StateLabel>
      </p>
    );
  }
  const words = describe(inspection, formats, trans);
  return (
    <p className="jp-Kserve-Hint jp-Kserve-Save-found" role="status">
      <StateLabel phase={inspection.framework ? 'ready' : 'warn'}>
        {words || trans.__('Unknown format.')}
      </StateLabel>
      <span>{formatSize(inspection.size)}</span>
      {props.brief && inspection.risk === 'known' ? (
        <StateLabel phase="warn">
          {riskWords(inspection, trans).title}
        </StateLabel>
      ) : (
        <span>{trans.__('Read from the file without loading it.')}</span>
      )}
    </p>
  );
}

/** What loading it would run. Nothing where it runs nothing. */
export function RiskNote(
  props: ISaveProps & { entry: SaveEntry }
): React.JSX.Element | null {
  const { form, trans, entry } = props;
  const { inspection } = entry;
  if (!inspection || inspection.risk === 'none') {
    return null;
  }
  const { phase, title, text, names } = riskWords(inspection, trans);
  return (
    <Note phase={phase} title={title}>
      <p>{text}</p>
      {names.length > 0 && (
        <p>
          <code>{names.join(', ')}</code>
        </p>
      )}
      {inspection.notes.map(note => (
        <p key={note}>{note}</p>
      ))}
      {inspection.risk === 'dangerous' && (
        <Checkbox
          checked={form.trusted}
          onChange={checked => {
            form.trusted = checked;
          }}
        >
          {trans.__('I trust the author and want to save it')}
        </Checkbox>
      )}
    </Note>
  );
}
