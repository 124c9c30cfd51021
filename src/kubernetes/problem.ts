import type { V1Status } from '@kubernetes/client-node';
import type { TranslationBundle } from '@jupyterlab/translation';
import { ServerError, type IProblem, type IResource } from '../tokens';
import { groupOf } from './paths';
import type { Verb } from './types';

/** What was tried when something went wrong. */
export interface IAttempt {
  verb: Verb;
  resource: IResource;
  name?: string;
  namespace: string | null;
}

/**
 * The same error with words for the user where the API has words for programs.
 * What a webhook, a quota or a validation says is kept: it is about the input.
 *
 * @param error - what the request threw
 * @param attempt - what was tried
 */
export function explain(
  error: unknown,
  attempt: IAttempt,
  trans: TranslationBundle
): unknown {
  if (!(error instanceof ServerError)) {
    return error;
  }
  const problem = words(error, attempt, trans);
  return problem
    ? new ServerError(error.status, problem, error.kubernetes)
    : error;
}

/**
 * Whether a refusal is about rights, and not about a quota or a policy, which
 * answer 403 too.
 *
 * @param error - a refused request
 */
export function isMissingRight(error: ServerError): boolean {
  const status = error.kubernetes as V1Status | null;
  return (
    error.status === 403 &&
    status !== null &&
    / cannot \w+ resource /.test(status.message ?? '')
  );
}

function words(
  error: ServerError,
  attempt: IAttempt,
  trans: TranslationBundle
): IProblem | null {
  const { verb, resource, name, namespace } = attempt;
  const { plural } = resource;
  const { status } = error;
  // What our server half says itself has its own words.
  const fromCluster = error.kubernetes !== null;

  if (isMissingRight(error)) {
    const where =
      resource.namespaced && namespace
        ? trans.__('in namespace %1', namespace)
        : trans.__('cluster-wide');
    const group = groupOf(resource);
    return {
      message: trans.__(
        'You are not allowed to %1 %2 %3.',
        verb,
        plural,
        where
      ),
      reason: 'Forbidden',
      hint: trans.__(
        'Ask your cluster administrator for a Role with the verb %1 on %2 %3.',
        verb,
        group ? `${plural}.${group}` : plural,
        where
      )
    };
  }
  if (status === 401 && fromCluster) {
    return {
      message: trans.__('The cluster rejected the credentials.'),
      reason: 'Unauthorized',
      hint: trans.__('Restart the workbench or log in to the cluster again.')
    };
  }
  if (isKindMissing(error, name)) {
    return {
      message: trans.__('The cluster does not have the resource %1.', plural),
      reason: 'KindMissing',
      hint: trans.__(
        'Ask your cluster administrator whether KServe is installed in this cluster.'
      )
    };
  }
  if (status === 404 && name !== undefined && fromCluster) {
    return {
      message: trans.__('The %1 %2 no longer exists.', resource.kind, name),
      reason: 'NotFound',
      hint: ''
    };
  }
  if (status === 429 && fromCluster) {
    return {
      message: trans.__('The cluster is busy and rejected the request.'),
      reason: 'TooManyRequests',
      hint: trans.__('Try again in a minute.')
    };
  }
  if (status >= 500 && fromCluster) {
    return {
      message: trans.__(
        'The cluster could not handle the request: %1',
        error.message
      ),
      reason: error.reason || 'InternalError',
      hint: trans.__(
        'Try again in a minute. If the error persists, contact your cluster administrator.'
      )
    };
  }
  return null;
}

/**
 * For an unknown group the API answers with plain text, which the server half
 * does not pass on; for an unknown kind of a group with a Status without a name.
 */
function isKindMissing(error: ServerError, name?: string): boolean {
  const { status, reason, message } = error;
  if (reason === 'UnexpectedAnswer') {
    return /\bwith 404\b/.test(message);
  }
  const said = error.kubernetes as V1Status | null;
  return status === 404 && !said?.details?.name && name === undefined;
}
