import { Dialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget, folderIcon } from '@jupyterlab/ui-components';
import React, { useId } from 'react';
import type { IModelStore, IServer } from '../../tokens';
import { SubmitDialog } from '../dialog';
import { formatSize } from '../format';
import { Button, Note, ProblemNote, StateLabel } from '../parts';
import { useChanged } from '../useChanged';
import {
  DescriptionField,
  MetricsField,
  NameField,
  VersionField,
  type ISaveProps
} from './fields';
import type { IEntry } from './form';
import { describe, riskWords } from './words';

interface IBodyProps extends ISaveProps {
  server: IServer;
  store: IModelStore;
  /** Choose other files; null where JupyterLab has no file browser. */
  onBrowse: (() => void) | null;
}

/** What is to be saved. One file can also be typed. */
function FileField(props: IBodyProps): React.JSX.Element {
  const { form, trans, onBrowse } = props;
  const id = useId();
  const several = form.paths.length > 1;
  return (
    <div className="jp-Kserve-Field">
      <label htmlFor={id}>
        {several ? trans.__('Model files') : trans.__('Model file or folder')}
      </label>
      <div className="jp-Kserve-Save-file">
        <input
          id={id}
          className="jp-Kserve-Input"
          // Looked at when it is complete, not with every key.
          key={form.paths.join('\n')}
          defaultValue={form.paths.join(', ')}
          readOnly={several}
          spellCheck={false}
          onBlur={({ target }) => {
            const path = target.value.trim().replace(/^\/+/, '');
            if (!several && path !== (form.paths[0] ?? '')) {
              form.paths = path ? [path] : [];
            }
          }}
        />
        {onBrowse && (
          <Button icon={folderIcon} onClick={onBrowse}>
            {trans.__('Browse…')}
          </Button>
        )}
      </div>
    </div>
  );
}

/** What the server found a file to be. */
function Found(props: {
  entry: IEntry;
  /** One of several: a risk that all have is said in a word. */
  brief: boolean;
  trans: TranslationBundle;
}): React.JSX.Element | null {
  const { entry, trans } = props;
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
        <StateLabel phase="starting">{trans.__('Looking at it…')}</StateLabel>
      </p>
    );
  }
  const words = describe(inspection, trans);
  return (
    <p className="jp-Kserve-Hint jp-Kserve-Save-found" role="status">
      <StateLabel phase={inspection.framework ? 'ready' : 'warn'}>
        {words || trans.__('The format is not known.')}
      </StateLabel>
      <span>{formatSize(inspection.size)}</span>
      {props.brief && inspection.risk === 'known' ? (
        <StateLabel phase="warn">
          {riskWords(inspection, trans).title}
        </StateLabel>
      ) : (
        <span>{trans.__('Read from the file; it was not loaded.')}</span>
      )}
    </p>
  );
}

/** What loading it would run. Nothing where it runs nothing. */
function RiskNote(props: ISaveProps & { entry: IEntry }): React.JSX.Element {
  const { form, trans, entry } = props;
  const { inspection } = entry;
  if (!inspection || inspection.risk === 'none') {
    return <></>;
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
        <label className="jp-Kserve-Box">
          <input
            type="checkbox"
            checked={form.trusted}
            onChange={event => {
              form.trusted = event.target.checked;
            }}
          />
          {trans.__('I know its author and want to save it')}
        </label>
      )}
    </Note>
  );
}

/** A version that is there can be replaced; only here, and only by hand. */
function Replace(props: ISaveProps): React.JSX.Element | null {
  const { form, trans } = props;
  const taken = form.entries.filter(entry => form.isTaken(entry));
  if (taken.length === 0) {
    return null;
  }
  const [{ name, version }] = taken;
  return (
    <label className="jp-Kserve-Box">
      <input
        type="checkbox"
        checked={form.replace}
        onChange={event => {
          form.replace = event.target.checked;
        }}
      />
      {trans._n(
        'Replace %2 %3: its files and its card are lost',
        'Replace %1 versions: their files and cards are lost',
        taken.length,
        name,
        version
      )}
    </label>
  );
}

function SaveBody(props: IBodyProps): React.JSX.Element {
  const { form, trans, server, store } = props;
  useChanged(form.changed, store.changed, server.changed);
  const { entries } = form;
  const volume = server.status?.models;
  const names = store.models.map(({ name }) => name);
  return (
    <div className="jp-Kserve-Save">
      <FileField {...props} />
      {entries.map(entry => (
        <section
          className="jp-Kserve-Save-entry"
          key={entry.path}
          aria-label={entry.path || trans.__('Model')}
        >
          {entries.length > 1 && <code dir="auto">{entry.path}</code>}
          <Found entry={entry} brief={entries.length > 1} trans={trans} />
          <div className="jp-Kserve-Save-pair">
            <NameField {...props} entry={entry} models={names} />
            <VersionField {...props} entry={entry} />
          </div>
          {entries.length > 1 && entry.inspection?.risk !== 'known' && (
            <RiskNote {...props} entry={entry} />
          )}
        </section>
      ))}
      {entries.length === 1 && (
        <>
          <div className="jp-Kserve-Save-pair">
            <MetricsField {...props} />
            <DescriptionField {...props} />
          </div>
          <RiskNote {...props} entry={entries[0]} />
        </>
      )}
      <Replace {...props} />
      {form.problem && <ProblemNote problem={form.problem} urgent />}
      <p className="jp-Kserve-Save-goal jp-Kserve-Hint" role="status">
        <span>
          {form.blocked ||
            (entries.length === 1 &&
              trans.__(
                'Goes to %1',
                [volume?.path, entries[0].name, entries[0].version].join('/')
              ))}
        </span>
        {volume?.exists && (
          <span>{trans.__('%1 free', formatSize(volume.free))}</span>
        )}
      </p>
    </div>
  );
}

/** What the dialog is made of. */
export interface ISaveDialogOptions extends IBodyProps {
  /** Whether the user wants to deploy it afterwards, as left the last time. */
  deploy: boolean;
}

/** Asks what files are to be saved as, and starts to save them. */
export class SaveDialog extends SubmitDialog {
  /**
   * @param options - the form with its proposed values, and what is around it
   */
  constructor(options: ISaveDialogOptions) {
    const { form, trans, deploy } = options;
    super({
      form,
      title: trans.__('Save as Model'),
      body: ReactWidget.create(<SaveBody {...options} />),
      buttons: [
        Dialog.cancelButton({ label: trans.__('Cancel') }),
        Dialog.okButton({ label: trans.__('Save') })
      ],
      checkbox: {
        label: trans.__('Open the Deploy dialog afterwards'),
        caption: trans.__('When it is saved, ask how to deploy it'),
        checked: deploy
      },
      focusNodeSelector: form.paths.length === 0 ? 'input' : 'input[list]'
    });
    this.addClass('jp-Kserve-SaveDialog');
  }
}
