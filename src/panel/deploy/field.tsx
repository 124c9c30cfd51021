import type { TranslationBundle } from '@jupyterlab/translation';
import React, { useId } from 'react';
import type { DeployField } from '../../tokens';
import type { DeployForm, EditableField } from '../../deploy/form';

/** What every part of the dialog is drawn from. */
export interface IDeployProps {
  form: DeployForm;
  trans: TranslationBundle;
}

/** What a control of a field must have to belong to its label and its hint. */
export interface IControl {
  id: string;
  className: string;
  disabled: boolean;
  'aria-invalid': boolean;
  'aria-describedby': string;
}

/** A label, a control, and a hint that gives way to the error. */
export function Field(props: {
  form: DeployForm;
  field: DeployField;
  label: string;
  hint?: React.ReactNode;
  control: (attributes: IControl) => React.JSX.Element;
}): React.JSX.Element {
  const { form, field } = props;
  const id = useId();
  const problem = form.fieldProblem(field);
  return (
    <div className="jp-Kserve-Field">
      <label htmlFor={id}>{props.label}</label>
      {props.control({
        id,
        className: 'jp-Kserve-Input',
        // What cannot be read of the text would be lost to a change here.
        disabled: form.draft.textProblem !== null,
        'aria-invalid': problem !== null,
        'aria-describedby': `${id}-hint`
      })}
      <p
        id={`${id}-hint`}
        className={`jp-Kserve-Hint${problem ? ' jp-mod-refused' : ''}`}
      >
        {problem?.message ?? props.hint}
      </p>
    </div>
  );
}

/** The fields that are one line of text. */
type TextFieldName = Extract<
  EditableField,
  | 'serviceName'
  | 'displayName'
  | 'cpu'
  | 'memory'
  | 'gpu'
  | 'minReplicas'
  | 'maxReplicas'
>;

/** A field of one line. */
export function TextField(
  props: IDeployProps & {
    field: TextFieldName;
    label: string;
    hint?: React.ReactNode;
    placeholder?: string;
    inputMode?: 'numeric';
  }
): React.JSX.Element {
  const { form, field } = props;
  return (
    <Field
      {...props}
      control={attributes => (
        <input
          {...attributes}
          value={form.draft.values[field]}
          placeholder={props.placeholder}
          inputMode={props.inputMode}
          spellCheck={false}
          autoComplete="off"
          onChange={event => form.set(field, event.target.value)}
        />
      )}
    />
  );
}

/** A field that is on or off, with what that means beside it. */
export function Switch(
  props: IDeployProps & {
    field: Extract<EditableField, 'route' | 'auth' | 'recreate'>;
    label: string;
    hint: string;
  }
): React.JSX.Element {
  const { form, field } = props;
  const id = useId();
  const problem = form.fieldProblem(field);
  return (
    <div className="jp-Kserve-Check">
      <input
        type="checkbox"
        id={id}
        checked={form.draft.values[field]}
        disabled={form.draft.textProblem !== null}
        aria-invalid={problem !== null}
        aria-describedby={`${id}-hint`}
        onChange={event => form.set(field, event.target.checked)}
      />
      <label htmlFor={id}>{props.label}</label>
      <p
        id={`${id}-hint`}
        className={`jp-Kserve-Hint${problem ? ' jp-mod-refused' : ''}`}
      >
        {problem?.message ?? props.hint}
      </p>
    </div>
  );
}
