import { Dialog, Notification, showDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { problemOf, type IProblem } from '../../tokens';

/** The button of a notification that shows what to do; none where nothing can be said. */
export function detailActions(
  problem: IProblem | null,
  trans: TranslationBundle
): Notification.IAction[] {
  return problem?.hint
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
    : [];
}

/**
 * Notify of something that was thrown: what happened, and what to do behind
 * "Show details".
 *
 * @param error - what was thrown
 */
export function notifyError(error: unknown, trans: TranslationBundle): void {
  const problem = problemOf(error, trans);
  Notification.error(problem.message, {
    autoClose: false,
    actions: detailActions(problem, trans)
  });
}
