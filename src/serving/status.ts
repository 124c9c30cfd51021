import type { CoreV1Event, V1Pod } from '@kubernetes/client-node';
import type { TranslationBundle } from '@jupyterlab/translation';
import { eventFailure } from './events';
import { failureOf } from './failure';
import {
  pathOnVolume,
  type ICondition,
  type IInferenceService
} from './inferenceservice';
import { isReady, podFailure, podProgress, servedPath } from './pods';
import { STOP_ANNOTATION } from './resources';
import type { IFailure, IServiceStatus, Phase } from './types';

/** What a service and its surroundings look like now. */
export interface IObserved {
  service: IInferenceService;
  /** The pods of this service. */
  pods: ReadonlyArray<V1Pod>;
  /** The warnings of its namespace. */
  events: ReadonlyArray<CoreV1Event>;
  /** Whether the server says that it has the model; null when it was not asked. */
  loaded?: boolean | null;
}

/** So many starts within ten minutes are worth a word. */
const MANY_RESTARTS = 3;
const RECENT_MS = 10 * 60_000;

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
  const failed = (failure: IFailure) => ({
    ...status('failed', trans.__('Cannot start'), failure.words),
    failure
  });
  const failure =
    modelFailure(service, trans) ??
    firstOf(pods, pod => podFailure(pod, trans)) ??
    loadFailure(service, trans);
  if (ready?.status === 'True') {
    if (failure) {
      return {
        ...status(
          'warn',
          trans.__('Ready'),
          trans.__('but the last change cannot start: %1', failure.words)
        ),
        failure
      };
    }
    if (observed.loaded === false) {
      return failed(notLoaded(service, trans));
    }
    return rolling(service, pods, trans, status) ?? running();
  }
  const reason =
    failure ??
    eventFailure(service, pods, observed.events, trans) ??
    conditionFailure(service, trans);
  if (reason) {
    return failed(reason);
  }
  const progress = firstOf(pods, pod => podProgress(pod, trans) || null);
  return status('starting', trans.__('Starting'), progress ?? '');

  function running(): IServiceStatus {
    const restarts = recentRestarts(pods);
    if (restarts >= MANY_RESTARTS) {
      return status(
        'warn',
        trans.__('Ready'),
        trans._n(
          'but it was restarted %1 time, and again a moment ago',
          'but it was restarted %1 times, and again a moment ago',
          restarts
        )
      );
    }
    return pods.length === 0 && isIdle(service)
      ? status('ready', trans.__('Ready'), trans.__('idle, wakes on request'))
      : status('ready', trans.__('Ready'));
  }
}

/** Pods of what was served before still take the requests. */
function rolling(
  service: IInferenceService,
  pods: ReadonlyArray<V1Pod>,
  trans: TranslationBundle,
  status: (phase: Phase, label: string, detail: string) => IServiceStatus
): IServiceStatus | null {
  const wanted = pathOnVolume(service.spec?.predictor?.model?.storageUri);
  if (wanted === null) {
    return null;
  }
  const old = pods.find(
    pod => isReady(pod) && ![null, wanted].includes(servedPath(pod))
  );
  return old
    ? status(
        'starting',
        trans.__('Changing to %1', lastPart(wanted)),
        trans.__('%1 still serves', lastPart(servedPath(old) ?? ''))
      )
    : null;
}

function lastPart(path: string): string {
  return path.split('/').pop() ?? '';
}

/** Starts of the container that was started anew last, when that was just now. */
function recentRestarts(pods: ReadonlyArray<V1Pod>): number {
  const statuses = pods.flatMap(pod => pod.status?.containerStatuses ?? []);
  return Math.max(
    0,
    ...statuses
      .filter(
        ({ lastState }) =>
          Date.now() - Date.parse(String(lastState?.terminated?.finishedAt)) <
          RECENT_MS
      )
      .map(({ restartCount }) => restartCount)
  );
}

/** Knative takes the last pod away where nobody asks. */
function isIdle(service: IInferenceService): boolean {
  return condition(service, 'PredictorRouteReady')?.status === 'True';
}

/** KServe is content with an open port: the server itself says otherwise. */
function notLoaded(
  service: IInferenceService,
  trans: TranslationBundle
): IFailure {
  return {
    cause: 'not-loaded',
    words: trans.__('the server runs, but it has loaded no model'),
    evidence: trans.__(
      'The server says that it does not have the model %1.',
      service.metadata?.name ?? ''
    ),
    source: 'model'
  };
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

/**
 * Whether somebody stopped a service.
 *
 * @param service - the service
 */
export function isStopped(service: IInferenceService): boolean {
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
): IFailure | null {
  const { transitionStatus, lastFailureInfo } =
    service.status?.modelStatus ?? {};
  if (transitionStatus !== 'InvalidSpec') {
    return null;
  }
  const { runtime, modelFormat } = service.spec?.predictor?.model ?? {};
  const format = modelFormat?.name ?? '';
  const message = lastFailureInfo?.message ?? '';
  const failure = (cause: IFailure['cause'], words: string): IFailure => ({
    cause,
    words,
    evidence: message,
    source: 'condition'
  });
  switch (lastFailureInfo?.reason) {
    case 'RuntimeNotRecognized':
      return failure(
        'runtime-missing',
        trans.__('there is no runtime %1', runtime ?? '')
      );
    case 'RuntimeDisabled':
      return failure(
        'runtime-disabled',
        trans.__('the runtime %1 is disabled', runtime ?? '')
      );
    case 'NoSupportingRuntime':
      return failure(
        'runtime-format',
        runtime
          ? trans.__('the runtime %1 does not take %2', runtime, format)
          : trans.__('no runtime takes %1', format)
      );
    default:
      return failureOf(
        message || trans.__('KServe refuses its spec'),
        'condition',
        trans
      );
  }
}

/**
 * KServe saw the model fail. The failure itself stays in the status after a
 * recovery: only together with the state of the transition it is news.
 */
function loadFailure(
  service: IInferenceService,
  trans: TranslationBundle
): IFailure | null {
  const { transitionStatus, lastFailureInfo, states } =
    service.status?.modelStatus ?? {};
  if (
    transitionStatus !== 'BlockedByFailedLoad' &&
    states?.targetModelState !== 'FailedToLoad'
  ) {
    return null;
  }
  return failureOf(
    lastFailureInfo?.message ||
      trans.__('the model failed to load, its log says why'),
    'condition',
    trans,
    'crash'
  );
}

function conditionFailure(
  service: IInferenceService,
  trans: TranslationBundle
): IFailure | null {
  const failed = (service.status?.conditions ?? []).filter(
    ({ type, status, reason }) =>
      type !== 'Stopped' && status === 'False' && !benign.test(reason ?? '')
  );
  // Ready repeats what one of the others says first.
  const first = failed.find(({ type }) => type !== 'Ready') ?? failed[0];
  return first
    ? failureOf(first.message || first.reason || first.type, 'condition', trans)
    : null;
}

function condition(
  service: IInferenceService,
  type: string
): ICondition | undefined {
  return service.status?.conditions?.find(found => found.type === type);
}

function firstOf<T>(
  pods: ReadonlyArray<V1Pod>,
  ask: (pod: V1Pod) => T | null
): T | null {
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
