import { Clipboard, Dialog } from '@jupyterlab/apputils';
import { ReactWidget } from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';
import React, { useId } from 'react';
import { stringify } from 'yaml';
import { SubmitDialog } from '../dialog';
import { DeployForm, type DeployField } from './form';
import { Note, ProblemNote, StateLabel } from '../parts';
import { useChanged } from '../useChanged';

interface IDeployProps {
  form: DeployForm;
  trans: TranslationBundle;
}

/** A labelled input; the error replaces the hint. */
function TextField(
  props: IDeployProps & { field: DeployField; label: string; hint?: string }
): React.JSX.Element {
  const { form, field } = props;
  const id = useId();
  const problem = form.fieldProblem(field);
  return (
    <div className="jp-Kserve-Field">
      <label htmlFor={id}>{props.label}</label>
      <input
        id={id}
        className="jp-Kserve-Input"
        value={form.values[field]}
        spellCheck={false}
        autoComplete="off"
        aria-invalid={problem !== null}
        aria-describedby={`${id}-hint`}
        onChange={event => form.set(field, event.target.value)}
      />
      <p
        id={`${id}-hint`}
        className={`jp-Kserve-Hint${problem ? ' jp-mod-refused' : ''}`}
      >
        {problem ?? props.hint}
      </p>
    </div>
  );
}

function RuntimeField(props: IDeployProps): React.JSX.Element {
  const { form, trans } = props;
  const id = useId();
  const runtimes = form.runtimes ?? [];
  const picked = runtimes.find(runtime => runtime.name === form.values.runtime);
  const problem = form.fieldProblem('runtime');
  return (
    <div className="jp-Kserve-Field">
      <label htmlFor={id}>{trans.__('Runtime')}</label>
      <select
        id={id}
        className="jp-Kserve-Input"
        value={form.values.runtime}
        disabled={runtimes.length === 0}
        aria-invalid={problem !== null}
        aria-describedby={`${id}-hint`}
        onChange={event => form.set('runtime', event.target.value)}
      >
        {runtimes.map(runtime => (
          <option key={runtime.name} value={runtime.name}>
            {runtime.displayName}
          </option>
        ))}
      </select>
      <p
        id={`${id}-hint`}
        className={`jp-Kserve-Hint${problem ? ' jp-mod-refused' : ''}`}
      >
        {problem ?? picked?.note}
      </p>
    </div>
  );
}

/** What the server says of the values as they are. */
function Verdict(props: IDeployProps): React.JSX.Element {
  const { form, trans } = props;
  if (form.problem) {
    return (
      <ProblemNote
        problem={{
          ...form.problem,
          message:
            form.check === 'refused'
              ? trans.__('Server dry-run: refused. %1', form.problem.message)
              : form.problem.message
        }}
        urgent
      />
    );
  }
  if (form.check === 'accepted') {
    return <Note phase="ready" title={trans.__('Server dry-run: OK')} />;
  }
  if (form.check === 'refused') {
    return (
      <Note
        phase="failed"
        title={trans.__('Server dry-run: refused. See the marked fields.')}
      />
    );
  }
  return (
    <p className="jp-Kserve-Hint" role="status">
      {form.check === 'checking' ? (
        <StateLabel phase="starting">
          {trans.__('Asking the server…')}
        </StateLabel>
      ) : (
        trans.__('Not checked yet.')
      )}
    </p>
  );
}

function DeployBody(props: IDeployProps): React.JSX.Element {
  const { form, trans } = props;
  useChanged(form.changed, form.target.changed);
  const { blocked } = form;
  const yaml = stringify(form.target.build(form.values));
  const { model } = form.values;
  return (
    <div className="jp-Kserve-Deploy">
      <div className="jp-Kserve-Deploy-form">
        <TextField
          {...props}
          field="serviceName"
          label={trans.__('Service name')}
          hint={
            form.existing
              ? trans.__(
                  'This service exists. It will be changed to serve %1 %2.',
                  model.name,
                  model.version
                )
              : trans.__(
                  'A new service. It serves %1 %2.',
                  model.name,
                  model.version
                )
          }
        />
        <RuntimeField {...props} />
        <div className="jp-Kserve-FieldRow">
          <TextField
            {...props}
            field="cpu"
            label={trans.__('CPU')}
            hint={trans.__('Cores, e.g. 1 or 500m')}
          />
          <TextField
            {...props}
            field="memory"
            label={trans.__('Memory')}
            hint={trans.__('E.g. 2Gi or 512Mi')}
          />
        </div>
      </div>
      <div className="jp-Kserve-Deploy-preview">
        <div className="jp-Kserve-Deploy-previewHead">
          <h4>{trans.__('What will be applied')}</h4>
          <button
            type="button"
            className="jp-Kserve-Button"
            onClick={() => Clipboard.copyToSystem(yaml)}
          >
            {trans.__('Copy YAML')}
          </button>
        </div>
        <pre
          className="jp-Kserve-Code"
          tabIndex={0}
          role="region"
          aria-label={trans.__('YAML preview')}
        >
          {yaml}
        </pre>
        <Verdict {...props} />
      </div>
      <p className="jp-Kserve-Deploy-reason jp-Kserve-Hint" role="status">
        {blocked ||
          trans.__('Nothing changes in the cluster before you press Deploy.')}
      </p>
    </div>
  );
}

/** Asks how to deploy a version of a model, and deploys it. */
export class DeployDialog extends SubmitDialog {
  /**
   * @param form - the form with its proposed values
   * @param trans - the translation bundle
   */
  constructor(form: DeployForm, trans: TranslationBundle) {
    super({
      form,
      title: trans.__('Deploy %1', form.values.model.name),
      body: ReactWidget.create(<DeployBody form={form} trans={trans} />),
      buttons: [
        Dialog.cancelButton({ label: trans.__('Cancel') }),
        Dialog.okButton({ label: trans.__('Deploy') })
      ],
      focusNodeSelector: 'input'
    });
  }
}
