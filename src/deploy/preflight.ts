import { formatTraits } from '../modelformats';
import type { Phase } from '../tokens';
import { formatSize } from '../formatting';
import type { DeployForm } from './form';

/** Something to know before a deploy. */
export interface IPreflightNote {
  phase: Extract<Phase, 'ready' | 'warn' | 'failed' | 'unknown'>;
  text: string;
}

/** Suffixes of files that are code when they are loaded. */
const PICKLES = /\.(pkl|pickle|joblib)$/;

/**
 * What is worth knowing before the deploy. It does not keep anybody from it.
 */
export function remarksOn(form: DeployForm): IPreflightNote[] {
  return [
    access(form),
    unserved(form),
    volume(form),
    files(form),
    ...skew(form),
    ...quota(form),
    open(form)
  ].flatMap(remark => remark ?? []);
}

function access({
  facts: {
    access: { service }
  },
  namespace,
  trans
}: DeployForm): IPreflightNote {
  const where = namespace ?? '';
  switch (service.access) {
    case 'allowed':
      return {
        phase: 'ready',
        text: trans.__('You can deploy in namespace %1', where)
      };
    case 'denied':
      return { phase: 'failed', text: service.message };
    default:
      return {
        phase: 'unknown',
        text: trans.__('Permission to deploy could not be checked')
      };
  }
}

/** A format of which nobody can expect that the cluster has a runtime. */
function unserved({
  draft,
  facts: { runtimes },
  formatLabel,
  trans
}: DeployForm): IPreflightNote | null {
  const { format } = draft.values.model;
  return runtimes?.length === 0 && formatTraits(format)?.protocols.length === 0
    ? {
        phase: 'warn',
        text: trans.__(
          'The usual KServe runtimes do not serve %1 models. Use your own ServingRuntime that lists the format `%2`.',
          formatLabel,
          format
        )
      }
    : null;
}

function volume({
  draft: { claim },
  trans
}: DeployForm): IPreflightNote | null {
  if (claim === null) {
    return null;
  }
  const modes = claim.accessModes.join(', ');
  if (claim.shared) {
    return {
      phase: 'ready',
      text: trans.__('The volume can be mounted on several nodes (%1)', modes)
    };
  }
  return {
    phase: 'warn',
    text: claim.node
      ? trans.__(
          'Only the node %1 can mount the volume (%2): the service runs there with one replica and is unavailable during updates',
          claim.node,
          modes
        )
      : trans.__(
          'Only one node can mount the volume (%1): while the workbench uses it, a service on another node might wait forever',
          modes
        )
  };
}

/** Servers want one model file in the folder. */
function files({ version, draft, trans }: DeployForm): IPreflightNote | null {
  const names = (version.card?.files ?? [])
    .map(({ path }) => path)
    .filter(path => !path.includes('/'));
  if (draft.values.model.format !== 'sklearn' || names.length === 0) {
    return null;
  }
  const models = names.filter(name => PICKLES.test(name));
  return models.length === 1
    ? {
        phase: 'ready',
        text: trans.__('One model file in the directory: %1', models[0])
      }
    : {
        phase: 'warn',
        text: trans.__(
          'The model server expects one model file, but the directory contains %1',
          models.length
        )
      };
}

/**
 * The scikit-learn in KServe's own server, by the minor version of KServe.
 *
 * @see https://github.com/kserve/kserve/blob/master/python/sklearnserver/pyproject.toml
 */
function sklearnIn(image: string): string | null {
  const match = /(?:^|\/)sklearnserver(?::(?:v0\.(\d+)[\w.-]*|latest))?$/.exec(
    image
  );
  if (!match) {
    return null;
  }
  const minor = match[1] === undefined ? Infinity : Number(match[1]);
  return minor >= 15 ? '1.5' : minor >= 11 && minor <= 13 ? '1.3' : null;
}

/** Pickles of one scikit-learn often cannot be read with another one. */
function skew({
  version,
  draft,
  facts: { runtimes },
  trans
}: DeployForm): IPreflightNote[] {
  const saved = version.card?.libraries?.['scikit-learn'];
  const { runtime } = draft.values;
  const image = runtimes?.find(({ name }) => name === runtime)?.image ?? '';
  const there = sklearnIn(image);
  if (!saved || !there || saved.startsWith(`${there}.`)) {
    return [];
  }
  return [
    {
      phase: 'warn',
      text: trans.__(
        'scikit-learn: saved with %1, the model server has %2. The model might not load. If so, save it again with %2',
        saved,
        there
      )
    }
  ];
}

function quota({ shortages, trans }: DeployForm): IPreflightNote[] {
  const words = (amount: number, unit: string) =>
    unit === 'bytes' ? formatSize(amount) : String(Number(amount.toFixed(3)));
  return shortages.map(({ quota, resource, wanted, free, unit }) => ({
    phase: 'warn',
    text: trans.__(
      'The quota %1 has %2 of %3 left, but the service requests %4: pods might not be created',
      quota,
      words(free, unit),
      resource,
      words(wanted, unit)
    )
  }));
}

function open({ draft, trans }: DeployForm): IPreflightNote | null {
  const { route, auth } = draft.values;
  return route && !auth
    ? {
        phase: 'warn',
        text: trans.__(
          'Open to everyone: the external route is on and token authentication is off'
        )
      }
    : null;
}
