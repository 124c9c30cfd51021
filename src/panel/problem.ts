import { Dialog, Notification, showDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { ServerError, type IProblem } from '../tokens';

/**
 * What to show for something that was thrown.
 *
 * @param error - a ServerError, which has its own words, or anything else
 * @param trans - the translation bundle
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

/**
 * Notify of something that was thrown: what happened, and what to do behind
 * "Show details".
 *
 * @param error - what was thrown
 * @param trans - the translation bundle
 */
export function notifyOf(error: unknown, trans: TranslationBundle): void {
  const problem = problemOf(error, trans);
  Notification.error(problem.message, {
    autoClose: false,
    actions: problem.hint
      ? [
          {
            label: trans.__('Show details'),
            callback: () => {
              void showDialog({
                title: problem.message,
                body: problem.hint,
                buttons: [Dialog.okButton({ label: trans.__('Close') })]
              });
            }
          }
        ]
      : []
  });
}
