import { StateDB } from '@jupyterlab/statedb';
import { SidebarPreferences } from '../preferences';

describe('SidebarPreferences', () => {
  it('come back as they were left', async () => {
    const state = new StateDB();
    const before = await SidebarPreferences.load(state, null);
    before.toggle('models');
    before.toggle('files');
    before.sort = 'size';
    const after = await SidebarPreferences.load(state, null);
    expect(after.isOpen('models')).toBe(false);
    expect(after.isOpen('files')).toBe(true);
    expect(after.isOpen('deployments')).toBe(true);
    expect(after.sort).toBe('size');
  });

  it('are as at first when what was kept makes no sense', async () => {
    const state = new StateDB();
    for (const kept of ['?', { open: { models: 'no' }, sort: 'colour' }, {}]) {
      await state.save('jupyterlab-kserve:sidebar', kept);
      const preferences = await SidebarPreferences.load(state, null);
      expect(preferences.isOpen('models')).toBe(true);
      expect(preferences.sort).toBe('name');
    }
  });

  it('work where nothing is kept', async () => {
    const preferences = await SidebarPreferences.load(null, null);
    const changed = jest.fn();
    preferences.changed.connect(changed);
    preferences.toggle('models');
    expect(preferences.isOpen('models')).toBe(false);
    expect(changed).toHaveBeenCalledTimes(1);
  });
});
