import type {
  V1ContainerStateTerminated,
  V1ContainerStatus,
  V1Pod
} from '@kubernetes/client-node';
import type { TranslationBundle } from '@jupyterlab/translation';
import { failureOf, diagnose, quote } from '../diagnosis/causes';
import type { IFailure } from '../../types';

/** The volume that KServe adds for a `pvc://` address. */
const MODEL_VOLUME = 'kserve-pvc-source';

/**
 * Why a pod cannot start.
 *
 * @param pod - a pod of a service
 * @returns null when nothing speaks against its start
 */
export function podFailure(
  pod: V1Pod,
  trans: TranslationBundle
): IFailure | null {
  const scheduled = pod.status?.conditions?.find(
    condition => condition.type === 'PodScheduled'
  );
  if (scheduled?.status === 'False' && scheduled.message) {
    return failureOf(scheduled.message, 'pod', trans, 'unschedulable');
  }
  for (const status of statusesOf(pod)) {
    const failure = containerFailure(pod, status, trans);
    if (failure) {
      return {
        ...failure,
        container: {
          pod: pod.metadata?.name ?? '',
          name: status.name,
          previous: !status.state?.terminated && status.restartCount > 0
        }
      };
    }
  }
  // Evicted, or refused by the node.
  return pod.status?.phase === 'Failed'
    ? failureOf(
        pod.status.message ?? pod.status.reason ?? trans.__('the pod failed'),
        'pod',
        trans
      )
    : null;
}

/**
 * How far a pod has come that nothing speaks against.
 *
 * @param pod - a pod of a service
 */
export function podProgress(pod: V1Pod, trans: TranslationBundle): string {
  const statuses = pod.status?.containerStatuses ?? [];
  if (statuses.some(status => status.state?.waiting)) {
    return trans.__('the container is being created');
  }
  if (statuses.some(status => status.state?.running && !status.ready)) {
    return trans.__('the model is loading');
  }
  return pod.spec?.nodeName ? '' : trans.__('waiting for a node');
}

/**
 * The states of a pod's containers, those that run first of all included.
 *
 * @param pod - any pod
 */
export function statusesOf(pod: V1Pod): V1ContainerStatus[] {
  return [
    ...(pod.status?.initContainerStatuses ?? []),
    ...(pod.status?.containerStatuses ?? [])
  ];
}

/**
 * Whether requests reach a pod.
 *
 * @param pod - any pod
 */
export function isReady(pod: V1Pod): boolean {
  return (
    !pod.metadata?.deletionTimestamp &&
    (pod.status?.conditions ?? []).some(
      ({ type, status }) => type === 'Ready' && status === 'True'
    )
  );
}

/**
 * The path on the volume that a pod was made for; a service that changes has
 * pods of two of them.
 *
 * @param pod - a pod of a service
 * @returns null for a pod without a model of a volume
 */
export function servedPath(pod: V1Pod): string | null {
  for (const { volumeMounts } of pod.spec?.containers ?? []) {
    const mount = volumeMounts?.find(({ name }) => name === MODEL_VOLUME);
    if (mount) {
      return (mount.subPath ?? '').replace(/\/+$/, '');
    }
  }
  return null;
}

function containerFailure(
  pod: V1Pod,
  status: V1ContainerStatus,
  trans: TranslationBundle
): IFailure | null {
  const { waiting, terminated, running } = status.state ?? {};
  const last = status.lastState?.terminated;
  switch (waiting?.reason) {
    case 'ImagePullBackOff':
    case 'ErrImagePull':
    case 'ErrImageNeverPull':
    case 'InvalidImageName':
      return imageFailure(pod, status, waiting.message ?? '', trans);
    case 'CreateContainerConfigError':
    case 'CreateContainerError':
    case 'RunContainerError':
      return failureOf(
        waiting.message ?? waiting.reason,
        'pod',
        trans,
        'container-config'
      );
    case 'CrashLoopBackOff':
      return last
        ? crash(pod, status, last, trans)
        : failureOf(waiting.message ?? waiting.reason, 'pod', trans, 'crash');
    default:
      break;
  }
  if (terminated && terminated.exitCode !== 0) {
    return crash(pod, status, terminated, trans);
  }
  // Between two crashes it runs for a moment: the row must not go to and fro.
  if (running && !status.ready && last && last.exitCode !== 0) {
    return crash(pod, status, last, trans);
  }
  return null;
}

function imageFailure(
  pod: V1Pod,
  status: V1ContainerStatus,
  message: string,
  trans: TranslationBundle
): IFailure {
  const image = containerOf(pod, status)?.image ?? status.image;
  const failure = { evidence: message, source: 'pod' } as const;
  if (/unauthorized|denied|authentication|forbidden/i.test(message)) {
    return {
      ...failure,
      cause: 'image-refused',
      words: trans.__('the registry denies access to the image %1', image)
    };
  }
  return {
    ...failure,
    cause: 'image',
    words: /not found|manifest unknown|no such/i.test(message)
      ? trans.__('the image %1 does not exist', image)
      : trans.__('the image %1 cannot be pulled', image)
  };
}

function crash(
  pod: V1Pod,
  status: V1ContainerStatus,
  terminated: V1ContainerStateTerminated,
  trans: TranslationBundle
): IFailure {
  const { exitCode, reason } = terminated;
  const evidence = (terminated.message ?? '').trim();
  const failure = { evidence, source: 'pod' } as const;
  if (reason === 'OOMKilled') {
    const limit = containerOf(pod, status)?.resources?.limits?.memory;
    return {
      ...failure,
      cause: 'memory',
      words: limit
        ? trans.__('it exceeds its memory limit of %1', limit)
        : trans.__('it needs more memory than is available')
    };
  }
  // A traceback ends with the error itself; what stands above may be harmless.
  const line = evidence.split('\n').pop() ?? '';
  return {
    ...failure,
    ...(diagnose(line, trans) ??
      diagnose(evidence, trans) ?? {
        cause: 'crash',
        words: line
          ? trans.__('%1 (exit code %2)', quote(line), exitCode)
          : trans.__('it exits with code %1, see the log', exitCode)
      })
  };
}

function containerOf(pod: V1Pod, status: V1ContainerStatus) {
  return [
    ...(pod.spec?.initContainers ?? []),
    ...(pod.spec?.containers ?? [])
  ].find(container => container.name === status.name);
}
