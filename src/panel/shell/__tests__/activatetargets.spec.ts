import { Notification } from '@jupyterlab/apputils';
import { nullTranslator } from '@jupyterlab/translation';
import { PluginRegistry, type IPlugin } from '@lumino/coreutils';
import { MemoryTarget } from '../../../serving/__tests__/memorytarget';
import { Serving } from '../../../serving/registry';
import { IServing } from '../../../tokens';
import { activateTargets } from '../activatetargets';

const trans = nullTranslator.load('jupyterlab-kserve');

describe('activateTargets()', () => {
  let app: PluginRegistry<object>;

  const serving: IPlugin<object, IServing> = {
    id: 'jupyterlab-kserve:serving',
    provides: IServing,
    activate: () => new Serving()
  };
  /** A plugin as another package has it. */
  const adding = (id: string): IPlugin<object, void> => ({
    id,
    requires: [IServing],
    activate: (_app, registry) => {
      (registry as IServing).add(new MemoryTarget(id));
    }
  });
  const failing: IPlugin<object, void> = {
    id: 'other:serving-target-broken',
    activate: () => {
      throw new Error('It is broken.');
    }
  };
  const targets = async () =>
    (await app.resolveRequiredService(IServing)).targets.map(({ id }) => id);

  beforeEach(() => {
    app = new PluginRegistry();
    app.application = {};
    app.registerPlugin(serving);
    // What was thrown is logged there too.
    jest.spyOn(console, 'error').mockImplementation(() => undefined);
  });
  afterEach(() => jest.restoreAllMocks());

  it('has plugins of any package add their targets, not before', async () => {
    app.registerPlugins([
      adding('one:serving-target-local'),
      adding('other:serving-target-vllm'),
      adding('other:serving')
    ]);
    await app.activatePlugins('startUp');
    expect(app.isPluginActivated('one:serving-target-local')).toBe(false);
    await activateTargets(app, trans);
    expect(await targets()).toEqual([
      'one:serving-target-local',
      'other:serving-target-vllm'
    ]);
  });

  it('tells of one that fails, and goes on with the others', async () => {
    const told = jest.spyOn(Notification, 'error').mockReturnValue('');
    app.registerPlugins([failing, adding('one:serving-target-local')]);
    await activateTargets(app, trans);
    expect(await targets()).toEqual(['one:serving-target-local']);
    expect(told.mock.calls[0][0]).toContain('It is broken.');
  });

  it('fails where none can be activated', async () => {
    app.registerPlugin(failing);
    await expect(activateTargets(app, trans)).rejects.toThrow('It is broken.');
  });
});
