import { addIcon, closeIcon } from '@jupyterlab/ui-components';
import React, { useId } from 'react';
import type { IVariable } from '../../tokens';
import { Button, IconButton } from '../components/button';
import type { IDeployProps } from './field';

/** The environment variables of the model server, one row each. */
export function Environment(props: IDeployProps): React.JSX.Element {
  const { form, trans } = props;
  const id = useId();
  const { environment } = form.draft.values;
  const problem = form.fieldProblem('environment');
  const disabled = form.draft.textProblem !== null;
  const change = (index: number, changes: Partial<IVariable>) =>
    form.set(
      'environment',
      environment.map((variable, at) =>
        at === index ? { ...variable, ...changes } : variable
      )
    );
  return (
    <fieldset
      className="jp-Kserve-Environment"
      disabled={disabled}
      aria-describedby={`${id}-hint`}
    >
      <legend>{trans.__('Environment variables')}</legend>
      {environment.map(({ name, value }, index) => (
        // Rows have no other identity: a name may be empty, or stand twice.
        <div className="jp-Kserve-Environment-row" key={index}>
          <input
            className="jp-Kserve-Input"
            aria-label={trans.__('Name of variable %1', index + 1)}
            aria-invalid={problem !== null && isNameIn(problem.message, name)}
            value={name}
            placeholder={trans.__('Name')}
            readOnly={value === null}
            spellCheck={false}
            onChange={event => change(index, { name: event.target.value })}
          />
          <input
            className="jp-Kserve-Input"
            aria-label={trans.__('Value of variable %1', index + 1)}
            value={value ?? trans.__('set by reference, see the YAML')}
            placeholder={trans.__('Value')}
            readOnly={value === null}
            spellCheck={false}
            onChange={event => change(index, { value: event.target.value })}
          />
          <IconButton
            icon={closeIcon}
            label={trans.__('Remove variable %1', name || index + 1)}
            onClick={() =>
              form.set(
                'environment',
                environment.filter((_variable, at) => at !== index)
              )
            }
          />
        </div>
      ))}
      <Button
        icon={addIcon}
        onClick={() =>
          form.set('environment', [...environment, { name: '', value: '' }])
        }
      >
        {trans.__('Add variable')}
      </Button>
      <p
        id={`${id}-hint`}
        className={`jp-Kserve-Hint${problem ? ' jp-mod-refused' : ''}`}
      >
        {problem?.message ??
          trans.__(
            'Anyone who can view the service can read these values. Do not enter passwords.'
          )}
      </p>
    </fieldset>
  );
}

/** An empty name is what a problem without a name is about. */
function isNameIn(message: string, name: string): boolean {
  return message.includes('“') ? message.includes(`“${name}”`) : name === '';
}
