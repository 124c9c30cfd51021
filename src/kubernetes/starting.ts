import type { IKubernetesStatus } from '../tokens';

/**
 * Whether the cluster is on its way, and will be there without any doing of the user.
 *
 * @param status - the connection of the server half; undefined before it has told
 */
export function isStarting(
  status: Pick<IKubernetesStatus, 'reason'> | undefined
): boolean {
  return status?.reason === 'ClusterStarting';
}
