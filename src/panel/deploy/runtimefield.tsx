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
      {picked.note}{' '}
      {trans.__('Protocols: %1.', protocols.names(picked.protocols))}{' '}
      <code>{picked.image}</code>
    </>
  );
  return (
    <>
      <Field
        {...props}
        field="runtime"
        label={trans.__('Runtime')}
        hint={made === runtime ? trans.__('Created with the service.') : hint}
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
                  ? trans.__('%1 (cluster-wide)', displayName)
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
    return trans.__('Loading runtimes…');
  }
  return form.facts.runtimes.length > 0
    ? trans.__('Choose a runtime')
    : trans.__('No runtime supports this format');
}

/** Offers to set a runtime up, or says whom to ask. */
function NoRuntime({ form, trans }: IDeployProps): React.JSX.Element {
  const { template } = form;
  const { format } = form.draft.values.model;
  const title = trans.__('No available runtime supports %1.', format || '?');
  if (!template) {
    return (
      <Note phase="warn" title={title}>
        <p>
          {trans.__(
            'Ask your cluster administrator for a ServingRuntime with the model format %1 in namespace %2.',
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
              'You are not allowed to create a runtime. %1 Or ask them to apply this runtime.',
              message
            )}
          </p>
          <LinkButton
            onClick={() => Clipboard.copyToSystem(stringify(template))}
          >
            {trans.__('Copy YAML of %1', name)}
          </LinkButton>
        </>
      ) : (
        <p>
          <Button onClick={() => form.setUpRuntime(true)}>
            {trans.__('Create %1 with the service', name)}
          </Button>
        </p>
      )}
    </Note>
  );
}
