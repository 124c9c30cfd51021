import type { TranslationBundle } from '@jupyterlab/translation';
import {
  ServerError,
  inferenceServices,
  servingRuntimes
} from '../../../tokens';
import type {
  IKubernetes,
  IKubernetesObject,
  IProblem,
  IResource
} from '../../../tokens';
import {
  checkManifest,
  findObject,
  storageProblem,
  type ICheckContext
} from './dryrun';
import { readDeployment } from './parse';
import { stripServerFields } from '../managedfields';
import type { ILeftover, IManifest, IOutcome, IDryRunResult } from './types';

/**
 * Check once more, then apply all of it. When a part fails, what was made is
 * taken away and what was changed is set back.
 *
 * @param manifest - what to apply
 * @param seen - what the user decided on
 * @param context - the cluster and its runtimes
 */
export async function applyManifest(
  manifest: IManifest,
  seen: IDryRunResult,
  context: ICheckContext
): Promise<IOutcome> {
  const { kubernetes, trans } = context;
  const made: ILeftover[] = [];
  let dryRun: IDryRunResult | null = null;
  try {
    dryRun = await checkManifest(manifest, context);
    const problem = reasonToStop(dryRun, seen, trans);
    if (problem) {
      return { problem, dryRun, leftovers: [] };
    }
    if (manifest.runtime) {
      await create(servingRuntimes, manifest.runtime, made, kubernetes);
    }
    await applyService(manifest, dryRun, made, context);
    return { problem: null, dryRun, leftovers: [] };
  } catch (error) {
    const leftovers = await undo(made);
    return {
      problem: problemOf(error, made, leftovers, trans),
      dryRun,
      leftovers
    };
  }
}

/** The user has decided on something else than what is there now. */
function reasonToStop(
  dryRun: IDryRunResult,
  seen: IDryRunResult,
  trans: TranslationBundle
): IProblem | null {
  if (dryRun.problems.length > 0) {
    return dryRun.problems[0];
  }
  const more = dryRun.conflicts.filter(
    ({ owner, path }) =>
      !seen.conflicts.some(
        conflict => conflict.owner === owner && conflict.path === path
      )
  );
  if (
    more.length > 0 ||
    JSON.stringify(dryRun.live) !== JSON.stringify(seen.live)
  ) {
    return {
      message: trans.__('The service has changed since the dry run.'),
      reason: 'ChangedMeanwhile',
      hint: trans.__(
        'Nothing was deployed. Review the diff, then deploy again.'
      )
    };
  }
  return null;
}

/** Apply something that is not there, and note how to take it away. */
async function create(
  resource: IResource,
  object: IKubernetesObject,
  made: ILeftover[],
  kubernetes: IKubernetes
): Promise<IKubernetesObject> {
  const name = object.metadata?.name ?? '';
  const note = (uid: string | undefined) =>
    made.push({
      kind: resource.kind,
      name,
      // Only this very object: another one of the name is not ours.
      undo: async () => {
        await kubernetes.delete(resource, name, { uid });
      }
    });
  try {
    const result = await kubernetes.apply(resource, object);
    note(result.metadata?.uid);
    return result;
  } catch (error) {
    // Without an answer it may have been made all the same.
    if (error instanceof ServerError && isWithoutAnswer(error)) {
      const there = await findObject(kubernetes, resource, name);
      if (there) {
        note(there.metadata?.uid);
      }
    }
    throw error;
  }
}

function isWithoutAnswer({ status }: ServerError): boolean {
  return status === 0 || status >= 500;
}

async function applyService(
  { service }: IManifest,
  { live, conflicts }: IDryRunResult,
  made: ILeftover[],
  { kubernetes, trans }: ICheckContext
): Promise<void> {
  const { uri } = readDeployment(service, null).model;
  const force = conflicts.length > 0;
  const apply = () => kubernetes.apply(inferenceServices, service, { force });
  let result: IKubernetesObject;
  if (live) {
    made.push({
      kind: inferenceServices.kind,
      name: live.metadata?.name ?? '',
      undo: async () => {
        await kubernetes.apply(inferenceServices, stripServerFields(live), {
          force: true
        });
      }
    });
    result = await apply();
  } else {
    result = await create(inferenceServices, service, made, kubernetes);
  }
  // A webhook may do to the real request what it did not do to the dry one,
  // and do it once only (ODH's connections, when their Secret is gone).
  if (storageProblem(uri, result, trans)) {
    const problem = storageProblem(uri, await apply(), trans);
    if (problem) {
      throw new ServerError(409, problem);
    }
  }
}

/** Take back in reverse; what cannot be taken back is left over. */
async function undo(made: ILeftover[]): Promise<ILeftover[]> {
  const leftovers: ILeftover[] = [];
  for (const one of [...made].reverse()) {
    try {
      await one.undo();
    } catch (error) {
      if (!(error instanceof ServerError && error.reason === 'NotFound')) {
        leftovers.push(one);
      }
    }
  }
  return leftovers;
}

function problemOf(
  error: unknown,
  made: ILeftover[],
  leftovers: ILeftover[],
  trans: TranslationBundle
): IProblem {
  const known = error instanceof ServerError;
  const undone = made.filter(one => !leftovers.includes(one));
  const hints = [
    known ? error.hint : '',
    undone.length > 0
      ? trans.__(
          'Rolled back: %1.',
          undone.map(({ kind, name }) => `${kind} ${name}`).join(', ')
        )
      : ''
  ];
  return {
    message: error instanceof Error ? error.message : String(error),
    reason: known ? error.reason : 'UnexpectedError',
    hint: hints.filter(Boolean).join(' ')
  };
}
