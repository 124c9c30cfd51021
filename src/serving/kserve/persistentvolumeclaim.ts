import type { V1PersistentVolumeClaim, V1Pod } from '@kubernetes/client-node';
import type { StorageUri } from '../../storageuri';
import { persistentVolumeClaims, pods } from '../../tokens';
import type { IKubernetes } from '../../tokens';
import { SERVICE_LABEL } from './annotations';
import type { IClaim } from './types';

/**
 * The volume as the cluster has it.
 *
 * @param place - on the volume; null when it is on none, or not known
 * @returns null when the cluster does not say: nothing is concluded then
 */
export async function readClaim(
  kubernetes: IKubernetes,
  place: StorageUri | null
): Promise<IClaim | null> {
  if (place === null) {
    return null;
  }
  const name = place.claim;
  try {
    const claim = await kubernetes.get<V1PersistentVolumeClaim>(
      persistentVolumeClaims,
      name
    );
    const accessModes = claim.status?.accessModes ?? claim.spec?.accessModes;
    if (!accessModes?.length) {
      return null;
    }
    const shared = accessModes.some(mode => mode.endsWith('Many'));
    const node = shared ? null : await nodeOf(kubernetes, name);
    return { name, accessModes, shared, node };
  } catch {
    return null;
  }
}

/** The node of a running pod that mounts the claim, the workbench as a rule. */
async function nodeOf(
  kubernetes: IKubernetes,
  claim: string
): Promise<string | null> {
  const list = await kubernetes.list<V1Pod>(pods).catch(() => null);
  const mounting = (list?.items ?? []).filter(
    ({ spec, status }) =>
      status?.phase === 'Running' &&
      spec?.volumes?.some(
        volume => volume.persistentVolumeClaim?.claimName === claim
      )
  );
  // A service that is about to be replaced says less than the workbench.
  const workbench = mounting.find(
    ({ metadata }) => metadata?.labels?.[SERVICE_LABEL] === undefined
  );
  return (workbench ?? mounting[0])?.spec?.nodeName ?? null;
}
