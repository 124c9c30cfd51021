import type { V1Status } from '@kubernetes/client-node';
import type { TranslationBundle } from '@jupyterlab/translation';
import {
  ServerError,
  inferenceServices,
  servingRuntimes
} from '../../../tokens';
import type { IKubernetes, IKubernetesObject, IProblem } from '../../../tokens';
import type { RuntimeCatalog } from '../runtimecatalog';
import { readDeployment } from './parse';
import type { IInferenceService } from '../kservetypes';
import { stripServerFields } from '../managedfields';
import { refusalOf } from './fielderrors';
import { chooseRuntimes } from '../runtimes';
import type {
  DeployField,
  IConflict,
  IDeployment,
  IFieldProblem,
  IManifest,
  IDryRunResult
} from './types';
import { fieldProblems } from './validate';

/** What a deployment is checked with. */
export interface ICheckContext {
  kubernetes: IKubernetes;
  catalog: RuntimeCatalog;
  trans: TranslationBundle;
}

/**
 * One object of a kind.
 *
 * @returns null when there is none
 * @throws ServerError for every other failure
 */
export async function findObject(
  kubernetes: IKubernetes,
  ...which: Parameters<IKubernetes['get']>
): Promise<IKubernetesObject | null> {
  try {
    return await kubernetes.get(...which);
  } catch (error) {
    if (error instanceof ServerError && error.reason === 'NotFound') {
      return null;
    }
    throw error;
  }
}

/**
 * Have the server check a deployment, after what can be said without it.
 * Nothing is changed.
 *
 * @param manifest - what would be applied
 * @param context - the cluster and its runtimes
 * @throws ServerError when it fails for other reasons than what was filled in
 */
export async function checkManifest(
  manifest: IManifest,
  context: ICheckContext
): Promise<IDryRunResult> {
  const { kubernetes, trans } = context;
  const service = manifest.service as IInferenceService;
  const wanted = readDeployment(service, null);
  // Asked first: with it the namespace is known.
  const runtime = await runtimeProblem(wanted, manifest, context);
  const { namespace } = kubernetes;
  const own = fieldProblems(wanted, { namespace, volume: null, trans });
  if (runtime) {
    own.push(fieldProblem('runtime', runtime));
  }
  const outcome: IDryRunResult = {
    problems: own,
    conflicts: [],
    live: null,
    result: null
  };
  if (own.length > 0) {
    return outcome;
  }
  const name = wanted.serviceName;
  const live = await findObject(kubernetes, inferenceServices, name);
  outcome.live = live && stripServerFields(live);
  try {
    if (manifest.runtime) {
      await kubernetes.apply(servingRuntimes, manifest.runtime, {
        dryRun: true
      });
    }
    const result = await applyDry(service, outcome, context);
    outcome.result = stripServerFields(result);
    outcome.problems = resultProblems(wanted, result, trans);
  } catch (error) {
    const problems = refusalOf(error);
    if (problems === null) {
      throw error;
    }
    outcome.problems = problems;
  }
  return outcome;
}

/** As it would be; what it would take from others is noted in the outcome. */
async function applyDry(
  service: IInferenceService,
  outcome: IDryRunResult,
  { kubernetes }: ICheckContext
): Promise<IInferenceService> {
  try {
    return await kubernetes.apply(inferenceServices, service, { dryRun: true });
  } catch (error) {
    outcome.conflicts = conflictsOf(error);
    if (outcome.conflicts.length === 0) {
      throw error;
    }
    return kubernetes.apply(inferenceServices, service, {
      dryRun: true,
      force: true
    });
  }
}

/** Who has set the fields that an apply would change. */
function conflictsOf(error: unknown): IConflict[] {
  if (!(error instanceof ServerError) || error.status !== 409) {
    return [];
  }
  const causes = (error.kubernetes as V1Status | null)?.details?.causes ?? [];
  return causes.flatMap(({ reason, message, field }) => {
    const owner = /conflict with "([^"]+)"/.exec(message ?? '')?.[1];
    return reason === 'FieldManagerConflict' && owner
      ? [{ owner, path: (field ?? '').replace(/^\./, '') }]
      : [];
  });
}

/** KServe stores a service with any runtime, and it never starts. */
async function runtimeProblem(
  { runtime, model }: IDeployment,
  manifest: IManifest,
  { catalog, kubernetes, trans }: ICheckContext
): Promise<string | null> {
  const made = manifest.runtime?.metadata?.name;
  if (made !== undefined) {
    if (made !== runtime) {
      return trans.__(
        'The service uses the runtime “%1”, but the YAML defines “%2”.',
        runtime,
        made
      );
    }
    const there = await findObject(kubernetes, servingRuntimes, made);
    return there
      ? trans.__(
          'The runtime %1 already exists and other services might use it, so it is not changed. Choose the existing runtime, or rename the new one.',
          made
        )
      : null;
  }
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
  if (catalog.find(runtime)) {
    return trans.__(
      'The runtime %1 does not support the format %2.',
      runtime,
      model.format
    );
  }
  // Among those that we may not see there may be one of this name.
  return runtime !== '' && catalog.runtimes.cluster === null
    ? null
    : trans.__('The runtime “%1” does not exist.', runtime);
}

/** What the server would store although something else was sent. */
function resultProblems(
  wanted: IDeployment,
  result: IInferenceService,
  trans: TranslationBundle
): IFieldProblem[] {
  const changed = storageProblem(wanted.model.uri, result, trans);
  if (changed) {
    return [{ ...changed, field: null }];
  }
  const found = readDeployment(result, null);
  // Amounts are left out: the server writes 1000m as 1.
  const fields = ['environment', 'gpu', 'route', 'auth', 'recreate'] as const;
  return fields
    .filter(field => !isSame(wanted[field], found[field]))
    .map(field =>
      fieldProblem(
        field,
        trans.__(
          'The cluster keeps the value that another client has set. Remove it there, or keep it here too.'
        )
      )
    );
}

/** The order of environment variables is the server's. */
function isSame(one: unknown, other: unknown): boolean {
  const text = (value: unknown) =>
    Array.isArray(value)
      ? value
          .map(item => JSON.stringify(item))
          .sort()
          .join()
      : JSON.stringify(value);
  return text(one) === text(other);
}

function fieldProblem(field: DeployField, message: string): IFieldProblem {
  return { field, message, reason: 'Invalid', hint: '' };
}

/**
 * A webhook may send the service elsewhere and still say yes.
 *
 * @param uri - the storageUri that was sent
 * @param result - what the server stores
 * @returns null when it is the same
 */
export function storageProblem(
  uri: string,
  result: IInferenceService,
  trans: TranslationBundle
): IProblem | null {
  const stored = result.spec?.predictor?.model?.storageUri ?? '';
  if (stored === uri) {
    return null;
  }
  return {
    message: trans.__(
      'The cluster would serve “%1” instead of “%2”.',
      stored,
      uri
    ),
    reason: 'StorageUriChanged',
    hint: trans.__(
      'A webhook changes the service. Check its annotations, or choose another service name.'
    )
  };
}
