import type { V1Status, V1StatusCause } from '@kubernetes/client-node';
import { ServerError } from '../../../tokens';
import { quote } from '../diagnosis/causes';
import type { IFieldProblem } from './types';

type Field = IFieldProblem['field'];

/**
 * What a refused dry-run says about the fields of the form.
 *
 * @param error - what the dry-run threw
 * @returns null when the refusal is not about what was filled in
 */
export function refusalOf(error: unknown): IFieldProblem[] | null {
  if (!(error instanceof ServerError) || !isAboutInput(error)) {
    return null;
  }
  const status = error.kubernetes as V1Status;
  const causes = status.details?.causes ?? [];
  const problems = causes.map(cause => causeProblem(cause, error));
  if (problems.length === 0) {
    problems.push(...textProblems(error));
  }
  // Requests and limits are one field of the form.
  return problems.filter(
    (problem, index) =>
      problem.field === null ||
      problems.findIndex(({ field }) => field === problem.field) === index
  );
}

/** What a server-side apply of a wrong field or type is refused with. */
const TYPED = 'failed to create typed patch object';

function isAboutInput(error: ServerError): boolean {
  const status = error.kubernetes as V1Status | null;
  if (status === null) {
    return false;
  }
  if (error.status === 403) {
    // A policy or a webhook; a missing right comes with whom to ask.
    return error.hint === '';
  }
  // The API server has 500 for a field that it does not know.
  return (
    [400, 409, 422].includes(error.status) ||
    (error.status === 500 && (status.message ?? '').startsWith(TYPED))
  );
}

function causeProblem(cause: V1StatusCause, error: ServerError): IFieldProblem {
  const path = cause.field ?? '';
  return {
    field: fieldOf(path, cause.message ?? ''),
    message: wordsOf(cause.message ?? error.message),
    reason: cause.reason ?? error.reason,
    hint: '',
    ...(path && { path })
  };
}

/** What is refused with a text only, which may name paths. */
function textProblems(error: ServerError): IFieldProblem[] {
  const text = (error.kubernetes as V1Status).message ?? error.message;
  const { reason } = error;
  if (text.startsWith(TYPED)) {
    const found = [...text.matchAll(/(?:^|\s)\.((?:spec|metadata)\S*): (.+)/g)];
    if (found.length > 0) {
      return found.map(([, path, message]) => ({
        field: fieldOf(path, ''),
        message: wordsOf(message),
        reason: 'Invalid',
        hint: '',
        path
      }));
    }
  }
  return [
    { field: fieldOf('', text), message: wordsOf(text), reason, hint: '' }
  ];
}

/** The fields of the form, by the paths in the object. */
const PATHS: [RegExp, Field][] = [
  [/resources\b.*\bcpu\b/, 'cpu'],
  [/resources\b.*\bmemory\b/, 'memory'],
  [/resources\b.*gpu\b/, 'gpu'],
  [/\bmetadata\.name\b/, 'serviceName'],
  [/\bdisplay-name\b/, 'displayName'],
  [/enable-auth\b/, 'auth'],
  [/networking\.kserve\.io\/visibility\b/, 'route'],
  [/model\.runtime\b|\bservingruntime\b/i, 'runtime'],
  [/\bstorageUri\b/i, 'version'],
  [/\bminReplicas\b/i, 'minReplicas'],
  [/\bmaxReplicas\b/i, 'maxReplicas'],
  [/model\.env\b/, 'environment'],
  [/\bdeploymentStrategy\b/, 'recreate']
];

/** The field of the form that a path, or else a text, is about. */
function fieldOf(path: string, text: string): Field {
  const about = path || text;
  const found = PATHS.find(([pattern]) => pattern.test(about));
  if (found) {
    return found[1];
  }
  return !path && /InferenceService name|"[^"]*" is invalid: .*name/.test(text)
    ? 'serviceName'
    : null;
}

/** The message without the webhook's address. */
function wordsOf(message: string): string {
  return quote(
    message.replace(/^admission webhook "[^"]*" denied the request: /, '')
  );
}
