import { Dialog } from '@jupyterlab/apputils';
import { ReactWidget } from '@jupyterlab/ui-components';
import React, { useState } from 'react';
import { StorageUri } from '../../../storageuri';
import { keyOf, type IService, type IServiceChange } from '../../../tokens';
import {
  PanelContext,
  usePanel,
  type IPanelContext
} from '../../shell/context';
import { Diff } from '../../components/diff';
import { SubmitDialog } from '../../shell/dialog';
import { Note, ProblemNote } from '../../components/note';
import { StateLabel } from '../../components/statelabel';
import { useChanged } from '../../hooks/useChanged';
import {
  ChangeForm,
  type IChangeSubject
} from '../../../operations/changeform';

/** How a change is asked for. */
export interface IChangeQuestion {
  title: string;
  /** What the button that makes it says. */
  accept: string;
  /** What will happen, a sentence each. */
  notes: string[];
  /** What to watch out for. */
  warnings: string[];
  /** The change to begin with; null while something is missing. */
  change: IServiceChange | null;
  /** Draws the fields that make the change; none for a plain question. */
  fields?: (set: (change: IServiceChange | null) => void) => React.JSX.Element;
}

/** What the server says of a change that was not made yet. */
function DryRunResult(props: { form: ChangeForm }): React.JSX.Element {
  const { trans } = usePanel();
  const { form } = props;
  useChanged(form.changed);
  if (form.problem) {
    return <ProblemNote problem={form.problem} urgent />;
  }
  const { lines } = form;
  return (
    <>
      <p className="jp-Kserve-Facts-line" role="status">
        {lines === null ? (
          <StateLabel phase="starting">
            {trans.__('Server dry-run…')}
          </StateLabel>
        ) : (
          <StateLabel phase="ready">
            {trans.__('Server dry-run: OK')}
          </StateLabel>
        )}
      </p>
      {lines !== null && lines.length > 0 && (
        <Diff lines={lines} label={trans.__('Changes')} />
      )}
      {lines?.length === 0 && (
        <p className="jp-mod-muted">{trans.__('No changes.')}</p>
      )}
    </>
  );
}

/** Why a change that nobody could check was refused. */
function ChangeProblem(props: { form: ChangeForm }): React.JSX.Element | null {
  const { form } = props;
  useChanged(form.changed);
  return form.problem && <ProblemNote problem={form.problem} urgent />;
}

function ChangeBody(props: {
  question: IChangeQuestion;
  form: ChangeForm;
}): React.JSX.Element {
  const { question, form } = props;
  return (
    <div className="jp-Kserve-Change">
      {question.fields?.(change => form.set(change))}
      {question.notes.map(note => (
        <p key={note}>{note}</p>
      ))}
      {question.warnings.map(warning => (
        <Note key={warning} phase="warn" title={warning} />
      ))}
      {form.isChecked ? (
        <DryRunResult form={form} />
      ) : (
        <ChangeProblem form={form} />
      )}
    </div>
  );
}

/**
 * Ask for a change, show what the server would make of it, and make it. No
 * argument of a command can answer the question.
 *
 * @param subject - the service as the user sees it
 * @param question - the words and fields
 * @returns whether it was made
 */
export async function askChange(
  context: IPanelContext,
  subject: IChangeSubject,
  question: IChangeQuestion
): Promise<boolean> {
  const { trans, started } = context;
  const form = new ChangeForm(subject, question.change, trans);
  const body = ReactWidget.create(
    <PanelContext.Provider value={context}>
      <ChangeBody question={question} form={form} />
    </PanelContext.Provider>
  );
  const dialog = new SubmitDialog({
    title: question.title,
    body,
    form,
    context,
    buttons: [
      Dialog.cancelButton({ label: trans.__('Cancel') }),
      Dialog.okButton({ label: question.accept })
    ]
  });
  const result = await dialog.launch().finally(() => {
    form.dispose();
    dialog.dispose();
  });
  if (result.button.accept) {
    started.add(keyOf(subject.service));
  }
  return result.button.accept;
}

/** Choose the version of a model. */
export function VersionField(props: {
  versions: ReadonlyArray<string>;
  /** The one that is served now. */
  served: string;
  chosen: string;
  onChange: (version: string) => void;
}): React.JSX.Element {
  const { trans } = usePanel();
  const { versions, served } = props;
  const [chosen, setChosen] = useState(props.chosen);
  return (
    <div className="jp-Kserve-Field">
      <label htmlFor="jp-kserve-version">{trans.__('Version')}</label>
      <select
        id="jp-kserve-version"
        className="jp-Kserve-Input"
        value={chosen}
        onChange={event => {
          setChosen(event.target.value);
          props.onChange(event.target.value);
        }}
      >
        {versions.map((version, index) => (
          <option key={version} value={version} disabled={version === served}>
            {[
              version,
              index === 0 && trans.__('newest'),
              version === served && trans.__('serving now')
            ]
              .filter(Boolean)
              .join(' · ')}
          </option>
        ))}
      </select>
    </div>
  );
}

/** How many replicas, at least and at most. */
export function ReplicasField(props: {
  min: number;
  max: number;
  /** Null for what cannot be used. */
  onChange: (replicas: { min: number; max: number } | null) => void;
}): React.JSX.Element {
  const { trans } = usePanel();
  const [values, setValues] = useState({
    min: String(props.min),
    max: String(props.max)
  });
  const wrong = !isRange(values);
  const set = (changes: Partial<typeof values>) => {
    const now = { ...values, ...changes };
    setValues(now);
    props.onChange(
      isRange(now) ? { min: Number(now.min), max: Number(now.max) } : null
    );
  };
  const field = (name: 'min' | 'max', label: string) => (
    <div className="jp-Kserve-Field">
      <label htmlFor={`jp-kserve-${name}`}>{label}</label>
      <input
        id={`jp-kserve-${name}`}
        className="jp-Kserve-Input"
        type="number"
        min={1}
        max={100}
        aria-invalid={wrong}
        value={values[name]}
        onChange={event => set({ [name]: event.target.value })}
      />
    </div>
  );
  return (
    <>
      <div className="jp-Kserve-FieldRow">
        {field('min', trans.__('Minimum replicas'))}
        {field('max', trans.__('Maximum replicas'))}
      </div>
      {wrong && (
        <p className="jp-Kserve-Hint jp-mod-refused" role="alert">
          {trans.__(
            'Enter whole numbers from 1 to 100. The minimum must not exceed the maximum.'
          )}
        </p>
      )}
    </>
  );
}

function isRange({ min, max }: { min: string; max: string }): boolean {
  const [low, high] = [Number(min), Number(max)];
  return (
    [low, high].every(Number.isInteger) &&
    low >= 1 &&
    high <= 100 &&
    low <= high
  );
}

/**
 * The address of another version of what a service serves.
 *
 * @param service - a service of a model on our volume
 * @param version - the version
 */
export function uriOf(service: IService, version: string): string {
  const uri = StorageUri.parse(service.storageUri);
  return uri?.withVersion(version).toString() ?? '';
}
