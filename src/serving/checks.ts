import type { TranslationBundle } from '@jupyterlab/translation';
import type {
  IHealth,
  IFinding,
  IKubernetes,
  IModelStore,
  IServer
} from '../tokens';
import { volumeOf } from '../tokens';
import type { IServing } from './types';

/** What the checks of services look at. */
export interface IServingChecksOptions {
  serving: IServing;
  kubernetes: IKubernetes;
  server: IServer;
  store: IModelStore;
  trans: TranslationBundle;
}

/**
 * Add the checks of KServe, its runtimes and the services.
 *
 * @param health - the registry of checks
 * @param options - what they look at
 */
export function addServingChecks(
  health: IHealth,
  options: IServingChecksOptions
): void {
  const { serving, kubernetes, server, store, trans } = options;
  const inCluster = async (check: () => Promise<IFinding[]>) =>
    kubernetes.state === 'ready'
      ? check()
      : [
          {
            state: 'unknown' as const,
            message: trans.__('Not checked: no cluster is connected')
          }
        ];
  health.add({
    id: 'services',
    group: 'models',
    title: trans.__('Models and services'),
    run: (words, once) =>
      inCluster(async () => {
        const { checkServices, servicesListed } = await import('./health');
        await Promise.all([
          once('models', () => store.refresh()),
          servicesListed(serving)
        ]);
        return checkServices(serving, store, words);
      })
  });
  const title = trans.__('Runtimes');
  health.addGroup({ id: 'runtimes', title, order: 50 });
  health.add({
    id: 'runtimes',
    group: 'runtimes',
    title,
    run: (words, once) =>
      inCluster(async () => {
        const { checkRuntimes } = await import('./health');
        await once('models', () => store.refresh());
        return checkRuntimes(serving, store, words);
      })
  });
  health.add({
    id: 'webhook',
    group: 'cluster',
    title: trans.__('KServe accepts services'),
    run: async words => {
      // The server half says why there is no cluster.
      if (kubernetes.state !== 'ready') {
        return [];
      }
      const { checkWebhook } = await import('./kserve/health');
      const claim = volumeOf(server)?.claim ?? '';
      return [await checkWebhook(kubernetes, claim, words)];
    }
  });
}
