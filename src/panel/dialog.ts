import { Dialog } from '@jupyterlab/apputils';
import type { Message } from '@lumino/messaging';
import type { ISignal } from '@lumino/signaling';

/** A form whose submission may fail. */
export interface ISubmitForm {
  /** Why it cannot be submitted now; empty when it can. */
  readonly blocked: string;
  readonly changed: ISignal<ISubmitForm, void>;
  /**
   * Submit.
   *
   * @returns whether it succeeded and the dialog may close
   */
  submit(): Promise<boolean>;
}

/** Options of a dialog around a form. */
export interface ISubmitDialogOptions extends Partial<Dialog.IOptions<void>> {
  form: ISubmitForm;
}

/**
 * A dialog that stays open until its form was submitted: what was typed is
 * not lost to a refusal. Enter in a field and Ctrl+Enter submit.
 */
export class SubmitDialog extends Dialog<void> {
  constructor(options: ISubmitDialogOptions) {
    super(options);
    this.addClass('jp-Kserve-Dialog');
    this._form = options.form;
    this._accept = (options.buttons ?? []).findIndex(button => button.accept);
    this._form.changed.connect(this._showBlocked, this);
  }

  override dispose(): void {
    this._form.changed.disconnect(this._showBlocked, this);
    super.dispose();
  }

  override handleEvent(event: Event): void {
    super.handleEvent(event);
    if (event.type === 'input') {
      // Core enables the button at every input that it finds nothing wrong with,
      // and an editor may have told of its change before.
      this._showBlocked();
    }
  }

  override resolve(index?: number): void {
    if (index !== undefined && index !== this._accept) {
      super.resolve(index);
      return;
    }
    void this._form.submit().then(done => {
      if (done) {
        super.resolve(this._accept);
      }
    });
  }

  protected override onAfterAttach(message: Message): void {
    super.onAfterAttach(message);
    this._showBlocked();
  }

  protected override _evtKeydown(event: KeyboardEvent): void {
    const editor =
      event.target instanceof HTMLElement &&
      event.target.closest('[contenteditable="true"]');
    if (editor && event.key === 'Escape') {
      // It closes what the editor has open, not the dialog with what was typed.
      return;
    }
    if (event.key !== 'Enter') {
      super._evtKeydown(event);
      return;
    }
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      event.stopPropagation();
      this.resolve();
      return;
    }
    // Core takes Enter away from every button that is not in the footer, and
    // from editors.
    const own =
      event.target instanceof HTMLElement &&
      event.target.closest('button, summary');
    const footer = own && own.closest('.jp-Dialog-footer') !== null;
    if (!editor && (!own || footer)) {
      super._evtKeydown(event);
    }
  }

  /** Disable the accept button while there is a reason to. */
  private _showBlocked(): void {
    const accept = this.node.querySelector<HTMLButtonElement>(
      '.jp-Dialog-footer .jp-mod-accept'
    );
    if (accept) {
      accept.disabled = this._form.blocked !== '';
      accept.title = this._form.blocked;
    }
  }

  private _form: ISubmitForm;
  private _accept: number;
}
