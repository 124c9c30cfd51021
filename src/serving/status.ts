import type { CoreV1Event, V1Pod } from '@kubernetes/client-node';
import type { TranslationBundle } from '@jupyterlab/translation';
import { eventFailure } from './events';
import { meaningOrQuote } from './failure';
import type { ICondition, IInferenceService } from './inferenceservice';
import { podFailure, podProgress } from './pods';
import { STOP_ANNOTATION } from './resources';
import type { IServiceStatus, Phase } from './types';

/** What a service and its surroundings look like now. */
export interface IObserved {
  service: IInferenceService;
  /** The pods of this service. */
  pods: ReadonlyArray<V1Pod>;
  /** The warnings of its namespace. */
  events: ReadonlyArray<CoreV1Event>;
}

/**
 * Reasons of a false condition that every healthy start shows for a while. A
 * crash and a missing image show the same: their reasons are in the pods.
 */
const benign =
  /^$|^Stopped$|^MinimumReplicas|ReplicaSet|RevisionMissing|Deploying|Unin?itialized|NotConfigured|NotReady$|NotReconciled|ingress not created/;

/**
 * The state of a service in words, with the reason when it cannot start. Pure.
 *
 * @param observed - the service, its pods and the events
 * @param trans - the translation bundle
 */
export function translateStatus(
  observed: IObserved,
  trans: TranslationBundle
): IServiceStatus {
  const { service } = observed;
  const pods = observed.pods.filter(pod => !pod.metadata?.deletionTimestamp);
  const ready = condition(service, 'Ready');
  const since =
    ready?.lastTransitionTime ?? timeOf(service.metadata?.creationTimestamp);
  const status = (phase: Phase, label: string, detail = '') => ({
    phase,
    label,
    detail,
    since
  });

  if (service.metadata?.deletionTimestamp) {
    return status('stopped', trans.__('Stopped'), trans.__('being deleted'));
  }
  if (isStopped(service)) {
    return {
      ...status('stopped', trans.__('Stopped')),
      since: condition(service, 'Stopped')?.lastTransitionTime ?? since
    };
  }
  const failure =
    modelFailure(service, trans) ??
    firstOf(pods, pod => podFailure(pod, trans)) ??
    loadFailure(service, trans);
  if (ready?.status === 'True') {
    return failure
      ? status(
          'warn',
          trans.__('Ready'),
          trans.__('but the last change cannot start: %1', failure)
        )
      : status('ready', trans.__('Ready'));
  }
  const reason =
    failure ??
    eventFailure(service, pods, observed.events, trans) ??
    conditionFailure(service, trans);
  if (reason) {
    return status('failed', trans.__('Cannot start'), reason);
  }
  const progress = firstOf(pods, pod => podProgress(pod, trans) || null);
  return status('starting', trans.__('Starting'), progress ?? '');
}

/**
 * The state of a service whose cluster does not answer.
 *
 * @param trans - the translation bundle
 */
export function unknownStatus(trans: TranslationBundle): IServiceStatus {
  return {
    phase: 'unknown',
    label: trans.__('Unknown'),
    detail: trans.__('no answer from the cluster'),
    since: null
  };
}

function isStopped(service: IInferenceService): boolean {
  return (
    service.metadata?.annotations?.[STOP_ANNOTATION] === 'true' ||
    (condition(service, 'Stopped')?.status === 'True' &&
      condition(service, 'Ready')?.status !== 'True')
  );
}

/** The spec itself cannot be served, whatever the pods do. */
function modelFailure(
  service: IInferenceService,
  trans: TranslationBundle
): string | null {
  const { transitionStatus, lastFailureInfo } =
    service.status?.modelStatus ?? {};
  if (transitionStatus !== 'InvalidSpec') {
    return null;
  }
  const { runtime, modelFormat } = service.spec?.predictor?.model ?? {};
  const format = modelFormat?.name ?? '';
  switch (lastFailureInfo?.reason) {
    case 'RuntimeNotRecognized':
      return trans.__('there is no runtime %1', runtime ?? '');
    case 'RuntimeDisabled':
      return trans.__('the runtime %1 is disabled', runtime ?? '');
    case 'NoSupportingRuntime':
      return runtime
        ? trans.__('the runtime %1 does not take %2', runtime, format)
        : trans.__('no runtime takes %1', format);
    default:
      return lastFailureInfo?.message
        ? meaningOrQuote(lastFailureInfo.message, trans)
        : trans.__('KServe refuses its spec');
  }
}

/**
 * KServe saw the model fail. The failure itself stays in the status after a
 * recovery: only together with the state of the transition it is news.
 */
function loadFailure(
  service: IInferenceService,
  trans: TranslationBundle
): string | null {
  const { transitionStatus, lastFailureInfo, states } =
    service.status?.modelStatus ?? {};
  if (
    transitionStatus !== 'BlockedByFailedLoad' &&
    states?.targetModelState !== 'FailedToLoad'
  ) {
    return null;
  }
  return lastFailureInfo?.message
    ? meaningOrQuote(lastFailureInfo.message, trans)
    : trans.__('the model failed to load, its log says why');
}

function conditionFailure(
  service: IInferenceService,
  trans: TranslationBundle
): string | null {
  const failed = (service.status?.conditions ?? []).filter(
    ({ type, status, reason }) =>
      type !== 'Stopped' && status === 'False' && !benign.test(reason ?? '')
  );
  // Ready repeats what one of the others says first.
  const first = failed.find(({ type }) => type !== 'Ready') ?? failed[0];
  return first
    ? meaningOrQuote(first.message || first.reason || first.type, trans)
    : null;
}

function condition(
  service: IInferenceService,
  type: string
): ICondition | undefined {
  return service.status?.conditions?.find(found => found.type === type);
}

function firstOf(
  pods: ReadonlyArray<V1Pod>,
  ask: (pod: V1Pod) => string | null
): string | null {
  for (const pod of pods) {
    const answer = ask(pod);
    if (answer) {
      return answer;
    }
  }
  return null;
}

/** The API sends text where the typings say Date. */
function timeOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
