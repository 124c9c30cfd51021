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
      return trans.__('Creates a new service.');
    }
    const served = service.model;
    if (!served || served.name !== model.name) {
      return trans.__(
        'This service already exists and serves another model: %1.',
        served ? `${served.name} ${served.version}` : service.storageUri
      );
    }
    return served.version === model.version
      ? trans.__('This service already exists and serves %1.', served.version)
      : trans.__(
          'This service already exists and serves %1. It keeps serving %1 until %2 is ready.',
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
              {trans.__('Use its settings')}
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
          {!known && <option value="">{trans.__('Other')}</option>}
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
        placeholder={trans.__('runtime default')}
        hint={hint('cpu', trans.__('Cores, for example 1 or 500m'))}
      />
      <TextField
        {...props}
        field="memory"
        label={trans.__('Memory')}
        placeholder={trans.__('runtime default')}
        hint={hint('memory', trans.__('Size of the files: %1', size))}
      />
      <TextField
        {...props}
        field="gpu"
        label={trans.__('GPU')}
        placeholder={trans.__('0')}
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
        label={trans.__('Minimum replicas')}
        placeholder="1"
        inputMode="numeric"
      />
      <TextField
        {...props}
        field="maxReplicas"
        label={trans.__('Maximum replicas')}
        placeholder="1"
        hint={
          scales
            ? trans.__('Replicas are added as the load increases.')
            : undefined
        }
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
            ? trans.__(
                'Open Data Hub makes the service reachable from outside the cluster.'
              )
            : trans.__('Open Data Hub keeps the service inside the cluster.')
        }
      />
      <Switch
        {...props}
        field="auth"
        label={trans.__('Token authentication')}
        hint={
          auth
            ? trans.__('Open Data Hub accepts only requests with a token.')
            : trans.__('Anyone who can reach the service can send requests.')
        }
      />
      {(recreate || form.draft.claim?.shared === false) && (
        <Switch
          {...props}
          field="recreate"
          label={trans.__('Stop the old pod first')}
          hint={trans.__(
            'The volume can only be mounted on one node. The service is unavailable during updates.'
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
        <summary>{trans.__('More options')}</summary>
        <div>
          <TextField
            {...props}
            field="displayName"
            label={trans.__('Display name')}
            placeholder={serviceName}
            hint={trans.__('Name in the Open Data Hub dashboard')}
          />
          <Environment {...props} />
          <Switches {...props} />
        </div>
      </details>
    </div>
  );
}
