import type { ILabStatus } from '@jupyterlab/application';
import { Dialog } from '@jupyterlab/apputils';
import { nullTranslator } from '@jupyterlab/translation';
import { DisposableDelegate } from '@lumino/disposable';
import { Signal } from '@lumino/signaling';
import { Widget } from '@lumino/widgets';
import { guardPage, UnsavedParts, type IUnsaved } from '../unsaved';

class Typed implements IUnsaved {
  edited = false;
  changed = new Signal<Typed, void>(this);

  become(edited: boolean): void {
    this.edited = edited;
    this.changed.emit();
  }
}

/** JupyterLab disposes of what is closed in its main area. */
class Page extends Widget {
  protected override onCloseRequest(): void {
    this.dispose();
  }
}

describe('guardPage', () => {
  let held = 0;
  const status = {
    setDirty: () => {
      held += 1;
      return new DisposableDelegate(() => (held -= 1));
    }
  } as unknown as ILabStatus;
  const trans = nullTranslator.load('jupyterlab-kserve');

  function make() {
    const page = new Page();
    const typed = new Typed();
    guardPage(page, typed, { status, trans });
    return { page, typed };
  }

  const settle = () => new Promise(resolve => setTimeout(resolve));

  const answer = async (look: string) => {
    await settle();
    const button = document.querySelector<HTMLElement>(`.jp-Dialog .${look}`);
    button!.click();
    await settle();
  };

  afterEach(() => Dialog.flush());

  it('closes at once where nothing was typed', () => {
    const { page } = make();
    page.close();
    expect(page.isDisposed).toBe(true);
  });

  it('marks the tab and holds the browser while something is typed', () => {
    const { page, typed } = make();
    typed.become(true);
    expect(page.title.className).toBe('jp-mod-dirty');
    expect(held).toBe(1);
    typed.become(false);
    expect(page.title.className).toBe('');
    expect(held).toBe(0);
    typed.become(true);
    page.dispose();
    expect(held).toBe(0);
  });

  it('asks before it is closed, and closes it only then', async () => {
    const { page, typed } = make();
    typed.become(true);
    page.close();
    await answer('jp-mod-reject');
    expect(page.isDisposed).toBe(false);
    page.close();
    await answer('jp-mod-warn');
    expect(page.isDisposed).toBe(true);
  });
});

describe('UnsavedParts', () => {
  it('is edited while one of them is, and tells of each', () => {
    const [one, other] = [new Typed(), new Typed()];
    const parts = new UnsavedParts([one, other]);
    const told: boolean[] = [];
    parts.changed.connect(() => told.push(parts.edited));
    one.become(true);
    other.become(true);
    one.become(false);
    other.become(false);
    expect(told).toEqual([true, true, true, false]);
    parts.dispose();
    other.become(true);
    expect(told).toHaveLength(4);
  });
});
