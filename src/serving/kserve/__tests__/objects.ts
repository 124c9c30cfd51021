import type { CoreV1Event, V1Pod } from '@kubernetes/client-node';
import type {
  ICondition,
  IInferenceService,
  IServingRuntime
} from '../kservetypes';
import type { IDeployment } from '../deploy/types';

// Objects as KServe 0.20 and Kubernetes give them, shortened to what counts.

export const created = '2025-11-07T10:00:00Z';

/** What the API sends are texts where the typings say Date. */
const time = (value: string) => value as unknown as Date;

export function aService(changes: {
  name?: string;
  annotations?: Record<string, string>;
  deleted?: boolean;
  model?: object;
  status?: IInferenceService['status'];
}): IInferenceService {
  return {
    apiVersion: 'serving.kserve.io/v1beta1',
    kind: 'InferenceService',
    metadata: {
      name: changes.name ?? 'anomaly',
      namespace: 'demo',
      uid: changes.name ?? 'anomaly',
      resourceVersion: '1',
      creationTimestamp: time(created),
      annotations: changes.annotations,
      ...(changes.deleted && { deletionTimestamp: time(created) })
    },
    spec: {
      predictor: {
        model: {
          modelFormat: { name: 'sklearn' },
          runtime: 'sklearn-pvc-runtime',
          storageUri: 'pvc://model-storage-pvc/anomaly/1.0.0',
          ...changes.model
        }
      }
    },
    ...(changes.status && { status: changes.status })
  };
}

/** The conditions of Standard mode. */
export function conditions(
  predictor: ICondition['status'],
  more: Partial<ICondition> = {}
): ICondition[] {
  const lastTransitionTime = '2025-11-07T10:00:05Z';
  const ready = { status: predictor, lastTransitionTime, ...more };
  return [
    { ...ready, type: 'IngressReady', status: predictor, reason: '' },
    { ...ready, type: 'PredictorReady' },
    { ...ready, type: 'Ready' },
    { type: 'Stopped', status: 'False', lastTransitionTime }
  ];
}

/** What the service itself says of every pod that is not ready. */
export const notReady = {
  conditions: conditions('False', {
    reason: 'MinimumReplicasUnavailable',
    message: 'Deployment does not have minimum availability.'
  }),
  modelStatus: {
    transitionStatus: 'InProgress' as const,
    states: { activeModelState: '', targetModelState: 'Pending' }
  }
};

/** A pod with one container in this state. */
export function aPod(
  container: object | null,
  changes: {
    service?: string;
    conditions?: object[];
    phase?: string;
    message?: string;
    node?: string;
    deleted?: boolean;
  } = {}
): V1Pod {
  const service = changes.service ?? 'anomaly';
  return {
    metadata: {
      name: `${service}-predictor-5d8f-abcde`,
      uid: `${service}-pod`,
      resourceVersion: '1',
      labels: { 'serving.kserve.io/inferenceservice': service },
      ...(changes.deleted && { deletionTimestamp: time(created) })
    },
    spec: {
      nodeName: changes.node ?? (container ? 'node-1' : undefined),
      containers: [
        {
          name: 'kserve-container',
          image: 'kserve/sklearnserver:latest',
          resources: { limits: { memory: '2Gi' } }
        }
      ]
    },
    status: {
      phase: changes.phase ?? 'Pending',
      message: changes.message,
      conditions: changes.conditions as never,
      containerStatuses: container
        ? [
            {
              name: 'kserve-container',
              image: 'kserve/sklearnserver:latest',
              imageID: '',
              ready: false,
              restartCount: 0,
              ...container
            }
          ]
        : undefined
    }
  };
}

/** A container that crashed and waits for its next start. */
export function crashed(terminated: object) {
  return {
    restartCount: 3,
    state: {
      waiting: {
        reason: 'CrashLoopBackOff',
        message: 'back-off 40s restarting failed container'
      }
    },
    lastState: { terminated: { exitCode: 1, reason: 'Error', ...terminated } }
  };
}

/** A warning about an object. */
export function anEvent(
  kind: string,
  name: string,
  reason: string,
  message: string,
  changes: Partial<CoreV1Event> = {}
): CoreV1Event {
  return {
    type: 'Warning',
    metadata: { name: `${name}.1`, uid: `${name}.${reason}` },
    involvedObject: { kind, name },
    reason,
    message,
    count: 1,
    lastTimestamp: time('2025-11-07T10:00:10Z'),
    ...changes
  };
}

/** A runtime that takes sklearn. */
export function aRuntime(
  name: string,
  spec: IServingRuntime['spec'] = {},
  annotations?: Record<string, string>
): IServingRuntime {
  return {
    metadata: { name, annotations },
    spec: {
      supportedModelFormats: [{ name: 'sklearn' }],
      protocolVersions: ['v1', 'v2'],
      ...spec
    }
  };
}

/** What a user asks for in the dialog. */
export const deployment: IDeployment = {
  serviceName: 'anomaly',
  displayName: '',
  model: {
    name: 'anomaly',
    version: '1.0.0',
    format: 'sklearn',
    uri: 'pvc://model-storage-pvc/anomaly/1.0.0'
  },
  runtime: 'sklearn-pvc-runtime',
  cpu: '1',
  memory: '2Gi',
  gpu: '',
  minReplicas: '',
  maxReplicas: '',
  environment: [],
  route: false,
  auth: false,
  recreate: false
};
