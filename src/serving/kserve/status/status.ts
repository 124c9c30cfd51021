import type { CoreV1Event, V1Pod } from '@kubernetes/client-node';
import type { TranslationBundle } from '@jupyterlab/translation';
import {
  condition,
  conditionFailure,
  isStopped,
  loadFailure,
  modelFailure
} from './conditions';
import { eventFailure } from './events';
import { StorageUri } from '../../../storageuri';
import type { IInferenceService } from '../kservetypes';
import { isReady, podFailure, podProgress, servedPath } from './pods';
import type { IFailure, IServiceStatus, Phase } from '../../types';

/** What a service and its clusterFacts look like now. */
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
 * The state of a service in words, with the reason when it cannot start. Pure.
 *
 * @param observed - the service, its pods and the events
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
          'but restarted %1 time, most recently a moment ago',
          'but restarted %1 times, most recently a moment ago',
          restarts
        )
      );
    }
    return pods.length === 0 && isIdle(service)
      ? status('ready', trans.__('Ready'), trans.__('idle, starts on request'))
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
  const uri = StorageUri.parse(service.spec?.predictor?.model?.storageUri);
  if (uri === null) {
    return null;
  }
  const old = pods.find(
    pod => isReady(pod) && ![null, uri.path].includes(servedPath(pod))
  );
  return old
    ? status(
        'starting',
        trans.__('Changing to %1', uri.name),
        trans.__('%1 is still serving', servedPath(old)?.split('/').pop() ?? '')
      )
    : null;
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
    words: trans.__('the model server is running but has not loaded the model'),
    evidence: trans.__(
      'The model server reports that it does not have the model %1.',
      service.metadata?.name ?? ''
    ),
    source: 'model'
  };
}

/** The state of a service whose cluster does not answer. */
export function unknownStatus(trans: TranslationBundle): IServiceStatus {
  return {
    phase: 'unknown',
    label: trans.__('Unknown'),
    detail: trans.__('no response from the cluster'),
    since: null
  };
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
