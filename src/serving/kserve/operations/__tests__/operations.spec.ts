import { Network, failure, pass } from '../../../../__tests__/network';
import { changedService } from '../change';
import { KServeTarget } from '../../target';
import type { IInferenceService } from '../../kservetypes';
import type { ServiceOperations } from '../operations';
import {
  aPod,
  aRuntime,
  aService,
  anEvent,
  conditions,
  crashed,
  notReady
} from '../../__tests__/objects';

const group = 'kubernetes/apis/serving.kserve.io';
const services = `${group}/v1beta1/namespaces/demo/inferenceservices`;
const runtimes = `${group}/v1alpha1/namespaces/demo/servingruntimes`;
const pods = 'kubernetes/api/v1/namespaces/demo/pods';
const events = 'kubernetes/api/v1/namespaces/demo/events';
const claim =
  'GET kubernetes/api/v1/namespaces/demo/persistentvolumeclaims/model-storage-pvc';

/** A service that our deploy dialog made, and others have touched. */
function live(): IInferenceService {
  const service = aService({
    annotations: { 'openshift.io/display-name': 'Anomaly', other: 'theirs' },
    model: { resources: { limits: { cpu: '1', memory: '2Gi' } } }
  });
  const model = {
    'f:modelFormat': { 'f:name': {} },
    'f:runtime': {},
    'f:storageUri': {},
    'f:resources': { 'f:limits': { 'f:cpu': {}, 'f:memory': {} } }
  };
  Object.assign(service.metadata!, {
    generation: 3,
    managedFields: [
      {
        manager: 'jupyterlab-kserve',
        operation: 'Apply',
        fieldsV1: {
          'f:metadata': {
            'f:annotations': { 'f:openshift.io/display-name': {} }
          },
          'f:spec': { 'f:predictor': { 'f:model': model } }
        }
      },
      {
        manager: 'argocd-controller',
        operation: 'Update',
        fieldsV1: { 'f:spec': {} }
      },
      { manager: 'manager', operation: 'Update', fieldsV1: { 'f:spec': {} } }
    ]
  });
  return service;
}

describe('changedService()', () => {
  const context = { exclusive: false, now: '2025-11-07T10:00:00Z' };

  it('sends all that is ours with the change, and nothing of others', () => {
    const uri = 'pvc://model-storage-pvc/anomaly/1.1.0';
    expect(changedService(live(), { storageUri: uri }, context)).toEqual({
      apiVersion: 'serving.kserve.io/v1beta1',
      kind: 'InferenceService',
      metadata: {
        name: 'anomaly',
        namespace: 'demo',
        annotations: {
          'openshift.io/display-name': 'Anomaly',
          'jupyterlab-kserve/previous-storage-uri':
            'pvc://model-storage-pvc/anomaly/1.0.0'
        }
      },
      spec: {
        predictor: {
          model: {
            modelFormat: { name: 'sklearn' },
            runtime: 'sklearn-pvc-runtime',
            storageUri: uri,
            resources: { limits: { cpu: '1', memory: '2Gi' } }
          }
        }
      }
    });
  });

  it('sends the change alone of a service that somebody else made', () => {
    const changed = changedService(aService({}), { stopped: true }, context);
    expect(changed.metadata?.annotations).toEqual({
      'serving.kserve.io/stop': 'true'
    });
    expect(changed.spec).toEqual({ predictor: {} });
  });

  it('has one pod at a time where one node can mount the volume', () => {
    const exclusive = { ...context, exclusive: true };
    const { predictor } = changedService(
      live(),
      { storageUri: 'pvc://c/a/2' },
      exclusive
    ).spec!;
    expect(predictor).toMatchObject({
      minReplicas: 1,
      maxReplicas: 1,
      deploymentStrategy: { type: 'Recreate' }
    });
  });

  it.each([
    [{ replicas: { min: 2, max: 4 } }, { minReplicas: 2, maxReplicas: 4 }],
    [
      { restart: true },
      { annotations: { 'kubectl.kubernetes.io/restartedAt': context.now } }
    ],
    [
      { memory: '4Gi' },
      {
        model: {
          resources: { requests: { memory: '4Gi' }, limits: { memory: '4Gi' } }
        }
      }
    ]
  ])('makes %j', (change, predictor) => {
    expect(
      changedService(live(), change, context).spec?.predictor
    ).toMatchObject(predictor);
  });
});

describe('ServiceOperations', () => {
  let network: Network;
  let target: KServeTarget;
  let operations: ServiceOperations;

  const answerList = (path: string, items: object[]) =>
    network.answer(`GET ${path}`, {
      json: { metadata: { resourceVersion: '7' }, items }
    });
  const applied = () =>
    network.requests.filter(({ method }) => method === 'PATCH');

  beforeEach(async () => {
    jest.useFakeTimers();
    network = new Network();
    target = new KServeTarget({
      kubernetes: network.kubernetes,
      server: network.server
    });
    answerList(services, [live()]);
    answerList(pods, []);
    answerList(events, []);
    answerList(runtimes, [aRuntime('sklearn-pvc-runtime')]);
    network.answer(claim, {
      json: { spec: { accessModes: ['ReadWriteMany'] } }
    });
    network.answer(`GET ${services}/anomaly`, () => ({ json: live() }));
    network.answer(`PATCH ${services}/anomaly`, ({ json }) => ({ json }));
    await network.server.check();
    operations = await target.operations();
  });
  afterEach(() => jest.useRealTimers());

  describe('#change()', () => {
    it('says where it started from, and takes over what it changes', async () => {
      await operations.change('anomaly', { stopped: true }, { generation: 3 });
      const [{ path, json }] = applied();
      expect(path).toContain('force=true');
      expect(path).not.toContain('dryRun');
      expect(json).toMatchObject({ metadata: { resourceVersion: '1' } });
    });

    it('changes nothing when somebody else did meanwhile', async () => {
      const refused = await failure(
        operations.change('anomaly', { stopped: true }, { generation: 2 })
      );
      expect([refused.status, refused.reason]).toEqual([409, 'Conflict']);
      expect(refused.message).toContain('was not changed');
      expect(applied()).toEqual([]);
    });

    it('begins anew when the controller wrote at the same moment', async () => {
      let writes = 0;
      network.answer(`PATCH ${services}/anomaly`, ({ json }) =>
        ++writes < 3
          ? {
              status: 409,
              json: {
                kind: 'Status',
                code: 409,
                reason: 'Conflict',
                message: 'the object has been modified'
              }
            }
          : { json }
      );
      await operations.change('anomaly', { restart: true });
      expect(writes).toBe(3);
    });

    it('notices when a webhook sends it elsewhere', async () => {
      network.answer(`PATCH ${services}/anomaly`, { json: live() });
      const change = { storageUri: 'pvc://model-storage-pvc/anomaly/2' };
      const refused = await failure(operations.change('anomaly', change));
      expect(refused.reason).toBe('StorageUriChanged');
      expect(applied()).toHaveLength(1);
    });

    it('asks for a dry run only', async () => {
      await operations.kubernetes.preview('anomaly', { stopped: true });
      expect(applied()[0].path).toContain('dryRun=All');
    });
  });

  it('says whom to ask for a right that is missing', async () => {
    network.answer(
      'POST kubernetes/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
      ({ json }) => {
        const { resourceAttributes } = (
          json as {
            spec: {
              resourceAttributes: { resource: string; subresource?: string };
            };
          }
        ).spec;
        return {
          json: {
            status: { allowed: resourceAttributes.subresource === 'log' }
          }
        };
      }
    );
    expect(await operations.access('logs')).toEqual({
      access: 'allowed',
      message: ''
    });
    const denied = await operations.access('delete');
    expect(denied.access).toBe('denied');
    expect(denied.message).toContain(
      'delete on inferenceservices in namespace demo'
    );
  });

  it('knows a service beyond its row', async () => {
    const pod = aPod(crashed({ message: 'KeyError: 1' }));
    answerList(services, [{ ...live(), status: notReady }]);
    answerList(pods, [pod, aPod({}, { service: 'other' })]);
    target.watch();
    await pass();
    const details = operations.details('anomaly')!;
    expect(details).toMatchObject({
      generation: 3,
      stopped: false,
      replicas: { ready: 0, min: 1, max: 1 }
    });
    expect(details.kubernetes).toMatchObject({
      mode: 'Standard',
      memory: '2Gi',
      managers: ['argocd-controller']
    });
    const { pods: told } = details.kubernetes!;
    expect(told).toHaveLength(1);
    expect(told[0].containers[0]).toMatchObject({
      restarts: 3,
      state: 'CrashLoopBackOff'
    });
    expect(details.steps.map(({ id, state }) => [id, state])).toEqual([
      ['accepted', 'done'],
      ['placed', 'failed'],
      ['pulled', 'waiting'],
      ['loaded', 'waiting'],
      ['ready', 'waiting']
    ]);
    expect(operations.details('nope')).toBeNull();
  });

  it('has the events of a service and of what KServe made for it', async () => {
    const seen = (lastTimestamp: string) => ({
      lastTimestamp: lastTimestamp as unknown as Date
    });
    answerList(events, [
      anEvent(
        'InferenceService',
        'anomaly',
        'Created',
        'a',
        seen('2025-11-07T10:00:01Z')
      ),
      anEvent(
        'ReplicaSet',
        'anomaly-predictor-5d8f7c6b9d',
        'FailedCreate',
        'b',
        seen('2025-11-07T10:00:03Z')
      ),
      anEvent('Pod', 'anomaly-predictor-5d8f7c6b9d-abcde', 'Pulled', 'c', {
        ...seen('2025-11-07T10:00:02Z'),
        type: 'Normal',
        count: 4
      }),
      anEvent('InferenceService', 'other', 'Created', 'd'),
      anEvent(
        'ReplicaSet',
        'anomaly-predictor-x-predictor-5d8f7c6b9d',
        'FailedCreate',
        'e'
      )
    ]);
    const followed = operations.events('anomaly');
    await pass();
    expect(
      followed.events.map(({ message, type, count }) => [message, type, count])
    ).toEqual([
      ['b', 'Warning', 1],
      ['c', 'Normal', 4],
      ['a', 'Warning', 1]
    ]);
    followed.dispose();
  });

  describe('the model of a server that is ready', () => {
    const ready = {
      ...live(),
      status: { conditions: conditions('True') }
    };
    const pod = aPod(
      { ready: true, state: { running: {} } },
      { conditions: [{ type: 'Ready', status: 'True' }] }
    );
    const question = 'GET predict/anomaly';

    beforeEach(() => {
      answerList(services, [ready]);
      answerList(pods, [pod]);
    });

    /** As somebody who has the panel open: the services are read when they change. */
    async function look(): Promise<void> {
      target.changed.connect(() => void target.services);
      target.watch();
      await pass();
      await pass();
    }

    it('is asked for once, and again only while there is none', async () => {
      let loaded = false;
      network.answer(question, () => ({ json: { loaded, model: null } }));
      await look();
      expect(target.services[0].status).toMatchObject({
        phase: 'failed',
        failure: { cause: 'not-loaded' }
      });
      loaded = true;
      await pass(5000);
      expect(target.services[0].status.phase).toBe('ready');
      await pass(600_000);
      expect(network.count(question)).toBe(2);
    });

    it('is not asked for where the runtime asks for it itself', async () => {
      const containers = [
        {
          name: 'kserve-container',
          readinessProbe: { httpGet: { path: '/v2/models/{{.Name}}/ready' } }
        }
      ];
      answerList(runtimes, [aRuntime('sklearn-pvc-runtime', { containers })]);
      await look();
      expect(target.services[0].status.phase).toBe('ready');
      expect(network.count(question)).toBe(0);
    });

    it('is asked for by the name that its server has it under', async () => {
      network.answer(question, { json: { loaded: true, model: 'model' } });
      network.answer('POST predict', { json: {} });
      await look();
      await target.predict('anomaly', { protocol: 'v1', body: {} });
      expect(network.requests.pop()?.json).toMatchObject({ model: 'model' });
    });

    it('stays open where the server cannot be reached', async () => {
      network.answer(question, { status: 502, json: {} });
      await look();
      await pass(120_000);
      expect(target.services[0].status.phase).toBe('ready');
      expect(network.count(question)).toBe(1);
    });
  });
});
