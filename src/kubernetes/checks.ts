import type { TranslationBundle } from '@jupyterlab/translation';
import type { IHealth } from '../tokens';
import type { IKubernetes } from './types';

/**
 * Add what the cluster is asked for that the server half does not check.
 *
 * @param health - the registry of checks
 */
export function addKubernetesChecks(
  health: IHealth,
  kubernetes: IKubernetes,
  trans: TranslationBundle
): void {
  health.add({
    id: 'quota',
    group: 'cluster',
    title: trans.__('Quota'),
    run: async words => {
      // The server half says why there is no cluster.
      if (kubernetes.state !== 'ready') {
        return [];
      }
      const { checkQuota } = await import('./health');
      return [await checkQuota(kubernetes, words)];
    }
  });
}
