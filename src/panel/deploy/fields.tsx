import React from 'react';
import type { IDeployment } from '../../tokens';
import { formatSize } from '../../formatting';
import { Environment } from './environment';
import { Field, Switch, TextField, type IDeployProps } from './field';
import { sizeOf } from '../../deploy/proposal';
import { RuntimeField } from './runtimefield';
import { LinkButton } from '../components/button';

/** The name of the service, with what becomes of one that there is. */
function NameField(props: IDeployProps): React.JSX.Element {
  const { form, trans } = props;
  const { serviceName, model } = form.draft.values;
  const service = form.target.services.find(({ name }) => name === serviceName);
  const words = () => {
    if (!service) {
      return trans.__('A new service.');
    }
    const served = service.model;
    if (!served || served.name !== model.name) {
      return trans.__(
        'This service exists and serves something else: %1.',
        served ? `${served.name} ${served.version}` : service.storageUri
      );
    }
    return served.version === model.version
      ? trans.__('This service exists and serves %1.', served.version)
      : trans.__(
          'This service exists and serves %1. It keeps serving until %2 is ready.',
          served.version,
          model.version
        );
  };
  return (
    <TextField
      {...props}
      field="serviceName"
      label={trans.__('Service name')}
      hint={
        <>
          {words()}{' '}
          {service && !form.adopted && (
            <LinkButton onClick={() => void form.adopt()}>
              {trans.__('Start from its settings')}
            </LinkButton>
          )}
        </>
      }
    />
  );
}

/** The version to serve, and where: a claim is mounted in its own namespace. */
function VersionField(props: IDeployProps): React.JSX.Element {
  const { form, trans } = props;
  const { model } = form.draft.values;
  const known = form.versions.includes(model.version);
  return (
    <Field
      {...props}
      field="version"
      label={trans.__('Version')}
      hint={known ? undefined : model.uri}
      control={attributes => (
        <select
          {...attributes}
          value={known ? model.version : ''}
          onChange={event => void form.setVersion(event.target.value)}
        >
          {!known && <option value="">{trans.__('Another one')}</option>}
          {form.versions.map((version, index) => (
            <option key={version} value={version}>
              {index === 0 && form.versions.length > 1
                ? trans.__('%1 (newest)', version)
                : version}
            </option>
          ))}
        </select>
      )}
    />
  );
}

function limitOf(form: IDeployProps['form'], key: 'cpu' | 'memory'): string {
  const spec = form.draft.manifest.service as {
    spec?: {
      predictor?: {
        model?: { resources?: { limits?: Record<string, string | number> } };
      };
    };
  };
  const limit = spec.spec?.predictor?.model?.resources?.limits?.[key];
  return limit === undefined ? '' : String(limit);
}

function ResourceFields(props: IDeployProps): React.JSX.Element {
  const { form, trans } = props;
  const size = formatSize(sizeOf(form.version));
  const hint = (key: 'cpu' | 'memory', otherwise: string) => {
    const limit = limitOf(form, key);
    return limit && limit !== form.draft.values[key]
      ? trans.__('Limit %1', limit)
      : otherwise;
  };
  return (
    <div className="jp-Kserve-FieldRow">
      <TextField
        {...props}
        field="cpu"
        label={trans.__('CPU')}
        placeholder={trans.__('as the runtime')}
        hint={hint('cpu', trans.__('Cores, as in 1 or 500m'))}
      />
      <TextField
        {...props}
        field="memory"
        label={trans.__('Memory')}
        placeholder={trans.__('as the runtime')}
        hint={hint('memory', trans.__('The files have %1', size))}
      />
      <TextField
        {...props}
        field="gpu"
        label={trans.__('GPU')}
        placeholder={trans.__('none')}
        inputMode="numeric"
      />
    </div>
  );
}

function ReplicaFields(props: IDeployProps): React.JSX.Element {
  const { form, trans } = props;
  const { minReplicas, maxReplicas } = form.draft.values;
  const scales =
    Number(maxReplicas || 1) > Math.max(1, Number(minReplicas || 1));
  return (
    <div className="jp-Kserve-FieldRow">
      <TextField
        {...props}
        field="minReplicas"
        label={trans.__('Replicas, at least')}
        placeholder="1"
        inputMode="numeric"
      />
      <TextField
        {...props}
        field="maxReplicas"
        label={trans.__('At most')}
        placeholder="1"
        hint={scales ? trans.__('More come as the load grows.') : undefined}
        inputMode="numeric"
      />
    </div>
  );
}

function Switches(props: IDeployProps): React.JSX.Element {
  const { form, trans } = props;
  const { route, auth, recreate }: IDeployment = form.draft.values;
  return (
    <>
      <Switch
        {...props}
        field="route"
        label={trans.__('External route')}
        hint={
          route
            ? trans.__('Open Data Hub makes it reachable from outside.')
            : trans.__('Open Data Hub keeps it inside of the cluster.')
        }
      />
      <Switch
        {...props}
        field="auth"
        label={trans.__('Token authentication')}
        hint={
          auth
            ? trans.__('Open Data Hub lets in only callers with a token.')
            : trans.__('Whoever reaches the service can call it.')
        }
      />
      {(recreate || form.draft.claim?.shared === false) && (
        <Switch
          {...props}
          field="recreate"
          label={trans.__('Stop the old pod first')}
          hint={trans.__(
            'The volume can be mounted on one node only. The service is away while it changes.'
          )}
        />
      )}
    </>
  );
}

/** The form's side of the dialog. */
export function Fields(props: IDeployProps): React.JSX.Element {
  const { form, trans } = props;
  const { displayName, serviceName, environment, route, auth } =
    form.draft.values;
  const more = displayName || environment.length > 0 || route || auth;
  return (
    <div className="jp-Kserve-Deploy-form">
      <NameField {...props} />
      <div className="jp-Kserve-FieldRow">
        <VersionField {...props} />
        <div className="jp-Kserve-Field">
          <span>{trans.__('Namespace')}</span>
          <output className="jp-Kserve-clip" title={form.namespace ?? ''}>
            {form.namespace}
          </output>
        </div>
      </div>
      <RuntimeField {...props} />
      <ResourceFields {...props} />
      <ReplicaFields {...props} />
      <details
        className="jp-Kserve-Deploy-more"
        open={Boolean(more) || form.draft.values.recreate}
      >
        <summary>{trans.__('More')}</summary>
        <div>
          <TextField
            {...props}
            field="displayName"
            label={trans.__('Display name')}
            placeholder={serviceName}
            hint={trans.__('How the Open Data Hub dashboard calls it')}
          />
          <Environment {...props} />
          <Switches {...props} />
        </div>
      </details>
    </div>
  );
}
