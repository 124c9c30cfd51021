import type { JupyterFrontEnd } from '@jupyterlab/application';
import { Dialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget } from '@jupyterlab/ui-components';
import { Signal, type ISignal } from '@lumino/signaling';
import React, { useId } from 'react';
import type { IModelStore } from '../../tokens';
import { saveCode } from '../../notebook/modelcode';
import type { IPanelContext } from '../shell/context';
import { SubmitDialog } from '../shell/dialog';
import { type ISubmitForm } from '../../submitform';
import { notebookKernel } from '../../notebook/kernel';
import { insertCell } from '../../notebook/cells';
import { notifyError } from '../shell/errors';
import { useChanged } from '../hooks/useChanged';
import { modelVariables, type IModelVariable } from '../../notebook/variables';
import {
  nameProblem,
  proposeName,
  proposeVersion,
  versionProblem
} from '../../saving/proposal';

/** The state of the dialog that saves a variable. */
export class VariableForm implements ISubmitForm {
  /**
   * @param variables - one at least
   * @param store - for the versions that there are
   */
  constructor(
    readonly variables: ReadonlyArray<IModelVariable>,
    private readonly store: IModelStore,
    private readonly trans: TranslationBundle
  ) {
    this.choose(variables[0].name);
  }

  get variable(): IModelVariable {
    return this._variable;
  }

  get name(): string {
    return this._name;
  }
  set name(name: string) {
    this._edited = true;
    this._name = name;
    const { models } = this.store;
    const versions = models.find(model => model.name === name)?.versions ?? [];
    this._version = proposeVersion(versions).version;
    this._changed.emit();
  }

  get version(): string {
    return this._version;
  }
  set version(version: string) {
    this._edited = true;
    this._version = version;
    this._changed.emit();
  }

  get changed(): ISignal<VariableForm, void> {
    return this._changed;
  }

  get edited(): boolean {
    return this._edited;
  }

  get nameProblem(): string | null {
    return nameProblem(this._name, this.trans);
  }

  get versionProblem(): string | null {
    const known = this.store.models.find(({ name }) => name === this._name);
    return (
      versionProblem(this._version, this.trans) ??
      (known?.versions.includes(this._version)
        ? this.trans.__('%1 %2 already exists.', this._name, this._version)
        : null)
    );
  }

  get disabledReason(): string {
    return this.nameProblem || this.versionProblem
      ? this.trans.__('Cannot insert yet: correct the marked fields.')
      : '';
  }

  /** What the cell will hold. */
  get code(): string {
    return saveCode(this._variable.name, this._name, this._version);
  }

  /** Choose a variable; the name of the model follows. */
  choose(name: string): void {
    this._variable = this.variables.find(entry => entry.name === name)!;
    this.name = proposeName(name.replace(/_/g, '-'));
    // A proposal is no loss.
    this._edited = false;
  }

  submit(): Promise<boolean> {
    return Promise.resolve(this.disabledReason === '');
  }

  private _variable!: IModelVariable;
  private _edited = false;
  private _name = '';
  private _version = '';
  private _changed = new Signal<VariableForm, void>(this);
}

function VariableBody(props: {
  form: VariableForm;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { form, trans } = props;
  const id = useId();
  useChanged(form.changed);
  const field = (
    key: 'name' | 'version',
    label: string,
    problem: string | null
  ) => (
    <div className="jp-Kserve-Field">
      <label htmlFor={`${id}-${key}`}>{label}</label>
      <input
        id={`${id}-${key}`}
        className="jp-Kserve-Input"
        value={form[key]}
        spellCheck={false}
        autoComplete="off"
        aria-invalid={problem !== null}
        aria-describedby={`${id}-${key}-hint`}
        onChange={event => {
          form[key] = event.target.value;
        }}
      />
      <p id={`${id}-${key}-hint`} className="jp-Kserve-Hint jp-mod-refused">
        {problem}
      </p>
    </div>
  );
  return (
    <div className="jp-Kserve-Save">
      <div className="jp-Kserve-Field">
        <label htmlFor={id}>{trans.__('Variable')}</label>
        <select
          id={id}
          className="jp-Kserve-Input"
          value={form.variable.name}
          onChange={event => form.choose(event.target.value)}
        >
          {form.variables.map(({ name, class: type }) => (
            <option key={name} value={name}>
              {`${name} · ${type}`}
            </option>
          ))}
        </select>
      </div>
      <div className="jp-Kserve-Save-pair">
        {field('name', trans.__('Name'), form.nameProblem)}
        {field('version', trans.__('Version'), form.versionProblem)}
      </div>
      <pre
        className="jp-Kserve-Code"
        tabIndex={0}
        role="region"
        aria-label={trans.__('Cell')}
      >
        {form.code}
      </pre>
      <p className="jp-Kserve-Hint" role="status">
        {form.disabledReason ||
          trans.__(
            'The cell is inserted below the active cell. Run it to save the model.'
          )}
      </p>
    </div>
  );
}

/**
 * Ask which variable of the running notebook is to be saved, and insert the
 * cell that does it. Nothing is run; a failure is told to the user.
 */
export async function saveVariable(
  app: JupyterFrontEnd,
  context: IPanelContext
): Promise<void> {
  const { store, trans } = context;
  try {
    const kernel = await notebookKernel(app);
    if (!kernel) {
      throw new Error(
        trans.__(
          'No notebook is running. Open a notebook and train a model, then try again.'
        )
      );
    }
    const variables = await modelVariables(kernel, trans);
    if (variables.length === 0) {
      throw new Error(
        trans.__(
          'The notebook does not have a variable with a model. Run the cell that trains it, then try again.'
        )
      );
    }
    // The versions that there are; without them the library counts on.
    await store.refresh();
    const form = new VariableForm(variables, store, trans);
    const dialog = new SubmitDialog({
      form,
      context,
      title: trans.__('Save a Variable as Model'),
      body: ReactWidget.create(<VariableBody form={form} trans={trans} />),
      buttons: [
        Dialog.cancelButton({ label: trans.__('Cancel') }),
        Dialog.okButton({ label: trans.__('Insert Cell') })
      ],
      focusNodeSelector: 'select'
    });
    dialog.addClass('jp-Kserve-SaveDialog');
    const result = await dialog.launch().finally(() => dialog.dispose());
    if (result.button.accept) {
      await insertCell(app, form.code);
    }
  } catch (error) {
    notifyError(error, trans);
  }
}
