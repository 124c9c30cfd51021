import { nullTranslator } from '@jupyterlab/translation';
import { DisposableDelegate } from '@lumino/disposable';
import { Panel, Widget } from '@lumino/widgets';
import { ModelsPanel } from '../panel';

const trans = nullTranslator.load('jupyterlab-kserve');

describe('ModelsPanel', () => {
  let host: Panel;
  let panel: ModelsPanel;
  let following: number;
  const content = jest.fn(() => Promise.resolve(new Widget()));

  beforeEach(() => {
    content.mockClear();
    following = 0;
    host = new Panel();
    panel = new ModelsPanel({
      trans,
      content,
      follow: () => {
        following += 1;
        return new DisposableDelegate(() => (following -= 1));
      }
    });
    panel.hide();
    host.addWidget(panel);
    Widget.attach(host, document.body);
  });

  afterEach(() => host.dispose());

  it('loads and follows nothing before it is seen', () => {
    expect(content).not.toHaveBeenCalled();
    expect(following).toBe(0);
  });

  it('loads its content once and follows only while it is seen', async () => {
    panel.show();
    expect(following).toBe(1);
    panel.hide();
    expect(following).toBe(0);
    panel.show();
    await Promise.resolve();
    expect(following).toBe(1);
    expect(content).toHaveBeenCalledTimes(1);
    expect(panel.widgets).toHaveLength(1);
  });

  it('stops to follow when the side bar around it is hidden', () => {
    panel.show();
    host.hide();
    expect(following).toBe(0);
  });

  it('stops to follow when it is disposed of', () => {
    panel.show();
    panel.dispose();
    expect(following).toBe(0);
  });

  it('says so when its content cannot be loaded, and tries again', async () => {
    content.mockRejectedValueOnce(new Error('connection lost'));
    panel.show();
    await new Promise(resolve => setTimeout(resolve));
    expect(panel.node.textContent).toContain('connection lost');
    panel.hide();
    panel.show();
    await new Promise(resolve => setTimeout(resolve));
    expect(content).toHaveBeenCalledTimes(2);
    expect(panel.node.textContent).not.toContain('connection lost');
  });
});
