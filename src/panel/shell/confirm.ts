import { Dialog, showDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';

/** A question that is answered by doing something or by leaving it. */
export interface IQuestion {
  title: string;
  /** What comes of it: text, or a widget or element that says more. */
  body: Dialog.Body<unknown>;
  /** The label of the button that does it. */
  accept: string;
  /** The label of the button that leaves it, if that is another one than "Cancel". */
  cancel?: string;
  /** Something is lost: the button warns, and Enter by mistake does not do it. */
  destructive?: boolean;
}

/**
 * Ask before something is done. Not from within a dialog.
 *
 * @returns whether it is to be done
 */
export async function confirm(
  question: IQuestion,
  trans: TranslationBundle
): Promise<boolean> {
  const { title, body, accept, cancel, destructive = false } = question;
  const { button } = await showDialog({
    title,
    body,
    buttons: [
      Dialog.cancelButton({ label: cancel ?? trans.__('Cancel') }),
      destructive
        ? Dialog.warnButton({ label: accept })
        : Dialog.okButton({ label: accept })
    ],
    ...(destructive && { defaultButton: 0 })
  });
  return button.accept;
}
