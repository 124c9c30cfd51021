import { nullTranslator } from '@jupyterlab/translation';
import { DisposableDelegate } from '@lumino/disposable';
import { Panel, Widget } from '@lumino/widgets';
import { ModelsPanel } from '../panel';

const trans = nullTranslator.load('jupyterlab-kserve');

const settled = () => new Promise(resolve => setTimeout(resolve));

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
        return Promise.resolve([
          new DisposableDelegate(() => (following -= 1))
        ]);
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
    await settled();
    expect(following).toBe(1);
    panel.hide();
    await settled();
    expect(following).toBe(0);
    panel.show();
    await settled();
    expect(following).toBe(1);
    expect(content).toHaveBeenCalledTimes(1);
    expect(panel.widgets).toHaveLength(1);
  });

  it('follows nothing when it was hidden before it was ready to', async () => {
    panel.show();
    panel.hide();
    await settled();
    expect(following).toBe(0);
  });

  it('stops to follow when the side bar around it is hidden', async () => {
    panel.show();
    await settled();
    host.hide();
    await settled();
    expect(following).toBe(0);
  });

  it('stops to follow when it is disposed of', async () => {
    panel.show();
    await settled();
    panel.dispose();
    await settled();
    expect(following).toBe(0);
  });

  it('says so when its content cannot be loaded, and tries again', async () => {
    content.mockRejectedValueOnce(new Error('connection lost'));
    panel.show();
    await settled();
    expect(panel.node.textContent).toContain('connection lost');
    panel.hide();
    panel.show();
    await settled();
    expect(content).toHaveBeenCalledTimes(2);
    expect(panel.node.textContent).not.toContain('connection lost');
  });
});
