import { nullTranslator } from '@jupyterlab/translation';
import { translateStatus, type IObserved } from '../status';
import type { IServiceStatus } from '../../../types';
import {
  aPod,
  aService,
  anEvent,
  conditions,
  crashed,
  created,
  notReady
} from '../../__tests__/objects';

const trans = nullTranslator.load('jupyterlab-kserve');

function translate(observed: Partial<IObserved>): IServiceStatus {
  return translateStatus(
    { service: aService({}), pods: [], events: [], ...observed },
    trans
  );
}

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
        'but the last change cannot start: it exceeds its memory limit of 2Gi'
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
      'the model is loading'
    ]
  ])('says how far a start has come: %s', (_what, pod, detail) => {
    expect(translate({ service: starting, pods: [pod] })).toMatchObject({
      phase: 'starting',
      label: trans.__('Starting'),
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
      detail: '0.9.0 is still serving'
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
        detail: 'but restarted 4 times, most recently a moment ago'
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
      detail: 'idle, starts on request'
    });
  });
});
