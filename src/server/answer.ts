import type { TranslationBundle } from '@jupyterlab/translation';
import { ServerError } from './errors';
import type { IProblem } from './types';

/** The members of an error body that we look at; any may be missing. */
interface IErrorBody {
  kind?: unknown;
  message?: unknown;
  reason?: unknown;
  hint?: unknown;
}

/**
 * What an HTTP answer says.
 *
 * @param path - what was asked for, below our part of the server
 * @param response - the answer
 * @param text - its body
 * @returns the parsed JSON; undefined when there is no body
 * @throws ServerError for a status that is not 2xx and for a body that is not
 * JSON, which is never quoted: it may be a page for a browser
 */
export function answerOf(
  path: string,
  response: Pick<Response, 'ok' | 'status'>,
  text: string,
  trans: TranslationBundle
): unknown {
  const { status } = response;
  const body = parse(text);
  if (response.ok) {
    if (text === '') {
      return undefined;
    }
    if (body === undefined) {
      throw new ServerError(status, {
        message: trans.__('The response is not from the server extension.'),
        reason: 'UnexpectedAnswer',
        hint: trans.__('Reload the page, and sign in again if prompted.')
      });
    }
    return body;
  }
  if (status === 404 && path === 'status') {
    throw new ServerError(status, {
      message: trans.__('The server extension is not running.'),
      reason: 'ServerExtensionMissing',
      hint: trans.__(
        'Run “%1” in the environment of the Jupyter server, then restart the server.',
        'jupyter server extension enable jupyterlab_kserve'
      )
    });
  }
  const said = (body ?? {}) as IErrorBody;
  const own = describe(status, trans);
  throw new ServerError(
    status,
    {
      message: wordOr(said.message, own.message),
      reason: wordOr(said.reason, own.reason),
      // Our hint fits our message only.
      hint: wordOr(said.hint, wordOr(said.message, '') ? '' : own.hint)
    },
    said.kind === 'Status' ? body : null
  );
}

/** The object or array in a text; undefined when there is none. */
function parse(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value !== null && typeof value === 'object' ? value : undefined;
  } catch {
    return undefined;
  }
}

function wordOr(value: unknown, otherwise: string): string {
  return typeof value === 'string' && value !== '' ? value : otherwise;
}

/** Words for a status whose body says nothing. */
function describe(status: number, trans: TranslationBundle): IProblem {
  if (status === 401 || status === 403) {
    return {
      message: trans.__('The Jupyter server refused the request.'),
      reason: 'Refused',
      hint: trans.__('Reload the page, and sign in again if prompted.')
    };
  }
  if (status === 404) {
    return {
      message: trans.__('The server extension does not support this request.'),
      reason: 'NotFound',
      hint: ''
    };
  }
  if (status === 429) {
    return {
      message: trans.__('Too many requests were sent.'),
      reason: 'TooManyRequests',
      hint: trans.__('Try again in a minute.')
    };
  }
  if ([502, 503, 504].includes(status)) {
    return {
      message: trans.__(
        'The Jupyter server cannot be reached (HTTP %1).',
        status
      ),
      reason: 'Unreachable',
      hint: trans.__('Check that the workbench is running, then try again.')
    };
  }
  return {
    message: trans.__('The server returned an error (HTTP %1).', status),
    reason: 'UnexpectedError',
    hint: trans.__('See the log of the Jupyter server for details.')
  };
}
