import type { ILabStatus } from '@jupyterlab/application';
import { Dialog } from '@jupyterlab/apputils';
import { nullTranslator } from '@jupyterlab/translation';
import { DisposableDelegate } from '@lumino/disposable';
import { Signal } from '@lumino/signaling';
import { Widget } from '@lumino/widgets';
import { SubmitDialog } from '../dialog';
import { type ISubmitForm } from '../../../submitform';

class FakeForm implements ISubmitForm {
  disabledReason = '';
  edited = false;
  changed = new Signal<FakeForm, void>(this);
  submit = jest.fn(() => Promise.resolve(true));

  type(): void {
    this.edited = true;
    this.changed.emit();
  }

  block(reason: string): void {
    this.disabledReason = reason;
    this.changed.emit();
  }
}

describe('SubmitDialog', () => {
  let form: FakeForm;
  let dialog: SubmitDialog;
  let result: Promise<Dialog.IResult<void>>;
  let closed: boolean;
  /** How often the browser was asked to ask before it leaves. */
  let held: number;

  beforeEach(async () => {
    form = new FakeForm();
    held = 0;
    const status = {
      setDirty: () => {
        held += 1;
        return new DisposableDelegate(() => (held -= 1));
      }
    } as unknown as ILabStatus;
    const body = new Widget({ node: document.createElement('div') });
    body.node.innerHTML = '<input><button type="button">Copy</button>';
    dialog = new SubmitDialog({
      form,
      context: { status, trans: nullTranslator.load('jupyterlab-kserve') },
      body,
      buttons: [Dialog.cancelButton(), Dialog.okButton()]
    });
    closed = false;
    result = dialog.launch();
    void result.then(() => (closed = true));
    await settle();
  });

  afterEach(async () => {
    form.edited = false;
    dialog.resolve(0);
    await result;
  });

  const settle = () => new Promise(resolve => setTimeout(resolve));
  const find = (selector: string) =>
    dialog.node.querySelector<HTMLElement>(selector)!;
  const accept = () => find('.jp-mod-accept') as HTMLButtonElement;
  const press = (on: HTMLElement, init: KeyboardEventInit) => {
    on.focus();
    on.dispatchEvent(
      new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init })
    );
  };

  it('is closed by Escape also when what had the focus has gone', async () => {
    find('.jp-Dialog-body input').remove();
    press(document.body, { key: 'Enter' });
    await settle();
    expect(form.submit).not.toHaveBeenCalled();
    press(document.body, { key: 'Escape' });
    expect((await result).button.accept).toBe(false);
  });

  it('stays open when the submission is refused', async () => {
    form.submit.mockResolvedValueOnce(false);
    accept().click();
    await settle();
    expect(closed).toBe(false);
    accept().click();
    expect((await result).button.accept).toBe(true);
    expect(form.submit).toHaveBeenCalledTimes(2);
  });

  it('submits with Enter in a field, and with Ctrl+Enter', async () => {
    form.submit.mockResolvedValue(false);
    press(find('input'), { key: 'Enter' });
    press(find('.jp-Dialog-body button'), { key: 'Enter', ctrlKey: true });
    await settle();
    expect(form.submit).toHaveBeenCalledTimes(2);
  });

  it('leaves Enter to a button of its body', async () => {
    press(find('.jp-Dialog-body button'), { key: 'Enter' });
    await settle();
    expect(form.submit).not.toHaveBeenCalled();
  });

  it('cancels without submitting', async () => {
    find('.jp-mod-reject').click();
    expect((await result).button.accept).toBe(false);
    expect(form.submit).not.toHaveBeenCalled();
  });

  it('asks before Escape or a click beside it loses what was typed', async () => {
    form.type();
    expect(held).toBe(1);
    press(find('input'), { key: 'Escape' });
    await settle();
    expect(closed).toBe(false);
    expect(find('[role="alertdialog"]').textContent).toContain('Discard');
    // Escape again is no yes.
    press(find('[role="alertdialog"] button'), { key: 'Escape' });
    expect(find('[role="alertdialog"]')).toBeNull();
    expect(document.activeElement).toBe(find('input'));
    dialog.node.click();
    find('[role="alertdialog"] .jp-mod-warn').click();
    expect((await result).button.accept).toBe(false);
    dialog.dispose();
    expect(held).toBe(0);
  });

  it('closes at once where nothing was typed', async () => {
    press(find('input'), { key: 'Escape' });
    expect((await result).button.accept).toBe(false);
  });

  it('keeps the button disabled when something is typed', () => {
    form.block('Cannot deploy yet: the YAML is not valid.');
    find('input').dispatchEvent(new Event('input', { bubbles: true }));
    expect(accept().disabled).toBe(true);
  });

  it('disables the accept button with the reason while it is disabled', () => {
    form.block('Cannot deploy yet: memory.');
    expect(accept().disabled).toBe(true);
    expect(accept().title).toBe('Cannot deploy yet: memory.');
    form.block('');
    expect(accept().disabled).toBe(false);
  });
});
