import type { TranslationBundle } from '@jupyterlab/translation';
import type { DeployField, IProblem } from '../tokens';
import type { ClusterFacts } from './clusterfacts';
import type { Draft } from './draft';
import type { ServerCheck } from './servercheck';
import type { Submission } from './submission';

/** The parts of a form that decide whether it can be deployed. */
export interface ISubmitState {
  facts: Pick<ClusterFacts, 'access' | 'runtimes'>;
  draft: Pick<Draft, 'values' | 'textProblem'>;
  check: Pick<ServerCheck, 'state' | 'problem' | 'conflicts'>;
  submission: Pick<Submission, 'busy'>;
  trans: TranslationBundle;
  /** What is wrong with a field; null when nothing is known to be. */
  fieldProblem(field: DeployField): IProblem | null;
}

/** What the fields are called in a sentence. */
export function fieldNames(
  trans: TranslationBundle
): Record<DeployField, string> {
  return {
    serviceName: trans.__('service name'),
    displayName: trans.__('display name'),
    version: trans.__('version'),
    runtime: trans.__('runtime'),
    cpu: trans.__('CPU'),
    memory: trans.__('memory'),
    gpu: trans.__('GPU'),
    minReplicas: trans.__('minimum replicas'),
    maxReplicas: trans.__('maximum replicas'),
    environment: trans.__('environment variables'),
    route: trans.__('external route'),
    auth: trans.__('token authentication'),
    recreate: trans.__('update strategy')
  };
}

/**
 * Why a form cannot be deployed now.
 *
 * @returns words for beside the button; empty when it can
 */
export function disabledReason(form: ISubmitState): string {
  const { trans, check, draft } = form;
  const { access, runtimes } = form.facts;
  if (form.submission.busy) {
    return trans.__('Deploying…');
  }
  if (access.service.access === 'denied') {
    return access.service.message;
  }
  if (runtimes === null) {
    return check.problem
      ? trans.__('Cannot deploy yet: the runtimes could not be loaded.')
      : trans.__('Loading runtimes…');
  }
  if (draft.textProblem) {
    return trans.__('Cannot deploy yet: the YAML is not valid.');
  }
  const names = fieldNames(trans);
  const wrong = (Object.keys(names) as DeployField[]).filter(
    field => form.fieldProblem(field) !== null
  );
  if (wrong.length > 0) {
    return trans.__(
      'Cannot deploy yet: %1.',
      wrong.map(field => names[field]).join(', ')
    );
  }
  if (draft.values.runtime === '') {
    return trans.__('Cannot deploy: no runtime supports this format.');
  }
  if (check.state === 'refused' && check.problem) {
    return trans.__('Cannot deploy yet: the server refused the dry run.');
  }
  if (check.conflicts.length > 0) {
    return trans.__('Cannot deploy yet: resolve the field conflicts.');
  }
  // Deploy asks once more, but only for what the user has seen the outcome of.
  return check.state === 'accepted'
    ? ''
    : check.problem
      ? trans.__('Cannot deploy yet: the server did not respond.')
      : trans.__('Checking with the server…');
}
