import type { V1PersistentVolumeClaim } from '@kubernetes/client-node';
import type { TranslationBundle } from '@jupyterlab/translation';
import { ServerError, type IKubernetes, type IVolumeStatus } from '../tokens';
import { claims } from './resources';
import type { ICheck } from './types';

/** Below this share of free space a large model may not fit any more. */
const SCARCE = 0.1;

function gibibytes(bytes: number): string {
  return (bytes / 1024 ** 3).toFixed(1);
}

/**
 * Whether the volume is there, can be written, and has room.
 *
 * @param volume - as the server half sees it
 * @param trans - the translation bundle
 */
export function checkVolume(
  volume: IVolumeStatus,
  trans: TranslationBundle
): ICheck[] {
  const { path, problem, free, total } = volume;
  if (!volume.exists) {
    return [
      {
        outcome: 'problem',
        title: problem?.message ?? trans.__('There is no volume at %1', path),
        evidence: problem?.hint ?? ''
      }
    ];
  }
  const scarce = total > 0 && free / total < SCARCE;
  return [
    volume.writable
      ? {
          outcome: 'fine',
          title: trans.__('%1 is mounted and can be written', path),
          evidence: ''
        }
      : {
          outcome: 'problem',
          title: problem?.message ?? trans.__('%1 cannot be written', path),
          evidence: problem?.hint ?? ''
        },
    {
      outcome: scarce ? 'note' : 'fine',
      title: trans.__(
        '%1 of %2 GiB are free',
        gibibytes(free),
        gibibytes(total)
      ),
      evidence: scarce
        ? trans.__(
            'Delete versions that nobody needs, empty the trash, or ask for a larger volume.'
          )
        : ''
    }
  ];
}

/**
 * Whether pods of services can mount the volume too.
 *
 * @param kubernetes - the cluster; it answers
 * @param claim - the claim's name, with a folder of it behind a slash if only that is mounted
 * @param trans - the translation bundle
 */
export async function checkClaim(
  kubernetes: IKubernetes,
  claim: string,
  trans: TranslationBundle
): Promise<ICheck> {
  const [name] = claim.split('/');
  let found: V1PersistentVolumeClaim;
  try {
    found = await kubernetes.get<V1PersistentVolumeClaim>(claims, name);
  } catch (error) {
    const refused = error instanceof ServerError ? error : null;
    if (refused?.status === 404) {
      return {
        outcome: 'problem',
        title: trans.__('There is no claim %1 in this namespace', name),
        evidence: trans.__(
          'Services mount the volume by this name. Ask whoever set up the workbench which claim is at the models’ path.'
        )
      };
    }
    return {
      outcome: 'skipped',
      title: trans.__('Whether pods can mount the volume'),
      evidence: String(refused?.message ?? error)
    };
  }
  const modes = found.spec?.accessModes ?? [];
  const evidence = [
    name,
    modes.join(', '),
    found.status?.phase,
    found.spec?.storageClassName
  ]
    .filter(Boolean)
    .join(' · ');
  if (found.status?.phase !== 'Bound') {
    return {
      outcome: 'problem',
      title: trans.__('The claim %1 is not bound', name),
      evidence
    };
  }
  if (modes.includes('ReadWriteMany')) {
    return {
      outcome: 'fine',
      title: trans.__('Pods can mount it too'),
      evidence
    };
  }
  return {
    outcome: modes.includes('ReadWriteOncePod') ? 'problem' : 'note',
    title: modes.includes('ReadWriteOncePod')
      ? trans.__('No other pod can mount it while the workbench runs')
      : trans.__('Only pods on the node of the workbench can mount it'),
    evidence: `${evidence}. ${trans.__('A claim with ReadWriteMany has no such limit.')}`
  };
}
