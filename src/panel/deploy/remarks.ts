import type { Phase } from '../../tokens';
import type { DeployForm } from './form';

/** Something to know before a deploy. */
export interface IRemark {
  phase: Extract<Phase, 'ready' | 'warn' | 'failed' | 'unknown'>;
  text: string;
}

/** Suffixes of files that are code when they are loaded. */
const PICKLES = /\.(pkl|pickle|joblib)$/;

/**
 * What is worth knowing before the deploy. It does not keep anybody from it.
 *
 * @param form - the form
 */
export function remarksOn(form: DeployForm): IRemark[] {
  return [access(form), volume(form), files(form), open(form)].flatMap(
    remark => remark ?? []
  );
}

function access({
  access: { service },
  namespace,
  trans
}: DeployForm): IRemark {
  const where = namespace ?? '';
  switch (service.access) {
    case 'allowed':
      return {
        phase: 'ready',
        text: trans.__('You may deploy in namespace %1', where)
      };
    case 'denied':
      return { phase: 'failed', text: service.message };
    default:
      return {
        phase: 'unknown',
        text: trans.__('The cluster did not say whether you may deploy')
      };
  }
}

function volume({ draft: { claim }, trans }: DeployForm): IRemark | null {
  if (claim === null) {
    return null;
  }
  const modes = claim.accessModes.join(', ');
  if (claim.shared) {
    return {
      phase: 'ready',
      text: trans.__('Several nodes may mount the volume (%1)', modes)
    };
  }
  return {
    phase: 'warn',
    text: claim.node
      ? trans.__(
          'Only the node %1 can mount the volume (%2): the service runs there, once, and is away while it changes',
          claim.node,
          modes
        )
      : trans.__(
          'Only one node can mount the volume (%1): while the workbench has it, the service may wait on another node for ever',
          modes
        )
  };
}

/** Servers want one model file in the folder. */
function files({ version, draft, trans }: DeployForm): IRemark | null {
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
        text: trans.__('One model file in the folder: %1', models[0])
      }
    : {
        phase: 'warn',
        text: trans.__(
          'The server wants one model file, and the folder has %1',
          models.length
        )
      };
}

function open({ draft, trans }: DeployForm): IRemark | null {
  const { route, auth } = draft.values;
  return route && !auth
    ? {
        phase: 'warn',
        text: trans.__('Open to everyone: the route is on, the token is off')
      }
    : null;
}
