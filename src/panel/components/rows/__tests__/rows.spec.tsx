import { CommandRegistry } from '@lumino/commands';
import { act, fireEvent, render, screen } from '@testing-library/react';
import { nullTranslator } from '@jupyterlab/translation';
import React from 'react';
import { Rows, type IRowsHandle, type IRowsProps } from '../rows';

const trans = nullTranslator.load('jupyterlab-kserve');

const many = Array.from(
  { length: 10_000 },
  (_, index) => `model-${String(index).padStart(5, '0')}`
);

const onSelect = jest.fn();
const onOpen = jest.fn();

function list(changes: Partial<IRowsProps<string>> = {}) {
  return (
    <Rows
      label={trans.__('Models')}
      items={many}
      name={item => item}
      render={item => (
        <>
          <div role="gridcell">{item}</div>
          <div role="gridcell">
            <button type="button">{trans.__('Deploy')}</button>
            <button type="button">{trans.__('More')}</button>
          </div>
        </>
      )}
      className={() => 'jp-Kserve-Model'}
      dataName="data-kserve-model"
      selected={null}
      onSelect={onSelect}
      onOpen={onOpen}
      oneHeight
      {...changes}
    />
  );
}

const rows = () => screen.getAllByRole('row');
const row = (name: string) =>
  rows().find(element => element.dataset.kserveModel === name)!;
const focused = () =>
  (document.activeElement as HTMLElement).dataset.kserveModel ??
  document.activeElement?.textContent;
const press = (key: string, options = {}) =>
  fireEvent.keyDown(document.activeElement!, { key, ...options });

describe('Rows', () => {
  beforeEach(() => jest.clearAllMocks());

  it('has few of 10,000 rows in the page, and says how many there are', () => {
    render(list());
    expect(rows().length).toBeLessThan(100);
    const grid = screen.getByRole('grid');
    expect(grid.getAttribute('aria-rowcount')).toBe('10000');
    expect(rows()[0].getAttribute('aria-rowindex')).toBe('1');
  });

  it('reaches every row with the keyboard', () => {
    render(list());
    act(() => rows()[0].focus());
    press('End');
    expect(focused()).toBe('model-09999');
    expect(row('model-09999').getAttribute('aria-rowindex')).toBe('10000');
    press('ArrowUp');
    expect(focused()).toBe('model-09998');
    press('PageUp');
    expect(Number(focused()!.slice(6))).toBeLessThan(9998);
    press('Home');
    expect(focused()).toBe('model-00000');
    for (const letter of 'model-0777') {
      press(letter);
    }
    expect(focused()).toBe('model-07770');
    expect(rows().length).toBeLessThan(100);
  });

  it('keeps the row with the focus in the page when it is scrolled away', () => {
    render(list());
    act(() => rows()[3].focus());
    const grid = screen.getByRole('grid');
    grid.scrollTop = 200_000;
    fireEvent.scroll(grid);
    expect(row('model-00003')).toBe(document.activeElement);
    expect(row('model-04770')).toBeTruthy();
    expect(rows().filter(element => element.tabIndex === 0)).toHaveLength(1);
  });

  it('draws only the rows that are new when it is scrolled', () => {
    const drawn = jest.fn((item: string) => <div role="gridcell">{item}</div>);
    render(list({ render: drawn }));
    drawn.mockClear();
    const grid = screen.getByRole('grid');
    grid.scrollTop = 42 * 20;
    fireEvent.scroll(grid);
    expect(drawn.mock.calls.length).toBeGreaterThan(0);
    expect(drawn.mock.calls.length).toBeLessThan(20);
  });

  it('goes on at the next row when the row with the focus goes away', () => {
    const items = ['a', 'b', 'c'];
    const { rerender } = render(list({ items }));
    act(() => row('b').focus());
    rerender(list({ items: ['a', 'c'] }));
    expect(focused()).toBe('c');
    rerender(list({ items: ['a'] }));
    expect(focused()).toBe('a');
  });

  it('does not take the focus when a row goes away that has not got it', () => {
    const { rerender } = render(list({ items: ['a', 'b'] }));
    rerender(list({ items: ['a'] }));
    expect(document.activeElement).toBe(document.body);
  });

  it('brings what is selected from elsewhere into sight', () => {
    const { rerender } = render(list());
    rerender(list({ selected: 'model-05000' }));
    expect(screen.getByRole('grid').scrollTop).toBeGreaterThan(0);
    expect(row('model-05000').getAttribute('aria-selected')).toBe('true');
    expect(row('model-05000').tabIndex).toBe(0);
  });

  it('goes to the actions of a row and back', () => {
    render(list());
    act(() => rows()[0].focus());
    press('ArrowRight');
    expect(focused()).toBe('Deploy');
    press('ArrowRight');
    press('ArrowRight');
    expect(focused()).toBe('More');
    press('ArrowLeft');
    press('ArrowLeft');
    expect(focused()).toBe('model-00000');
    press('ArrowRight');
    press('Escape');
    expect(focused()).toBe('model-00000');
  });

  it.each([
    ['ContextMenu', {}],
    ['F10', { shiftKey: true }]
  ])('opens the context menu with %s', (key, options) => {
    const opened = jest.fn();
    document.addEventListener('contextmenu', opened);
    render(list());
    act(() => rows()[2].focus());
    press(key, options);
    document.removeEventListener('contextmenu', opened);
    expect(opened).toHaveBeenCalledTimes(1);
    const [event] = opened.mock.calls[0] as [MouseEvent];
    expect(event.target).toBe(rows()[2]);
    // JupyterLab would leave it to the browser.
    expect(event.shiftKey).toBe(false);
  });

  it('selects, opens, and gives the selection up', () => {
    render(list());
    act(() => rows()[1].focus());
    press(' ');
    expect(onSelect).toHaveBeenLastCalledWith('model-00001');
    press('Enter');
    expect(onOpen).toHaveBeenLastCalledWith('model-00001');
    press('Escape');
    expect(onSelect).toHaveBeenLastCalledWith(null);
  });

  it('holds shortcuts of one letter back while one types', () => {
    jest.useFakeTimers();
    const execute = jest.fn();
    const letterKeys = new CommandRegistry();
    letterKeys.addCommand('deploy', { describedBy: { args: {} }, execute });
    letterKeys.addKeyBinding({
      command: 'deploy',
      keys: ['D'],
      selector: '[data-letter-keys] .jp-Kserve-Model'
    });
    const onKey = (event: KeyboardEvent) =>
      letterKeys.processKeydownEvent(event);
    document.addEventListener('keydown', onKey);
    const items = ['alpha', 'mode', 'moth'];
    render(list({ items, letterKeys }));
    act(() => rows()[0].focus());
    press('m');
    press('o');
    press('d', { keyCode: 68 });
    expect(focused()).toBe('mode');
    expect(execute).not.toHaveBeenCalled();
    act(() => jest.advanceTimersByTime(1000));
    press('d', { keyCode: 68 });
    expect(execute).toHaveBeenCalledTimes(1);
    expect(focused()).toBe('mode');
    document.removeEventListener('keydown', onKey);
    jest.useRealTimers();
  });

  it('gives the focus to the first row when it is asked to', () => {
    const handle = React.createRef<IRowsHandle>();
    const { rerender } = render(list({ handle }));
    act(() => {
      expect(handle.current!.focusFirst()).toBe(true);
    });
    expect(focused()).toBe('model-00000');
    rerender(list({ handle, items: [] }));
    expect(handle.current!.focusFirst()).toBe(false);
  });
});
