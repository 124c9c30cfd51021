import type { ILabStatus } from '@jupyterlab/application';
import type { TranslationBundle } from '@jupyterlab/translation';
import { DisposableDelegate, type IDisposable } from '@lumino/disposable';
import { MessageLoop } from '@lumino/messaging';
import { Signal, type ISignal } from '@lumino/signaling';
import type { Widget } from '@lumino/widgets';
import { confirm } from './confirm';

/** Something that one types into, and that is lost when it is closed. */
export interface IUnsaved {
  /** Whether something would be lost now. */
  readonly edited: boolean;
  readonly changed: ISignal<IUnsaved, void>;
}

/** Several things that are typed into as one. */
export class UnsavedParts implements IUnsaved, IDisposable {
  /**
   * @param parts - what is typed into
   */
  constructor(private readonly parts: ReadonlyArray<IUnsaved>) {
    parts.forEach(part => part.changed.connect(this._onChanged, this));
  }

  get edited(): boolean {
    return this.parts.some(part => part.edited);
  }

  get changed(): ISignal<IUnsaved, void> {
    return this._changed;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    this._isDisposed = true;
    Signal.clearData(this);
  }

  private _onChanged(): void {
    this._changed.emit();
  }

  private _isDisposed = false;
  private readonly _changed = new Signal<UnsavedParts, void>(this);
}

/** What asks before it is lost. */
export interface IUnsavedContext {
  /** Makes the browser ask before JupyterLab is closed; null without one. */
  status: ILabStatus | null;
  trans: TranslationBundle;
}

/** The words of the question whether to give up what was typed. */
export function discardWords(trans: TranslationBundle) {
  return {
    title: trans.__('Discard unsaved changes?'),
    text: trans.__('Your changes have not been saved.'),
    keep: trans.__('Keep Editing'),
    discard: trans.__('Discard')
  };
}

/** Ask whether to give up what was typed. Not from within a dialog. */
export function askToDiscard(trans: TranslationBundle): Promise<boolean> {
  const { title, text, keep, discard } = discardWords(trans);
  return confirm(
    { title, body: text, cancel: keep, accept: discard, destructive: true },
    trans
  );
}

/**
 * Have the browser ask before JupyterLab is closed, while something is typed.
 *
 * @param unsaved - what is typed into
 * @param context - what asks
 * @returns ends it
 */
export function holdBrowser(
  unsaved: IUnsaved,
  { status }: IUnsavedContext
): IDisposable {
  let held: IDisposable | null = null;
  const settle = () => {
    if (unsaved.edited) {
      held ??= status?.setDirty() ?? null;
    } else {
      held?.dispose();
      held = null;
    }
  };
  unsaved.changed.connect(settle);
  settle();
  return new DisposableDelegate(() => {
    unsaved.changed.disconnect(settle);
    held?.dispose();
  });
}

/** On the tab of a page that something is typed into, as on JupyterLab's own. */
const DIRTY_CLASS = 'jp-mod-dirty';

/**
 * Have a page marked, and ask before it is closed, while something is typed.
 *
 * @param page - the page
 * @param unsaved - what of it is typed into
 * @param context - what asks
 */
export function guardPage(
  page: Widget,
  unsaved: IUnsaved,
  context: IUnsavedContext
): void {
  const holding = holdBrowser(unsaved, context);
  const mark = () => {
    page.title.className = unsaved.edited ? DIRTY_CLASS : '';
  };
  unsaved.changed.connect(mark);
  MessageLoop.installMessageHook(page, (_, message) => {
    if (message.type !== 'close-request' || !unsaved.edited) {
      return true;
    }
    void askToDiscard(context.trans).then(discarded => {
      if (discarded) {
        page.dispose();
      }
    });
    return false;
  });
  page.disposed.connect(() => {
    unsaved.changed.disconnect(mark);
    holding.dispose();
  });
}
