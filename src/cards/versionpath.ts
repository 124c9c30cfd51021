import type { IModelRecord } from '../tokens';
import { UNVERSIONED } from '../notebook/modelcode';

/**
 * Where a version is on the volume, as a notebook sees it.
 *
 * @param root - path where the volume is mounted
 * @param record - the version
 * @returns the folder; for a flat file what its path begins with
 */
export function whereOf(root: string, record: IModelRecord): string {
  const { name, version } = record;
  return [root, name, version === UNVERSIONED ? '' : version]
    .filter(Boolean)
    .join('/');
}
