import type {
  V1ContainerStatus,
  V1ManagedFieldsEntry,
  V1Pod
} from '@kubernetes/client-node';
import type { TranslationBundle } from '@jupyterlab/translation';
import { FIELD_MANAGER } from '../../../tokens';
import type { IInferenceService } from '../kservetypes';
import type { IServiceContainer, IServicePod } from '../types';
import type { ILog, IServiceDetails, IStep } from '../../servicetypes';
import { fieldsOf } from '../managedfields';
import { isReady, servedPath, statusesOf } from '../status/pods';
import { displayNameOf } from '../deploy/parse';
import { PREVIOUS_ANNOTATION } from '../annotations';
import { isStopped } from '../status/conditions';
import type { IServiceStatus } from '../../types';

/** Writes what it sees, not what somebody wants. */
const CONTROLLERS = /^(manager|kserve.*|kube-controller-manager)$/;

/**
 * What is known of a service beyond its row. Pure.
 *
 * @param pods - its pods
 * @param status - its translated status
 */
export function detailsOf(
  service: IInferenceService,
  pods: ReadonlyArray<V1Pod>,
  status: IServiceStatus,
  trans: TranslationBundle
): IServiceDetails {
  const { metadata, spec } = service;
  const predictor = spec?.predictor ?? {};
  const min = predictor.minReplicas ?? 1;
  const told = pods.map(pod => podOf(pod, trans));
  return {
    generation: metadata?.generation ?? 0,
    stopped: isStopped(service),
    displayName: displayNameOf(metadata ?? {}),
    replicas: {
      ready: pods.filter(isReady).length,
      min,
      max: Math.max(min, predictor.maxReplicas ?? min)
    },
    steps: stepsOf(service, pods, status, trans),
    previousUri: metadata?.annotations?.[PREVIOUS_ANNOTATION] ?? null,
    logs: told.flatMap(logsOf),
    mainLog: mainLogOf(told),
    kubernetes: {
      object: service,
      applied: (metadata?.managedFields ?? []).some(isOurs)
        ? fieldsOf(service, FIELD_MANAGER)
        : null,
      mode: modeOf(service),
      memory: predictor.model?.resources?.limits?.memory ?? null,
      pods: told,
      managers: managersOf(service)
    }
  };
}

/** Who else has set parts of its spec. */
function managersOf({ metadata }: IInferenceService): string[] {
  const names = (metadata?.managedFields ?? [])
    .filter(({ subresource, fieldsV1 }) => {
      const fields = fieldsV1 as Record<string, unknown> | undefined;
      return !subresource && fields?.['f:spec'] !== undefined;
    })
    .map(({ manager }) => manager ?? '')
    .filter(name => name !== FIELD_MANAGER && !CONTROLLERS.test(name));
  return [...new Set(names)];
}

function logsOf({ name, containers }: IServicePod): ILog[] {
  return containers.map(container => ({
    instance: name,
    container: container.name,
    keepsPrevious: true
  }));
}

/** The log of the model server, of a pod that takes requests if there is one. */
function mainLogOf(pods: ReadonlyArray<IServicePod>): ILog | null {
  const pod = pods.find(({ ready, ending }) => ready && !ending) ?? pods[0];
  const logs = pod ? logsOf(pod) : [];
  return (
    logs.find(({ container }) => container === 'kserve-container') ??
    logs[0] ??
    null
  );
}

/** What we apply; the annotations of other ways to write say nothing of it. */
function isOurs({ manager, operation }: V1ManagedFieldsEntry): boolean {
  return manager === FIELD_MANAGER && operation === 'Apply';
}

function modeOf(service: IInferenceService): 'Standard' | 'Knative' {
  return (service.status?.conditions ?? []).some(({ type }) =>
    /^(RoutesReady|PredictorRouteReady|LatestDeploymentReady)$/.test(type)
  )
    ? 'Knative'
    : 'Standard';
}

function podOf(pod: V1Pod, trans: TranslationBundle): IServicePod {
  const containers = [
    ...(pod.spec?.initContainers ?? []),
    ...(pod.spec?.containers ?? [])
  ];
  return {
    name: pod.metadata?.name ?? '',
    node: pod.spec?.nodeName ?? null,
    ready: isReady(pod),
    ending: pod.metadata?.deletionTimestamp !== undefined,
    path: servedPath(pod),
    created: textOf(pod.metadata?.creationTimestamp),
    containers: containers.map(({ name, image }): IServiceContainer => {
      const status = statusesOf(pod).find(found => found.name === name);
      return {
        name,
        image: image ?? '',
        ready: status?.ready ?? false,
        restarts: status?.restartCount ?? 0,
        state: stateOf(status, trans)
      };
    })
  };
}

function stateOf(
  status: V1ContainerStatus | undefined,
  trans: TranslationBundle
): string {
  const { running, terminated, waiting } = status?.state ?? {};
  if (running) {
    return status?.ready ? trans.__('running') : trans.__('starting');
  }
  if (terminated) {
    return terminated.reason === 'Completed'
      ? trans.__('done')
      : trans.__('exited with code %1', terminated.exitCode);
  }
  return waiting?.reason ?? trans.__('waiting');
}

/** How far the newest pod has come; each step has happened, or is why not. */
function stepsOf(
  service: IInferenceService,
  pods: ReadonlyArray<V1Pod>,
  status: IServiceStatus,
  trans: TranslationBundle
): IStep[] {
  const pod = [...pods]
    .filter(({ metadata }) => !metadata?.deletionTimestamp)
    .sort((one, other) =>
      String(one.metadata?.creationTimestamp) <
      String(other.metadata?.creationTimestamp)
        ? 1
        : -1
    )[0] as V1Pod | undefined;
  const condition = (type: string) =>
    pod?.status?.conditions?.find(found => found.type === type);
  const placed = condition('PodScheduled');
  const container = pod?.status?.containerStatuses?.find(
    ({ name }) => name === 'kserve-container'
  );
  const ran =
    container?.state?.running ??
    container?.state?.terminated ??
    container?.lastState?.terminated;
  const ready = service.status?.conditions?.find(
    ({ type }) => type === 'Ready'
  );
  const serves = status.phase === 'ready' || ready?.status === 'True';
  const found: Omit<IStep, 'state'>[] = [
    {
      id: 'accepted',
      label: trans.__('Accepted'),
      detail: '',
      at: textOf(service.metadata?.creationTimestamp)
    },
    {
      id: 'placed',
      label: trans.__('Pod scheduled'),
      detail: pod?.spec?.nodeName ?? '',
      at: pod?.spec?.nodeName ? textOf(placed?.lastTransitionTime) : null
    },
    {
      id: 'pulled',
      label: trans.__('Image pulled, volume mounted'),
      detail: '',
      at: textOf(ran?.startedAt)
    },
    {
      id: 'loaded',
      label: trans.__('Model loaded'),
      detail: container?.restartCount
        ? trans._n(
            'restarted %1 time',
            'restarted %1 times',
            container.restartCount
          )
        : '',
      at:
        container?.ready && status.failure?.cause !== 'not-loaded'
          ? textOf(condition('Ready')?.lastTransitionTime)
          : null
    },
    {
      id: 'ready',
      label: trans.__('Ready'),
      detail: '',
      at:
        serves && status.phase !== 'failed'
          ? (ready?.lastTransitionTime ?? null)
          : null
    }
  ];
  const next = found.findIndex(({ at }) => at === null);
  return found.map((step, index) => ({
    ...step,
    state:
      step.at !== null && (next < 0 || index < next)
        ? 'done'
        : index > next
          ? 'waiting'
          : status.phase === 'failed' || status.phase === 'warn'
            ? 'failed'
            : status.phase === 'stopped'
              ? 'waiting'
              : 'running'
  }));
}

/** The API sends text where the typings say Date. */
function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
