import { Clipboard } from '@jupyterlab/apputils';
import React from 'react';
import { stringify } from 'yaml';
import { protocols } from '../../protocols/registry';
import { Button, LinkButton } from '../components/button';
import { Note } from '../components/note';
import { Field, type IDeployProps } from './field';

/** The runtimes that take the format, and what to do where there is none. */
export function RuntimeField(props: IDeployProps): React.JSX.Element {
  const { form, trans } = props;
  const { runtime } = form.draft.values;
  const runtimes = form.facts.runtimes ?? [];
  const made = form.draft.manifest.runtime?.metadata?.name;
  const picked = runtimes.find(({ name }) => name === runtime);
  const hint = picked && (
    <>
      {picked.note} {trans.__('Speaks %1.', protocols.names(picked.protocols))}{' '}
      <code>{picked.image}</code>
    </>
  );
  return (
    <>
      <Field
        {...props}
        field="runtime"
        label={trans.__('Runtime')}
        hint={made === runtime ? trans.__('Set up with the service.') : hint}
        control={attributes => (
          <select
            {...attributes}
            value={runtime}
            disabled={
              attributes.disabled || (runtimes.length === 0 && !runtime)
            }
            onChange={event => form.set('runtime', event.target.value)}
          >
            {!picked && (
              <option value={runtime}>{runtime || nothingChosen(props)}</option>
            )}
            {runtimes.map(({ name, displayName, scope }) => (
              <option key={`${scope} ${name}`} value={name}>
                {scope === 'cluster'
                  ? trans.__('%1 (shared)', displayName)
                  : displayName}
              </option>
            ))}
          </select>
        )}
      />
      {form.facts.runtimes?.length === 0 && !made && <NoRuntime {...props} />}
    </>
  );
}

function nothingChosen({ form, trans }: IDeployProps): string {
  if (form.facts.runtimes === null) {
    return trans.__('Reading the runtimes…');
  }
  return form.facts.runtimes.length > 0
    ? trans.__('Choose one')
    : trans.__('None takes this format');
}

/** Offers to set a runtime up, or says whom to ask. */
function NoRuntime({ form, trans }: IDeployProps): React.JSX.Element {
  const { template } = form;
  const { format } = form.draft.values.model;
  const title = trans.__('No runtime here takes %1.', format || '?');
  if (!template) {
    return (
      <Note phase="warn" title={title}>
        <p>
          {trans.__(
            'Ask your platform engineer for a ServingRuntime with the model format %1 in namespace %2.',
            format || '?',
            form.namespace ?? ''
          )}
        </p>
      </Note>
    );
  }
  const { access, message } = form.facts.access.runtime;
  const name = template.metadata?.name ?? '';
  return (
    <Note phase="warn" title={title}>
      {access === 'denied' ? (
        <>
          <p>
            {trans.__(
              'You may not set one up. %1 Or have them apply this runtime.',
              message
            )}
          </p>
          <LinkButton
            onClick={() => Clipboard.copyToSystem(stringify(template))}
          >
            {trans.__('Copy the YAML of %1', name)}
          </LinkButton>
        </>
      ) : (
        <p>
          <Button onClick={() => form.setUpRuntime(true)}>
            {trans.__('Set up %1 with the service', name)}
          </Button>
        </p>
      )}
    </Note>
  );
}
