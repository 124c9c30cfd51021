import type { TranslationBundle } from '@jupyterlab/translation';
import { ServerError } from '../tokens';
import type { IKubernetes, IProblem } from '../tokens';
import { amountProblem } from './amounts';
import type { RuntimeCatalog } from './catalog';
import type { IInferenceService } from './inferenceservice';
import { nameProblem } from './names';
import { refusalOf } from './refusal';
import { inferenceServices } from './resources';
import { chooseRuntimes } from './runtimes';
import type { IDeployment, IFieldProblem } from './types';

/** What a deployment is checked with. */
export interface ICheckContext {
  kubernetes: IKubernetes;
  catalog: RuntimeCatalog;
  trans: TranslationBundle;
}

/**
 * Have the server check a deployment, after what can be said without it.
 * Nothing is changed.
 *
 * @param deployment - what the user filled in
 * @param build - makes the object; called once the runtimes are known
 * @param context - the cluster and its runtimes
 * @returns problems; empty when the server would take it
 * @throws ServerError when it fails for other reasons than what was filled in
 */
export async function checkDeployment(
  deployment: IDeployment,
  build: () => IInferenceService,
  context: ICheckContext
): Promise<IFieldProblem[]> {
  const own = await ownProblems(deployment, context);
  if (own.length > 0) {
    return own;
  }
  try {
    const result = await context.kubernetes.apply(inferenceServices, build(), {
      dryRun: true
    });
    const changed = storageProblem(deployment, result, context.trans);
    return changed ? [{ ...changed, field: null }] : [];
  } catch (error) {
    const problems = refusalOf(error, context.trans);
    if (problems === null) {
      throw error;
    }
    return problems;
  }
}

/**
 * Check, then deploy.
 *
 * @param deployment - what the user filled in
 * @param build - makes the object; called once the runtimes are known
 * @param context - the cluster and its runtimes
 * @throws ServerError when it is refused
 */
export async function applyDeployment(
  deployment: IDeployment,
  build: () => IInferenceService,
  context: ICheckContext
): Promise<void> {
  const [problem] = await checkDeployment(deployment, build, context);
  if (problem) {
    throw new ServerError(422, problem);
  }
  const result = await context.kubernetes.apply(inferenceServices, build());
  // A webhook may do to the real request what it did not do to the dry one.
  const changed = storageProblem(deployment, result, context.trans);
  if (changed) {
    throw new ServerError(409, changed);
  }
}

/** What can be said without asking the server. */
async function ownProblems(
  deployment: IDeployment,
  context: ICheckContext
): Promise<IFieldProblem[]> {
  const { serviceName, cpu, memory } = deployment;
  const { kubernetes, trans } = context;
  // Asked first: with it the namespace is known.
  const runtime = await runtimeProblem(deployment, context);
  const found: [IFieldProblem['field'], string | null][] = [
    ['serviceName', nameProblem(serviceName, kubernetes.namespace, trans)],
    ['runtime', runtime],
    ['cpu', amountProblem('cpu', cpu, trans)],
    ['memory', amountProblem('memory', memory, trans)]
  ];
  return found.flatMap(([field, message]) =>
    message === null ? [] : [{ field, message, reason: 'Invalid', hint: '' }]
  );
}

/** KServe stores a service with any runtime, and it never starts. */
async function runtimeProblem(
  { runtime, model }: IDeployment,
  { catalog, trans }: ICheckContext
): Promise<string | null> {
  const takes = () =>
    chooseRuntimes(catalog.runtimes, model.format, trans).some(
      ({ name }) => name === runtime
    );
  if (takes()) {
    return null;
  }
  // It may have been made since.
  await catalog.read();
  if (takes()) {
    return null;
  }
  if (catalog.has(runtime)) {
    return trans.__('The runtime %1 does not take %2.', runtime, model.format);
  }
  // Among those that we may not see there may be one of this name.
  return runtime !== '' && catalog.runtimes.cluster === null
    ? null
    : trans.__('There is no runtime “%1”.', runtime);
}

/** A webhook may send the service elsewhere and still say yes. */
function storageProblem(
  deployment: IDeployment,
  result: IInferenceService,
  trans: TranslationBundle
): IProblem | null {
  const uri = result.spec?.predictor?.model?.storageUri ?? '';
  if (uri === deployment.model.uri) {
    return null;
  }
  return {
    message: trans.__(
      'The cluster would serve “%1” instead of “%2”.',
      uri,
      deployment.model.uri
    ),
    reason: 'StorageUriChanged',
    hint: trans.__(
      'A webhook changes the service: see its annotations, or choose another service name.'
    )
  };
}
