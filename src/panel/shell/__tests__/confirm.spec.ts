import { nullTranslator } from '@jupyterlab/translation';
import { waitFor } from '@testing-library/dom';
import { confirm, type IQuestion } from '../confirm';

const trans = nullTranslator.load('jupyterlab-kserve');

describe('confirm', () => {
  /** Ask, and wait until the question can be answered. */
  async function ask(question: Partial<IQuestion>) {
    const answer = confirm(
      {
        title: trans.__('Go?'),
        body: trans.__('It goes.'),
        accept: trans.__('Go'),
        ...question
      },
      trans
    );
    const dialog = await waitFor(() => {
      const found = document.querySelector<HTMLElement>('.jp-Dialog');
      expect(found?.contains(document.activeElement)).toBe(true);
      return found!;
    });
    const buttons = [
      ...dialog.querySelectorAll<HTMLElement>('.jp-Dialog-footer button')
    ];
    return { answer, dialog, buttons };
  }

  const labels = (buttons: HTMLElement[]) =>
    buttons.map(button => button.textContent);

  it('is true when it is to be done', async () => {
    const { answer, dialog, buttons } = await ask({});
    expect(dialog.textContent).toContain('It goes.');
    expect(labels(buttons)).toEqual(['Cancel', 'Go']);
    buttons[1].click();
    expect(await answer).toBe(true);
  });

  it('is false when it is left', async () => {
    const { answer, buttons } = await ask({ cancel: 'Stay' });
    expect(labels(buttons)).toEqual(['Stay', 'Go']);
    buttons[0].click();
    expect(await answer).toBe(false);
  });

  it('has Enter do it where nothing is lost', async () => {
    const { answer, buttons } = await ask({});
    expect(document.activeElement).toBe(buttons[1]);
    buttons[0].click();
    await answer;
  });

  it('has Enter leave it, and warns, where something is lost', async () => {
    const { answer, buttons } = await ask({ destructive: true });
    expect(document.activeElement).toBe(buttons[0]);
    expect(buttons[1].classList).toContain('jp-mod-warn');
    buttons[0].click();
    await answer;
  });
});
