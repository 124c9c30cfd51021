import { nullTranslator } from '@jupyterlab/translation';
import { translateStatus, type IObserved } from '../status';
import type { Cause } from '../../diagnosis/causes';
import {
  aPod,
  aService,
  anEvent,
  conditions,
  notReady
} from '../../__tests__/objects';

const trans = nullTranslator.load('jupyterlab-kserve');
const starting = aService({ status: notReady });

function translate(observed: Partial<IObserved>) {
  return translateStatus(
    { service: starting, pods: [], events: [], ...observed },
    trans
  );
}

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
/** KServe says of the spec itself that it cannot be served. */
const invalid = (reason: string, message: string, model: object = {}) => ({
  service: aService({
    model,
    status: {
      conditions: conditions('Unknown'),
      modelStatus: {
        transitionStatus: 'InvalidSpec' as const,
        lastFailureInfo: { reason, message }
      }
    }
  })
});

const rows: [string, Partial<IObserved>, Cause, string][] = [
  [
    'a volume on another node',
    {
      pods: [aPod({ state: { waiting: { reason: 'ContainerCreating' } } })],
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
    'the quota small of the namespace is exhausted'
  ],
  [
    'a limit range',
    about(
      'ReplicaSet',
      'FailedCreate',
      '(combined from similar events): Error creating: pods "a-5b46" is forbidden: maximum memory usage per Container is 32Mi, but limit is 256Mi'
    ),
    'limit-range',
    'the LimitRange allows at most 32Mi of memory, but 256Mi is requested'
  ],
  [
    'pod security',
    about(
      'ReplicaSet',
      'FailedCreate',
      'pods "x" is forbidden: violates PodSecurity "restricted:latest"'
    ),
    'pod-security',
    'the security policy of the namespace rejects the pod'
  ],
  [
    'security contexts of OpenShift',
    about(
      'ReplicaSet',
      'FailedCreate',
      'unable to validate against any security context constraint'
    ),
    'pod-security',
    'the security policy of the namespace rejects the pod'
  ],
  [
    'a webhook',
    about(
      'ReplicaSet',
      'FailedCreate',
      'admission webhook "images.example.com" denied the request: no latest tags'
    ),
    'webhook',
    'a policy of the cluster rejects the service: no latest tags'
  ],
  [
    'a webhook that KServe met',
    condition(
      'ReconcileFailed',
      'admission webhook "x" denied the request: no'
    ),
    'webhook',
    'a policy of the cluster rejects the service: no'
  ],
  [
    'a name that is too long',
    condition(
      'ReconcileFailed',
      'Service is invalid: must be no more than 63 characters'
    ),
    'name',
    'the name is too long, with “-predictor-” and the namespace it must not exceed 63 characters'
  ],
  [
    'a path out of the volume',
    condition('FailedCreate', "subPath: Invalid value: must not contain '..'"),
    'path-traversal',
    'the path of the storageUri points outside the volume'
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
    'several-model-files',
    'the directory contains more than one model file, keep only one'
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
  ],
  [
    'a runtime that is missing',
    invalid('RuntimeNotRecognized', 'Waiting for runtime to become available'),
    'runtime-missing',
    'the runtime sklearn-pvc-runtime does not exist'
  ],
  [
    'a runtime that is disabled',
    invalid('RuntimeDisabled', 'Specified runtime is disabled'),
    'runtime-disabled',
    'the runtime sklearn-pvc-runtime is disabled'
  ],
  [
    'a runtime that does not take the format',
    invalid('NoSupportingRuntime', 'x'),
    'runtime-format',
    'the runtime sklearn-pvc-runtime does not support sklearn'
  ],
  [
    'no runtime for the format',
    invalid('NoSupportingRuntime', 'x', { runtime: undefined }),
    'runtime-format',
    'no runtime supports sklearn'
  ],
  [
    'a spec that KServe refuses',
    invalid('InvalidPredictorSpec', 'some\n  words'),
    'unclear',
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
    'crash',
    'KeyError: 118'
  ],
  [
    'a condition that is not known',
    condition('SomethingNew', "the cluster's   own words"),
    'unclear',
    "the cluster's own words"
  ]
];

describe('translateStatus() of what the cluster tells', () => {
  it.each(rows)('knows %s', (_what, observed, cause, words) => {
    expect(translate(observed)).toMatchObject({
      phase: 'failed',
      label: trans.__('Cannot start'),
      detail: words,
      failure: { cause, words }
    });
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

  it('quotes no more than a row can take', () => {
    const { detail } = translate(
      invalid('InvalidPredictorSpec', 'x'.repeat(5000))
    );
    expect(detail.length).toBeLessThanOrEqual(200);
  });
});
