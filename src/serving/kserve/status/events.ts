import type { CoreV1Event, V1Pod } from '@kubernetes/client-node';
import type { TranslationBundle } from '@jupyterlab/translation';
import { failureOf, diagnose } from '../diagnosis/causes';
import type { IInferenceService } from '../kservetypes';
import type { IFailure } from '../../types';

/** Reasons of events that say why there is no pod, or why it waits. */
const failures = [
  'FailedCreate',
  'FailedScheduling',
  'FailedMount',
  'FailedAttachVolume',
  'FailedCreatePodSandBox'
];

/** What Kubernetes does itself a moment later. */
const passing =
  /object has been modified|timed out waiting for the condition|failed to sync|already exists/i;

/**
 * Why a service cannot start, as its events say it. Only for a service that is
 * not ready: events stay for an hour, also when what they tell is over.
 *
 * @param pods - its pods that are not being deleted
 * @param events - warnings of its namespace
 * @returns null when the events say nothing
 */
export function eventFailure(
  service: IInferenceService,
  pods: ReadonlyArray<V1Pod>,
  events: ReadonlyArray<CoreV1Event>,
  trans: TranslationBundle
): IFailure | null {
  const since = String(service.metadata?.creationTimestamp ?? '');
  const found = events
    .filter(
      event =>
        event.type === 'Warning' &&
        timeOf(event) >= since &&
        isAbout(event, service, pods) &&
        !isPassing(event, trans)
    )
    .sort((one, other) => (timeOf(one) < timeOf(other) ? 1 : -1));
  return found.length > 0
    ? failureOf(found[0].message ?? found[0].reason ?? '', 'event', trans)
    : probeFailure(pods, events, trans);
}

/** A server that loads a large model is not ready for this long, in milliseconds. */
const PROBE_PATIENCE_MS = 3 * 60_000;

/** A container runs, and its check has failed for longer than loading takes. */
function probeFailure(
  pods: ReadonlyArray<V1Pod>,
  events: ReadonlyArray<CoreV1Event>,
  trans: TranslationBundle
): IFailure | null {
  for (const pod of pods) {
    const status = pod.status?.containerStatuses?.find(
      ({ ready, state }) => !ready && state?.running
    );
    const started = Date.parse(String(status?.state?.running?.startedAt));
    const event = events.find(
      ({ reason, involvedObject, ...found }) =>
        reason === 'Unhealthy' &&
        involvedObject.name === pod.metadata?.name &&
        Date.parse(timeOf({ reason, involvedObject, ...found })) - started >
          PROBE_PATIENCE_MS
    );
    if (status && event) {
      return {
        cause: 'probe',
        words: trans.__(
          'the readiness probe fails, so the pod gets no requests'
        ),
        evidence: event.message ?? '',
        source: 'event',
        container: {
          pod: pod.metadata?.name ?? '',
          name: status.name,
          previous: false
        }
      };
    }
  }
  return null;
}

/**
 * When an event was seen last, as ISO 8601, which sorts as text.
 *
 * @param event - any event
 */
export function timeOf(event: CoreV1Event): string {
  const { series, lastTimestamp, eventTime, metadata } = event;
  return String(
    series?.lastObservedTime ??
      lastTimestamp ??
      eventTime ??
      metadata.creationTimestamp ??
      ''
  );
}

function isAbout(
  event: CoreV1Event,
  service: IInferenceService,
  pods: ReadonlyArray<V1Pod>
): boolean {
  const { kind, name = '' } = event.involvedObject;
  if (kind === 'Pod') {
    return (
      failures.includes(event.reason ?? '') &&
      pods.some(
        pod => pod.metadata?.name === name && mayWait(pod, event.reason)
      )
    );
  }
  if (pods.length > 0) {
    // Whatever kept the pods from being created is over.
    return false;
  }
  if (kind === 'InferenceService') {
    return name === service.metadata?.name;
  }
  return (
    failures.includes(event.reason ?? '') &&
    name.startsWith(`${service.metadata?.name}-predictor`)
  );
}

/** Whether a pod is still where such an event found it. */
function mayWait(pod: V1Pod, reason?: string): boolean {
  return reason === 'FailedScheduling'
    ? !pod.spec?.nodeName
    : pod.status?.phase !== 'Running';
}

function isPassing(event: CoreV1Event, trans: TranslationBundle): boolean {
  const message = event.message ?? '';
  return (
    passing.test(message) &&
    (event.count ?? event.series?.count ?? 1) < 3 &&
    diagnose(message, trans) === null
  );
}
