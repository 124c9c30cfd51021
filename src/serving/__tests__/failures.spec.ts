import { nullTranslator } from '@jupyterlab/translation';
import { translateStatus, type IObserved } from '../status';
import type { Cause } from '../types';
import {
  aPod,
  aService,
  anEvent,
  conditions,
  crashed,
  notReady
} from './objects';

const trans = nullTranslator.load('jupyterlab-kserve');
const starting = aService({ status: notReady });
const ready = aService({ status: { conditions: conditions('True') } });
const running = (changes: object = {}) =>
  aPod(
    { ready: true, state: { running: {} }, ...changes },
    {
      phase: 'Running',
      conditions: [{ type: 'Ready', status: 'True' }]
    }
  );

function translate(observed: Partial<IObserved>) {
  return translateStatus(
    { service: starting, pods: [], events: [], ...observed },
    trans
  );
}

/** A pod whose container crashed with this as the last of its log. */
const crash = (message: string) => ({ pods: [aPod(crashed({ message }))] });
const unscheduled = (message: string) => ({
  pods: [
    aPod(null, {
      conditions: [
        {
          type: 'PodScheduled',
          status: 'False',
          reason: 'Unschedulable',
          message
        }
      ]
    })
  ]
});
const waiting = (reason: string, message: string) => ({
  pods: [aPod({ state: { waiting: { reason, message } } })]
});
const about = (kind: string, reason: string, message: string) => ({
  events: [
    anEvent(
      kind,
      `anomaly-predictor${kind === 'Pod' ? '-5d8f-abcde' : '-1'}`,
      reason,
      message
    )
  ]
});
const condition = (reason: string, message: string) => ({
  service: aService({
    status: { conditions: conditions('False', { reason, message }) }
  })
});
const knative = (reason: string, message: string) => ({
  service: aService({
    status: {
      conditions: [
        { type: 'PredictorRouteReady', status: 'Unknown' as const, reason: '' },
        {
          type: 'PredictorConfigurationReady',
          status: 'False' as const,
          reason,
          message
        },
        { type: 'Ready', status: 'False' as const, reason, message }
      ]
    }
  })
});

const rows: [string, Partial<IObserved>, Cause, string][] = [
  [
    'two model files',
    crash(
      'RuntimeError: More than one model file is detected, Only one is allowed within model_dir'
    ),
    'files',
    'the directory holds more than one model file, keep one'
  ],
  [
    'a file in the place of a directory',
    crash("NotADirectoryError: [Errno 20] Not a directory: '/mnt/models'"),
    'not-directory',
    'the storageUri names a file, it must be a directory'
  ],
  [
    'a path that is not there',
    crash('FileNotFoundError: [Errno 2] No such file or directory'),
    'no-file',
    'there is no model file at the path of the storageUri'
  ],
  [
    'a file of another user',
    crash("PermissionError: [Errno 13] Permission denied: 'model.joblib'"),
    'permission',
    'the model server may not read a model file'
  ],
  [
    'a pickle of numpy 2 in numpy 1',
    crash("ModuleNotFoundError: No module named 'numpy._core'"),
    'versions',
    'the model was saved with another numpy than the runtime has'
  ],
  [
    'a random state of another numpy',
    crash(
      "ValueError: <class 'numpy.random._pcg64.PCG64'> is not a known BitGenerator module."
    ),
    'versions',
    'the model was saved with another numpy than the runtime has'
  ],
  [
    'a tree of another scikit-learn',
    crash('ValueError: node array from the pickle has an incompatible dtype'),
    'versions',
    'the model does not fit the library versions of the runtime, save it with those'
  ],
  [
    'a class that moved within scikit-learn',
    crash("ModuleNotFoundError: No module named 'sklearn.ensemble._gb_losses'"),
    'versions',
    'the model does not fit the library versions of the runtime, save it with those'
  ],
  [
    'a class of a notebook',
    crash(
      "AttributeError: Can't get attribute 'Scaler' on <module '__main__'>"
    ),
    'code-missing',
    'the image of the runtime lacks the code of Scaler'
  ],
  [
    'a library that is missing',
    crash("ModuleNotFoundError: No module named 'catboost'"),
    'module-missing',
    'the image of the runtime lacks the module catboost'
  ],
  [
    'an end without a word',
    crash(''),
    'crash',
    'it ends with exit code 1, its log says why'
  ],
  [
    'too little memory',
    { pods: [aPod(crashed({ reason: 'OOMKilled', exitCode: 137 }))] },
    'memory',
    'it needs more memory than its limit of 2Gi'
  ],
  [
    'no CPU free',
    unscheduled('0/3 nodes are available: 3 Insufficient cpu.'),
    'room',
    'no node has enough free cpu'
  ],
  [
    'a taint',
    unscheduled(
      '0/3 nodes are available: 3 node(s) had untolerated taint {gpu: yes}.'
    ),
    'room',
    'no node takes this service'
  ],
  [
    'a volume in another zone',
    unscheduled(
      '0/3 nodes are available: 3 node(s) had volume node affinity conflict.'
    ),
    'room',
    'no node with free room can reach the volume'
  ],
  [
    'a claim that is missing',
    unscheduled('persistentvolumeclaim "nope" not found'),
    'claim-missing',
    'there is no volume claim nope'
  ],
  [
    'a claim that is not bound',
    unscheduled('pod has unbound immediate PersistentVolumeClaims'),
    'claim-unbound',
    'the volume claim is not bound to a volume'
  ],
  [
    'a gate of the scheduler',
    unscheduled('something of a later Kubernetes'),
    'room',
    'something of a later Kubernetes'
  ],
  [
    'an image that is missing',
    waiting('ImagePullBackOff', 'manifest unknown'),
    'image',
    'there is no image kserve/sklearnserver:latest'
  ],
  [
    'a registry that does not answer',
    waiting('ErrImagePull', 'i/o timeout'),
    'image',
    'the image kserve/sklearnserver:latest cannot be pulled'
  ],
  [
    'an image that may not be pulled',
    waiting('ErrImagePull', '401 Unauthorized'),
    'image-refused',
    'the registry refuses the image kserve/sklearnserver:latest'
  ],
  [
    'a secret that is missing',
    waiting('CreateContainerConfigError', 'secret "s3" not found'),
    'secret-missing',
    'there is no secret s3'
  ],
  [
    'a config map that is missing',
    waiting('CreateContainerConfigError', 'configmap "limits" not found'),
    'secret-missing',
    'there is no configmap limits'
  ],
  [
    'a container as root',
    waiting(
      'CreateContainerConfigError',
      'container has runAsNonRoot and image will run as root'
    ),
    'config',
    'container has runAsNonRoot and image will run as root'
  ],
  [
    'a volume on another node',
    {
      ...waiting('ContainerCreating', ''),
      ...about(
        'Pod',
        'FailedAttachVolume',
        'Multi-Attach error for volume "pvc-1"'
      )
    },
    'volume-elsewhere',
    'the volume is in use on another node (ReadWriteOnce)'
  ],
  [
    'a quota',
    about(
      'ReplicaSet',
      'FailedCreate',
      'exceeded quota: small, requested: limits.cpu=1'
    ),
    'quota',
    'the quota small of the namespace is used up'
  ],
  [
    'a limit range',
    about(
      'ReplicaSet',
      'FailedCreate',
      '(combined from similar events): Error creating: pods "a-5b46" is forbidden: maximum memory usage per Container is 32Mi, but limit is 256Mi'
    ),
    'range',
    'the namespace allows at most 32Mi of memory, and it asks for 256Mi'
  ],
  [
    'pod security',
    about(
      'ReplicaSet',
      'FailedCreate',
      'pods "x" is forbidden: violates PodSecurity "restricted:latest"'
    ),
    'policy',
    'the security rules of the namespace refuse its pod'
  ],
  [
    'security contexts of OpenShift',
    about(
      'ReplicaSet',
      'FailedCreate',
      'unable to validate against any security context constraint'
    ),
    'policy',
    'the security rules of the namespace refuse its pod'
  ],
  [
    'a webhook',
    about(
      'ReplicaSet',
      'FailedCreate',
      'admission webhook "images.example.com" denied the request: no latest tags'
    ),
    'webhook',
    'a rule of the cluster refuses it: no latest tags'
  ],
  [
    'a webhook that KServe met',
    condition(
      'ReconcileFailed',
      'admission webhook "x" denied the request: no'
    ),
    'webhook',
    'a rule of the cluster refuses it: no'
  ],
  [
    'a name that is too long',
    condition(
      'ReconcileFailed',
      'Service is invalid: must be no more than 63 characters'
    ),
    'name',
    'the name is too long, with “-predictor-” and the namespace it may have 63 characters'
  ],
  [
    'a path out of the volume',
    condition('FailedCreate', "subPath: Invalid value: must not contain '..'"),
    'outside',
    'the path of the storageUri leaves the volume'
  ],
  [
    'ftp',
    {
      service: aService({ status: { conditions: conditions('Unknown') } }),
      events: [
        anEvent(
          'InferenceService',
          'anomaly',
          'InternalError',
          'StorageURI not supported: ftp://x'
        )
      ]
    },
    'uri',
    'KServe does not support this storageUri'
  ],
  [
    'Knative: a crash',
    knative(
      'RevisionFailed',
      'Revision "anomaly-predictor-00001" failed with message: RuntimeError: More than one model file is detected.'
    ),
    'files',
    'the directory holds more than one model file, keep one'
  ],
  [
    'Knative: an image',
    knative(
      'RevisionFailed',
      'Unable to fetch image "example.com/x:1": 404 Not Found'
    ),
    'image',
    'the image example.com/x:1 cannot be pulled'
  ],
  [
    'Knative: a deadline',
    knative('ProgressDeadlineExceeded', 'Initial scale was never achieved'),
    'unclear',
    'Initial scale was never achieved'
  ]
];

describe('translateStatus() of a failure', () => {
  it.each(rows)('knows %s', (_what, observed, cause, words) => {
    expect(translate(observed)).toMatchObject({
      phase: 'failed',
      detail: words,
      failure: { cause, words }
    });
  });

  it('names the container whose log says more', () => {
    const pod = 'anomaly-predictor-5d8f-abcde';
    expect(translate(crash('KeyError: 1')).failure?.container).toEqual({
      pod,
      name: 'kserve-container',
      previous: true
    });
    const first = { pods: [aPod({ state: { terminated: { exitCode: 1 } } })] };
    expect(translate(first).failure?.container?.previous).toBe(false);
  });

  it('takes a check that fails for longer than loading takes for a failure', () => {
    const state = { running: { startedAt: '2025-11-07T10:00:00Z' } };
    const pods = [aPod({ state }, { phase: 'Running' })];
    const unhealthy = (lastTimestamp: string) => [
      anEvent(
        'Pod',
        'anomaly-predictor-5d8f-abcde',
        'Unhealthy',
        'Readiness probe failed: HTTP probe failed with statuscode: 404',
        {
          lastTimestamp: lastTimestamp as unknown as Date
        }
      )
    ];
    expect(
      translate({ pods, events: unhealthy('2025-11-07T10:01:00Z') }).phase
    ).toBe('starting');
    expect(
      translate({ pods, events: unhealthy('2025-11-07T10:05:00Z') })
    ).toMatchObject({
      phase: 'failed',
      failure: { cause: 'probe', container: { previous: false } }
    });
  });
});

describe('translateStatus() of what is ready', () => {
  it('does not take a server without its model for one', () => {
    const observed = { service: ready, pods: [running()] };
    expect(translate({ ...observed, loaded: false })).toMatchObject({
      phase: 'failed',
      failure: { cause: 'not-loaded', source: 'model' }
    });
    for (const loaded of [true, null]) {
      expect(translate({ ...observed, loaded }).phase).toBe('ready');
    }
  });

  it('says which version serves while it changes', () => {
    const mounted = (path: string, readyNow: boolean) => {
      const pod = readyNow ? running() : aPod({ state: { running: {} } });
      pod.spec!.containers[0].volumeMounts = [
        { name: 'kserve-pvc-source', mountPath: '/mnt/models', subPath: path }
      ];
      return pod;
    };
    const old = mounted('anomaly/0.9.0', true);
    const next = mounted('anomaly/1.0.0', false);
    expect(translate({ service: ready, pods: [old, next] })).toMatchObject({
      phase: 'starting',
      label: trans.__('Changing to %1', '1.0.0'),
      detail: '0.9.0 still serves'
    });
    expect(
      translate({ service: ready, pods: [mounted('anomaly/1.0.0', true)] })
        .phase
    ).toBe('ready');
  });

  it('warns of a server that was just restarted, again', () => {
    const restarted = (finishedAt: string) =>
      running({
        restartCount: 4,
        lastState: { terminated: { exitCode: 1, finishedAt } }
      });
    const now = new Date(Date.now() - 60_000).toISOString();
    expect(translate({ service: ready, pods: [restarted(now)] })).toMatchObject(
      {
        phase: 'warn',
        detail: 'but it was restarted 4 times, and again a moment ago'
      }
    );
    expect(
      translate({ service: ready, pods: [restarted('2025-11-07T10:00:00Z')] })
        .phase
    ).toBe('ready');
  });

  it('calls a service that Knative let sleep idle', () => {
    const service = aService({
      status: {
        conditions: [
          ...conditions('True'),
          { type: 'PredictorRouteReady', status: 'True' }
        ]
      }
    });
    expect(translate({ service })).toMatchObject({
      phase: 'ready',
      detail: 'idle, wakes on request'
    });
  });
});
