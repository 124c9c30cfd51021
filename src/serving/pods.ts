import type {
  V1ContainerStateTerminated,
  V1ContainerStatus,
  V1Pod
} from '@kubernetes/client-node';
import type { TranslationBundle } from '@jupyterlab/translation';
import { meaningOf, meaningOrQuote, quote } from './failure';

/**
 * Why a pod cannot start, in one clause.
 *
 * @param pod - a pod of a service
 * @param trans - the translation bundle
 * @returns null when nothing speaks against its start
 */
export function podFailure(
  pod: V1Pod,
  trans: TranslationBundle
): string | null {
  const scheduled = pod.status?.conditions?.find(
    condition => condition.type === 'PodScheduled'
  );
  if (scheduled?.status === 'False' && scheduled.message) {
    return meaningOrQuote(scheduled.message, trans);
  }
  const statuses = [
    ...(pod.status?.initContainerStatuses ?? []),
    ...(pod.status?.containerStatuses ?? [])
  ];
  for (const status of statuses) {
    const failure = containerFailure(pod, status, trans);
    if (failure) {
      return failure;
    }
  }
  // Evicted, or refused by the node.
  return pod.status?.phase === 'Failed'
    ? meaningOrQuote(pod.status.message ?? pod.status.reason ?? '', trans) ||
        trans.__('the pod failed')
    : null;
}

/**
 * How far a pod has come that nothing speaks against.
 *
 * @param pod - a pod of a service
 * @param trans - the translation bundle
 */
export function podProgress(pod: V1Pod, trans: TranslationBundle): string {
  const statuses = pod.status?.containerStatuses ?? [];
  if (statuses.some(status => status.state?.waiting)) {
    return trans.__('the container is being created');
  }
  if (statuses.some(status => status.state?.running && !status.ready)) {
    return trans.__('the model is being loaded');
  }
  return pod.spec?.nodeName ? '' : trans.__('waiting for a node');
}

function containerFailure(
  pod: V1Pod,
  status: V1ContainerStatus,
  trans: TranslationBundle
): string | null {
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
      return meaningOrQuote(waiting.message ?? waiting.reason, trans);
    case 'CrashLoopBackOff':
      return last
        ? crash(pod, status, last, trans)
        : quote(waiting.message ?? waiting.reason);
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
): string {
  const image = containerOf(pod, status)?.image ?? status.image;
  if (/unauthorized|denied|authentication|forbidden/i.test(message)) {
    return trans.__('the registry refuses the image %1', image);
  }
  if (/not found|manifest unknown|no such/i.test(message)) {
    return trans.__('there is no image %1', image);
  }
  return trans.__('the image %1 cannot be pulled', image);
}

function crash(
  pod: V1Pod,
  status: V1ContainerStatus,
  terminated: V1ContainerStateTerminated,
  trans: TranslationBundle
): string {
  const { exitCode, reason } = terminated;
  if (reason === 'OOMKilled') {
    const limit = containerOf(pod, status)?.resources?.limits?.memory;
    return limit
      ? trans.__('it needs more memory than its limit of %1', limit)
      : trans.__('it needs more memory than there is');
  }
  const message = (terminated.message ?? '').trim();
  // A traceback ends with the error itself; what stands above may be harmless.
  const line = message.split('\n').pop() ?? '';
  const meaning = meaningOf(line, trans) ?? meaningOf(message, trans);
  if (meaning) {
    return meaning;
  }
  return line
    ? trans.__('%1 (exit code %2)', quote(line), exitCode)
    : trans.__('it ends with exit code %1, its log says why', exitCode);
}

function containerOf(pod: V1Pod, status: V1ContainerStatus) {
  return [
    ...(pod.spec?.initContainers ?? []),
    ...(pod.spec?.containers ?? [])
  ].find(container => container.name === status.name);
}
