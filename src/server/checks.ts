import type { TranslationBundle } from '@jupyterlab/translation';
import type { IHealth } from '../tokens';
import type { IServer } from './types';
import type { IHealthAnswer } from './health';

/**
 * Add what the server half can say: of itself, and in `GET health`.
 *
 * @param health - the registry of checks
 */
export function addServerChecks(
  health: IHealth,
  server: IServer,
  trans: TranslationBundle
): void {
  const groups = [
    { id: 'volume', title: trans.__('Volume'), order: 20 },
    { id: 'permissions', title: trans.__('Permissions'), order: 30 },
    { id: 'cluster', title: trans.__('Cluster and KServe'), order: 40 }
  ];
  for (const group of groups) {
    health.addGroup(group);
    health.add({
      id: `server-${group.id}`,
      group: group.id,
      title: group.title,
      run: async (_trans, once) => {
        const { findingsIn } = await import('./health');
        const answer = await once('health', () =>
          server.request<IHealthAnswer>('health')
        );
        return findingsIn(answer, group.id);
      }
    });
  }
  const title = trans.__('This extension');
  health.addGroup({ id: 'extension', title, order: 60 });
  health.add({
    id: 'server',
    group: 'extension',
    title,
    required: true,
    run: async words => {
      const { checkServer } = await import('./health');
      return checkServer(server, words);
    }
  });
}
