import type { TranslationBundle } from '@jupyterlab/translation';
import { ServerError } from '../tokens';
import type {
  IKubernetes,
  IKubernetesObject,
  IProblem,
  IResource
} from '../tokens';
import {
  checkManifest,
  findObject,
  storageProblem,
  type ICheckContext
} from './check';
import { readDeployment } from './readdeployment';
import { written } from './owned';
import { inferenceServices, servingRuntimes } from './resources';
import type { ILeftover, IManifest, IOutcome, IVerdict } from './deploying';

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
  seen: IVerdict,
  context: ICheckContext
): Promise<IOutcome> {
  const { kubernetes, trans } = context;
  const made: ILeftover[] = [];
  let verdict: IVerdict | null = null;
  try {
    verdict = await checkManifest(manifest, context);
    const problem = reasonToStop(verdict, seen, trans);
    if (problem) {
      return { problem, verdict, leftovers: [] };
    }
    if (manifest.runtime) {
      await create(servingRuntimes, manifest.runtime, made, kubernetes);
    }
    await applyService(manifest, verdict, made, context);
    return { problem: null, verdict, leftovers: [] };
  } catch (error) {
    const leftovers = await undo(made);
    return {
      problem: problemOf(error, made, leftovers, trans),
      verdict,
      leftovers
    };
  }
}

/** The user has decided on something else than what is there now. */
function reasonToStop(
  verdict: IVerdict,
  seen: IVerdict,
  trans: TranslationBundle
): IProblem | null {
  if (verdict.problems.length > 0) {
    return verdict.problems[0];
  }
  const more = verdict.conflicts.filter(
    ({ owner, path }) =>
      !seen.conflicts.some(
        conflict => conflict.owner === owner && conflict.path === path
      )
  );
  if (
    more.length > 0 ||
    JSON.stringify(verdict.live) !== JSON.stringify(seen.live)
  ) {
    return {
      message: trans.__('The service was changed meanwhile.'),
      reason: 'ChangedMeanwhile',
      hint: trans.__(
        'Nothing was deployed. Look at the difference again, then deploy.'
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
  { live, conflicts }: IVerdict,
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
        await kubernetes.apply(inferenceServices, written(live), {
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
          'Taken back: %1.',
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
