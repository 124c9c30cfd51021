import type { V1Status, V1StatusCause } from '@kubernetes/client-node';
import type { TranslationBundle } from '@jupyterlab/translation';
import { ServerError } from '../tokens';
import { quote } from './failure';
import type { IFieldProblem } from './types';

type Field = IFieldProblem['field'];

/**
 * What a refused dry-run says about the fields of the form.
 *
 * @param error - what the dry-run threw
 * @param trans - the translation bundle
 * @returns null when the refusal is not about what was filled in
 */
export function refusalOf(
  error: unknown,
  trans: TranslationBundle
): IFieldProblem[] | null {
  if (!(error instanceof ServerError) || !isAboutInput(error)) {
    return null;
  }
  const status = error.kubernetes as V1Status;
  const causes = status.details?.causes ?? [];
  if (error.status === 409) {
    return [conflict(status, causes, trans)];
  }
  const problems = causes.map(cause => causeProblem(cause, error));
  if (problems.length === 0) {
    problems.push({
      field: fieldOf('', error.message),
      message: wordsOf(error.message),
      reason: error.reason,
      hint: ''
    });
  }
  // Requests and limits are one field of the form.
  return problems.filter(
    (problem, index) =>
      problem.field === null ||
      problems.findIndex(({ field }) => field === problem.field) === index
  );
}

function isAboutInput(error: ServerError): boolean {
  if (error.kubernetes === null) {
    return false;
  }
  if (error.status === 403) {
    // A policy or a webhook; a missing right comes with whom to ask.
    return error.hint === '';
  }
  return [400, 409, 422].includes(error.status);
}

function causeProblem(cause: V1StatusCause, error: ServerError): IFieldProblem {
  return {
    field: fieldOf(cause.field ?? '', cause.message ?? ''),
    message: wordsOf(cause.message ?? error.message),
    reason: cause.reason ?? error.reason,
    hint: cause.field ?? ''
  };
}

/** The field of the form that a path, or else a text, is about. */
function fieldOf(path: string, text: string): Field {
  const about = path || text;
  if (/resources\b.*\bcpu\b/.test(about)) {
    return 'cpu';
  }
  if (/resources\b.*\bmemory\b/.test(about)) {
    return 'memory';
  }
  if (/^metadata\.name$|\bmetadata\.name\b/.test(about)) {
    return 'serviceName';
  }
  if (/model\.runtime\b|\bservingruntime\b/i.test(about)) {
    return 'runtime';
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

/** Somebody else owns fields that we would change. */
function conflict(
  status: V1Status,
  causes: V1StatusCause[],
  trans: TranslationBundle
): IFieldProblem {
  const owners = causes.flatMap(
    ({ message }) => /conflict with "([^"]+)"/.exec(message ?? '')?.[1] ?? []
  );
  const fields = causes.flatMap(({ field }) => field ?? []);
  return {
    field: null,
    message:
      owners.length > 0
        ? trans.__(
            'The service exists, and %1 has set %2.',
            [...new Set(owners)].join(', '),
            [...new Set(fields)].join(', ')
          )
        : wordsOf(status.message ?? ''),
    reason: 'Conflict',
    hint: trans.__('Change it there, or choose another service name.')
  };
}
