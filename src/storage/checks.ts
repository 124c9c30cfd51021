import type { TranslationBundle } from '@jupyterlab/translation';
import type { IHealth } from '../tokens';
import type { IModelStore } from './types';

/**
 * Add the check of the models on the volume.
 *
 * @param health - the registry of checks
 * @param store - the models
 */
export function addStorageChecks(
  health: IHealth,
  store: IModelStore,
  trans: TranslationBundle
): void {
  const title = trans.__('Models and services');
  health.addGroup({ id: 'models', title, order: 10 });
  health.add({
    id: 'models',
    group: 'models',
    title,
    run: async (words, once) => {
      const { checkModels } = await import('./health');
      await once('models', () => store.refresh());
      return checkModels(store, words);
    }
  });
}
