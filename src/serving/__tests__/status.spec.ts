import { nullTranslator } from '@jupyterlab/translation';
import { translateStatus, type IObserved } from '../status';
import type { IServiceStatus } from '../types';
import {
  aPod,
  aService,
  anEvent,
  conditions,
  crashed,
  created,
  notReady
} from './objects';

const trans = nullTranslator.load('jupyterlab-kserve');

function translate(observed: Partial<IObserved>): IServiceStatus {
  return translateStatus(
    { service: aService({}), pods: [], events: [], ...observed },
    trans
  );
}

const starting = aService({ status: notReady });

function invalid(reason: string, message: string, model: object = {}) {
  return aService({
    model,
    status: {
      conditions: conditions('Unknown'),
      modelStatus: {
        transitionStatus: 'InvalidSpec',
        lastFailureInfo: { reason, message }
      }
    }
  });
}

const traceback = (line: string) =>
  `Traceback (most recent call last):\n  File "/x.py", line 1\n${line}\n`;

describe('translateStatus()', () => {
  it('takes a new service for a starting one', () => {
    expect(translate({})).toEqual({
      phase: 'starting',
      label: trans.__('Starting'),
      detail: '',
      since: created
    });
  });

  it('takes a ready service for a ready one', () => {
    const service = aService({ status: { conditions: conditions('True') } });
    const pods = [aPod({ ready: true, state: { running: {} } })];
    expect(translate({ service, pods })).toEqual({
      phase: 'ready',
      label: trans.__('Ready'),
      detail: '',
      since: '2025-11-07T10:00:05Z'
    });
  });

  it('ignores a failure that is over', () => {
    const service = aService({
      status: {
        conditions: conditions('True'),
        modelStatus: {
          transitionStatus: 'UpToDate',
          lastFailureInfo: {
            reason: 'ModelLoadFailed',
            message: 'RuntimeError: old'
          },
          states: { activeModelState: 'Loaded', targetModelState: 'Loaded' }
        }
      }
    });
    const events = [
      anEvent('InferenceService', 'anomaly', 'InternalError', 'old'),
      anEvent('Pod', 'anomaly-predictor-5d8f-abcde', 'FailedMount', 'old')
    ];
    expect(translate({ service, events }).phase).toBe('ready');
  });

  it('ignores a failure that is over while the next start goes on', () => {
    const service = aService({
      status: {
        ...notReady,
        modelStatus: {
          ...notReady.modelStatus,
          lastFailureInfo: { reason: 'ModelLoadFailed', message: 'old' }
        }
      }
    });
    expect(translate({ service }).phase).toBe('starting');
  });

  it('warns when a ready service cannot change', () => {
    const service = aService({ status: { conditions: conditions('True') } });
    const pods = [
      aPod({ ready: true, state: { running: {} } }),
      aPod(crashed({ reason: 'OOMKilled', exitCode: 137 }))
    ];
    expect(translate({ service, pods })).toMatchObject({
      phase: 'warn',
      label: trans.__('Ready'),
      detail:
        'but the last change cannot start: it needs more memory than its limit of 2Gi'
    });
  });

  it('does not listen to pods that are being deleted', () => {
    const service = aService({ status: { conditions: conditions('True') } });
    const pods = [aPod(crashed({}), { deleted: true })];
    expect(translate({ service, pods }).phase).toBe('ready');
  });

  it.each([
    ['the annotation', { annotations: { 'serving.kserve.io/stop': 'true' } }],
    [
      'the condition',
      {
        status: {
          conditions: [
            { type: 'Ready', status: 'False' as const, reason: 'Stopped' },
            { type: 'Stopped', status: 'True' as const }
          ]
        }
      }
    ],
    ['deletion', { deleted: true }]
  ])('sees by %s that a service is stopped', (_how, changes) => {
    const service = aService(changes);
    expect(translate({ service })).toMatchObject({
      phase: 'stopped',
      label: trans.__('Stopped')
    });
  });

  it.each([
    ['no node yet', aPod(null), 'waiting for a node'],
    [
      'creating',
      aPod({ state: { waiting: { reason: 'ContainerCreating' } } }),
      'the container is being created'
    ],
    [
      'loading',
      aPod({ state: { running: {} } }, { phase: 'Running' }),
      'the model is being loaded'
    ]
  ])('says how far a start has come: %s', (_what, pod, detail) => {
    expect(translate({ service: starting, pods: [pod] })).toMatchObject({
      phase: 'starting',
      label: trans.__('Starting'),
      detail
    });
  });

  const failures: [string, Partial<IObserved>, string][] = [
    [
      'two model files',
      {
        service: starting,
        pods: [
          aPod(
            crashed({
              message: traceback(
                'RuntimeError: More than one model file is detected, Only one is allowed within model_dir: [/mnt/models/a.pkl, /mnt/models/b.pkl]'
              )
            })
          )
        ]
      },
      'the directory holds more than one model file, keep one'
    ],
    [
      'the moment between two crashes',
      {
        service: starting,
        pods: [
          aPod(
            {
              ...crashed({ message: traceback('ValueError: no') }),
              state: { running: {} }
            },
            { phase: 'Running' }
          )
        ]
      },
      'ValueError: no (exit code 1)'
    ],
    [
      'the first crash',
      {
        service: starting,
        pods: [aPod({ state: { terminated: { exitCode: 2 } } })]
      },
      'it ends with exit code 2, its log says why'
    ],
    [
      'a missing module',
      {
        service: starting,
        pods: [
          aPod(
            crashed({
              message: traceback(
                "ModuleNotFoundError: No module named 'lightgbm.sklearn'"
              )
            })
          )
        ]
      },
      'the image of the runtime lacks the module lightgbm.sklearn'
    ],
    [
      'a file of 0600',
      {
        service: starting,
        pods: [
          aPod(
            crashed({
              message: traceback(
                "PermissionError: [Errno 13] Permission denied: '/mnt/models/model.joblib'"
              )
            })
          )
        ]
      },
      'the model server may not read a model file'
    ],
    [
      'a path that is missing',
      {
        service: starting,
        pods: [
          aPod(
            crashed({
              message: traceback(
                "FileNotFoundError: [Errno 2] No such file or directory: '/mnt/models'"
              )
            })
          )
        ]
      },
      'there is no model file at the path of the storageUri'
    ],
    [
      'other library versions',
      {
        service: starting,
        pods: [
          aPod(
            crashed({
              message: traceback(
                'ValueError: node array from the pickle has an incompatible dtype'
              )
            })
          )
        ]
      },
      'the model does not fit the library versions of the runtime, save it with those'
    ],
    [
      'too little memory',
      {
        service: starting,
        pods: [aPod(crashed({ reason: 'OOMKilled', exitCode: 137 }))]
      },
      'it needs more memory than its limit of 2Gi'
    ],
    [
      'an image that is missing',
      {
        service: starting,
        pods: [
          aPod({
            state: {
              waiting: {
                reason: 'ImagePullBackOff',
                message:
                  'Back-off pulling image "kserve/sklearnserver:latest": ErrImagePull: not found'
              }
            }
          })
        ]
      },
      'there is no image kserve/sklearnserver:latest'
    ],
    [
      'an image that may not be pulled',
      {
        service: starting,
        pods: [
          aPod({
            state: {
              waiting: {
                reason: 'ErrImagePull',
                message: 'pull access denied, repository does not exist'
              }
            }
          })
        ]
      },
      'the registry refuses the image kserve/sklearnserver:latest'
    ],
    [
      'CreateContainerConfigError',
      {
        service: starting,
        pods: [
          aPod({
            state: {
              waiting: {
                reason: 'CreateContainerConfigError',
                message: 'container has runAsNonRoot and image will run as root'
              }
            }
          })
        ]
      },
      'container has runAsNonRoot and image will run as root'
    ],
    [
      'no node with room',
      {
        service: starting,
        pods: [
          aPod(null, {
            conditions: [
              {
                type: 'PodScheduled',
                status: 'False',
                reason: 'Unschedulable',
                message:
                  '0/3 nodes are available: 1 Insufficient memory, 2 Insufficient cpu. preemption: not helpful.'
              }
            ]
          })
        ]
      },
      'no node has enough free memory, cpu'
    ],
    [
      'a claim that is missing',
      {
        service: starting,
        pods: [
          aPod(null, {
            conditions: [
              {
                type: 'PodScheduled',
                status: 'False',
                reason: 'Unschedulable',
                message:
                  '0/1 nodes are available: persistentvolumeclaim "nope" not found.'
              }
            ]
          })
        ]
      },
      'there is no volume claim nope'
    ],
    [
      'eviction',
      {
        service: starting,
        pods: [
          aPod(null, {
            phase: 'Failed',
            message: 'The node was low on resource: ephemeral-storage.'
          })
        ]
      },
      'The node was low on resource: ephemeral-storage.'
    ],
    [
      'a runtime that is missing',
      {
        service: invalid(
          'RuntimeNotRecognized',
          'Waiting for runtime to become available'
        )
      },
      'there is no runtime sklearn-pvc-runtime'
    ],
    [
      'a runtime that is disabled',
      { service: invalid('RuntimeDisabled', 'Specified runtime is disabled') },
      'the runtime sklearn-pvc-runtime is disabled'
    ],
    [
      'a runtime that does not take the format',
      { service: invalid('NoSupportingRuntime', 'x') },
      'the runtime sklearn-pvc-runtime does not take sklearn'
    ],
    [
      'no runtime for the format',
      { service: invalid('NoSupportingRuntime', 'x', { runtime: undefined }) },
      'no runtime takes sklearn'
    ],
    [
      'a spec that KServe refuses',
      { service: invalid('InvalidPredictorSpec', 'some\n  words') },
      'some words'
    ],
    [
      'a model that failed to load',
      {
        service: aService({
          status: {
            ...notReady,
            modelStatus: {
              transitionStatus: 'BlockedByFailedLoad',
              lastFailureInfo: {
                reason: 'ModelLoadFailed',
                message: 'KeyError: 118'
              },
              states: { targetModelState: 'FailedToLoad' }
            }
          }
        })
      },
      'KeyError: 118'
    ],
    [
      'a name that is too long',
      {
        service: aService({
          status: {
            conditions: conditions('False', {
              reason: 'ReconcileFailed',
              message:
                'fails to reconcile predictor: Service is invalid: must be no more than 63 characters'
            })
          }
        })
      },
      'the name is too long, with “-predictor-” and the namespace it may have 63 characters'
    ],
    [
      'a path out of the volume',
      {
        service: aService({
          status: {
            conditions: conditions('False', {
              reason: 'FailedCreate',
              message:
                'Pod "x" is invalid: spec.containers[0].volumeMounts[0].subPath: Invalid value: "../x": must not contain \'..\''
            })
          }
        })
      },
      'the path of the storageUri leaves the volume'
    ],
    [
      'a condition that is not known',
      {
        service: aService({
          status: {
            conditions: conditions('False', {
              reason: 'SomethingNew',
              message: `the cluster's   own words`
            })
          }
        })
      },
      `the cluster's own words`
    ],
    [
      'a storageUri that is not supported',
      {
        service: aService({ status: { conditions: conditions('Unknown') } }),
        events: [
          anEvent(
            'InferenceService',
            'anomaly',
            'InternalError',
            'fails to reconcile: StorageURI not supported: ftp://x'
          )
        ]
      },
      'KServe does not support this storageUri'
    ],
    [
      'a quota',
      {
        service: starting,
        events: [
          anEvent(
            'ReplicaSet',
            'anomaly-predictor-5d8f',
            'FailedCreate',
            'pods "x" is forbidden: exceeded quota: small, requested: limits.cpu=1'
          )
        ]
      },
      'the quota small of the namespace is used up'
    ],
    [
      'a volume on another node',
      {
        service: starting,
        pods: [aPod({ state: { waiting: { reason: 'ContainerCreating' } } })],
        events: [
          anEvent(
            'Pod',
            'anomaly-predictor-5d8f-abcde',
            'FailedAttachVolume',
            'Multi-Attach error for volume "pvc-1"'
          )
        ]
      },
      'the volume is in use on another node (ReadWriteOnce)'
    ]
  ];

  it.each(failures)('gives the reason for %s', (_what, observed, detail) => {
    expect(translate(observed)).toMatchObject({
      phase: 'failed',
      label: trans.__('Cannot start'),
      detail
    });
  });

  const passing: [string, Partial<IObserved>][] = [
    ['conditions that every start shows', {}],
    [
      'what KServe does again by itself',
      {
        events: [
          anEvent(
            'InferenceService',
            'anomaly',
            'InternalError',
            'the object has been modified; please apply your changes'
          )
        ]
      }
    ],
    [
      'events of another service',
      {
        events: [
          anEvent('InferenceService', 'other', 'InternalError', 'bad'),
          anEvent('ReplicaSet', 'other-predictor-1', 'FailedCreate', 'bad')
        ]
      }
    ],
    [
      'events of an older service of that name',
      {
        events: [
          anEvent('InferenceService', 'anomaly', 'InternalError', 'bad', {
            lastTimestamp: '2025-11-07T09:00:00Z' as unknown as Date
          })
        ]
      }
    ],
    [
      'what kept pods from being created once there is one',
      {
        pods: [aPod({ state: { running: {} } }, { phase: 'Running' })],
        events: [
          anEvent('ReplicaSet', 'anomaly-predictor-1', 'FailedCreate', 'bad')
        ]
      }
    ],
    [
      'what the scheduler said before it found a node',
      {
        pods: [aPod({ state: { waiting: { reason: 'ContainerCreating' } } })],
        events: [
          anEvent(
            'Pod',
            'anomaly-predictor-5d8f-abcde',
            'FailedScheduling',
            '0/1 nodes are available: 1 Insufficient cpu.'
          )
        ]
      }
    ]
  ];

  it.each(passing)('does not take for a failure: %s', (_what, observed) => {
    expect(translate({ service: starting, ...observed }).phase).toBe(
      'starting'
    );
  });

  it('does not take what Knative shows on the way for a failure', () => {
    const service = aService({
      status: {
        conditions: [
          { type: 'PredictorReady', status: 'Unknown', reason: '' },
          {
            type: 'PredictorConfigurationReady',
            status: 'False',
            reason: 'RevisionMissing'
          },
          { type: 'Ready', status: 'False', reason: 'RevisionMissing' }
        ]
      }
    });
    expect(translate({ service }).phase).toBe('starting');
  });

  it('quotes no more than a row can take', () => {
    const service = invalid('InvalidPredictorSpec', 'x'.repeat(5000));
    expect(translate({ service }).detail.length).toBeLessThanOrEqual(200);
  });
});
