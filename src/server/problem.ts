import type { TranslationBundle } from '@jupyterlab/translation';
import { ServerError } from './errors';
import type { IProblem } from './types';

/**
 * What to show for something that was thrown.
 *
 * @param error - a ServerError, which has its own words, or anything else
 */
export function problemOf(error: unknown, trans: TranslationBundle): IProblem {
  if (error instanceof ServerError) {
    return {
      message: error.message,
      reason: error.reason,
      hint: error.hint
    };
  }
  return {
    message: error instanceof Error ? error.message : String(error),
    reason: 'UnexpectedError',
    hint: trans.__('Reload the page and try again.')
  };
}
