import { Dialog } from '@jupyterlab/apputils';
import type { Message } from '@lumino/messaging';
import type { IDisposable } from '@lumino/disposable';
import type { ISubmitForm } from '../../submitform';
import { discardWords, holdBrowser, type IUnsavedContext } from './unsaved';

export interface ISubmitDialogOptions extends Partial<Dialog.IOptions<void>> {
  form: ISubmitForm;
  context: IUnsavedContext;
}

/**
 * A dialog that stays open until its form was submitted: what was typed is
 * not lost to a refusal, nor to Escape or a click beside it. Enter in a field
 * and Ctrl+Enter submit.
 */
export class SubmitDialog extends Dialog<void> {
  constructor(options: ISubmitDialogOptions) {
    super(options);
    this.addClass('jp-Kserve-Dialog');
    this._form = options.form;
    this._context = options.context;
    this._holding = holdBrowser(options.form, options.context);
    this._accept = (options.buttons ?? []).findIndex(button => button.accept);
    this._form.changed.connect(this._showBlocked, this);
  }

  override dispose(): void {
    this._holding.dispose();
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

  /** Close it as Escape does: what was typed is asked about once. */
  override reject(): void {
    if (this._question) {
      this._keep();
    } else if (this._form.edited) {
      this._ask();
    } else {
      super.reject();
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
    document.addEventListener('keydown', this._onStrayKey);
  }

  protected override onAfterDetach(message: Message): void {
    document.removeEventListener('keydown', this._onStrayKey);
    super.onAfterDetach(message);
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

  /** What had the focus may have gone, or been disabled: keys then go to nobody, and Enter is nobody's. */
  private _onStrayKey = (event: KeyboardEvent): void => {
    if (event.target === document.body && event.key !== 'Enter') {
      this._evtKeydown(event);
    }
  };

  /** Disable the accept button while there is a reason to. */
  private _showBlocked(): void {
    const accept = this.node.querySelector<HTMLButtonElement>(
      '.jp-Dialog-footer .jp-mod-accept'
    );
    if (accept) {
      accept.disabled = this._form.disabledReason !== '';
      accept.title = this._form.disabledReason;
    }
  }

  /** Ask in its own frame: JupyterLab shows one dialog at a time. */
  private _ask(): void {
    const words = discardWords(this._context.trans);
    const question = document.createElement('div');
    question.className = 'jp-Kserve-Discard';
    question.setAttribute('role', 'alertdialog');
    question.setAttribute('aria-label', words.title);
    const text = document.createElement('span');
    text.textContent = `${words.title} ${words.text}`;
    const keep = makeButton(words.keep, '', () => this._keep());
    const discard = makeButton(words.discard, 'jp-mod-warn', () =>
      super.reject()
    );
    question.append(text, keep, discard);
    this.node.querySelector('.jp-Dialog-content')?.append(question);
    this._question = question;
    this._before = document.activeElement;
    keep.focus();
  }

  /** Go on where it was asked. */
  private _keep(): void {
    this._question?.remove();
    this._question = null;
    if (this._before instanceof HTMLElement) {
      this._before.focus();
    }
  }

  private _form: ISubmitForm;
  private _context: IUnsavedContext;
  private _holding: IDisposable;
  /** Whether to give up what was typed, while that is asked. */
  private _question: HTMLElement | null = null;
  private _before: Element | null = null;
  private _accept: number;
}

function makeButton(
  label: string,
  look: string,
  onClick: () => void
): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = `jp-Kserve-Button ${look}`.trim();
  button.textContent = label;
  button.addEventListener('click', onClick);
  return button;
}
