import { nullTranslator } from '@jupyterlab/translation';
import { Network, aStatus, pass } from '../../../__tests__/network';
import { KServeTarget } from '../target';
import {
  aPod,
  aRuntime,
  aService,
  anEvent,
  conditions,
  crashed,
  notReady
} from './objects';

const trans = nullTranslator.load('jupyterlab-kserve');
const group = 'kubernetes/apis/serving.kserve.io';
const services = `${group}/v1beta1/namespaces/demo/inferenceservices`;
const runtimes = `${group}/v1alpha1/namespaces/demo/servingruntimes`;
const shared = `${group}/v1alpha1/clusterservingruntimes`;
const pods = 'kubernetes/api/v1/namespaces/demo/pods';
const events = 'kubernetes/api/v1/namespaces/demo/events';
const reviews =
  'POST kubernetes/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';

describe('KServeTarget', () => {
  let network: Network;
  let target: KServeTarget;

  function answerList(path: string, items: object[]): void {
    network.answer(`GET ${path}`, {
      json: { metadata: { resourceVersion: '7' }, items }
    });
  }

  function refuse(question: string, code: number, status: object = {}): void {
    network.answer(question, {
      status: code,
      json: { kind: 'Status', code, reason: 'Invalid', ...status }
    });
  }

  beforeEach(() => {
    jest.useFakeTimers();
    network = new Network();
    target = new KServeTarget({
      kubernetes: network.kubernetes,
      server: network.server
    });
    answerList(services, []);
    answerList(pods, []);
    answerList(events, []);
    answerList(runtimes, [aRuntime('sklearn-pvc-runtime')]);
    refuse(`GET ${shared}`, 403);
  });

  afterEach(() => jest.useRealTimers());

  const states = () =>
    target.services.map(({ name, status }) => [name, status.label]);

  /** Open the socket and all subscriptions on it. */
  function connect(): void {
    network.socket.open();
    for (const id of network.socket.ids()) {
      network.socket.receive({ id, event: 'open' });
    }
  }

  function send(path: string, type: string, object: object): void {
    const [id] = network.socket.ids({ path: path.replace('kubernetes', '') });
    network.socket.receive({ id, event: 'watch', type, object });
  }

  describe('#watch()', () => {
    it('asks nothing while nobody watches', async () => {
      await pass(600_000);
      expect(network.requests).toEqual([]);
      expect(network.sockets).toEqual([]);
      expect(target.state).toBe('checking');
      expect(target.services).toEqual([]);
    });

    it('finds the services with all that is known of them', async () => {
      const status = {
        conditions: conditions('True'),
        url: 'http://anomaly.example.com',
        address: { url: 'http://anomaly-predictor.demo.svc.cluster.local' }
      };
      answerList(services, [aService({ status }), aService({ name: 'b' })]);
      answerList(runtimes, [
        aRuntime('sklearn-pvc-runtime', { protocolVersions: ['v2'] })
      ]);
      target.watch();
      await pass();
      expect(target.state).toBe('ready');
      expect(target.services[0]).toEqual({
        target: 'cluster',
        name: 'anomaly',
        namespace: 'demo',
        model: { name: 'anomaly', version: '1.0.0' },
        storageUri: 'pvc://model-storage-pvc/anomaly/1.0.0',
        runtime: 'sklearn-pvc-runtime',
        protocols: ['v2'],
        status: {
          phase: 'ready',
          label: trans.__('Ready'),
          detail: '',
          since: '2025-11-07T10:00:05Z'
        },
        created: '2025-11-07T10:00:00Z',
        url: 'http://anomaly-predictor.demo.svc.cluster.local'
      });
      expect(states()).toEqual([
        ['anomaly', 'Ready'],
        ['b', 'Starting']
      ]);
    });

    it('asks for the pods of services and for warnings only', async () => {
      target.watch();
      await pass();
      const queries = network.requests
        .filter(({ path }) => /pods|events/.test(path))
        .map(({ path }) => decodeURIComponent(path.split('?')[1]));
      expect(queries.sort()).toEqual([
        'fieldSelector=type=Warning',
        'labelSelector=serving.kserve.io/inferenceservice'
      ]);
    });

    it('follows a service from nothing to its failure', async () => {
      target.watch();
      await pass();
      connect();
      send(services, 'ADDED', aService({}));
      expect(states()).toEqual([['anomaly', 'Starting']]);
      send(services, 'MODIFIED', aService({ status: notReady }));
      send(pods, 'ADDED', aPod(crashed({ reason: 'OOMKilled' })));
      expect(target.services[0].status).toMatchObject({
        label: trans.__('Cannot start'),
        detail: 'it exceeds its memory limit of 2Gi'
      });
      send(services, 'DELETED', aService({}));
      expect(states()).toEqual([]);
    });

    it('gives each service its own pods and events', async () => {
      answerList(services, [
        aService({ name: 'a', status: notReady }),
        aService({ name: 'b', status: notReady }),
        aService({ name: 'c', status: notReady })
      ]);
      answerList(pods, [aPod(crashed({}), { service: 'a' })]);
      answerList(events, [
        anEvent('ReplicaSet', 'b-predictor-1', 'FailedCreate', 'no')
      ]);
      target.watch();
      await pass();
      expect(states()).toEqual([
        ['a', 'Cannot start'],
        ['b', 'Cannot start'],
        ['c', 'Starting']
      ]);
    });

    it('does without pods and events when it may not see them', async () => {
      answerList(services, [aService({ status: notReady })]);
      refuse(`GET ${pods}`, 403);
      refuse(`GET ${events}`, 403);
      target.watch();
      await pass();
      expect(target.state).toBe('ready');
      expect(states()).toEqual([['anomaly', 'Starting']]);
    });

    it('does not wait for pods that do not come', async () => {
      answerList(services, [aService({})]);
      network.answer(`GET ${pods}`, () => new Promise(() => undefined));
      target.watch();
      await pass(1000);
      expect(target.state).toBe('checking');
      await pass(1000);
      expect(target.state).toBe('ready');
      expect(states()).toEqual([['anomaly', 'Starting']]);
    });

    it('has the problem when it may not see the services', async () => {
      refuse(`GET ${services}`, 403, {
        message:
          'forbidden: User "x" cannot list resource "inferenceservices" in API group'
      });
      target.watch();
      await pass();
      expect(target.state).toBe('unavailable');
      expect(target.problem?.message).toBe(
        'You are not allowed to list inferenceservices in namespace demo.'
      );
    });

    it('calls a state unknown when the cluster does not answer', async () => {
      answerList(services, [
        aService({ status: { conditions: conditions('True') } })
      ]);
      target.watch();
      await pass();
      connect();
      expect(states()).toEqual([['anomaly', 'Ready']]);
      network.isDown = true;
      network.socket.close();
      await pass(1000);
      network.socket.close();
      expect(states()).toEqual([['anomaly', 'Unknown']]);
      network.isDown = false;
      await pass(10_000);
      connect();
      expect(states()).toEqual([['anomaly', 'Ready']]);
    });

    it('looks now and then for a cluster that is not there', async () => {
      const status = aStatus();
      status.kubernetes.state = 'unavailable';
      status.kubernetes.message = 'No kubeconfig';
      network.answer('GET status', { json: status });
      target.watch();
      await pass();
      expect(target.state).toBe('unavailable');
      expect(target.problem?.message).toBe('No kubeconfig');
      expect(network.count(`GET ${services}`)).toBe(0);
      network.answer('GET status', { json: aStatus() });
      await pass(31_000);
      expect(target.state).toBe('ready');
    });

    it('looks often for a cluster that is being started', async () => {
      const status = aStatus();
      status.kubernetes.state = 'unavailable';
      status.kubernetes.reason = 'ClusterStarting';
      status.kubernetes.message = '1 of about 5 minutes';
      network.answer('GET status', { json: status });
      target.watch();
      await pass();
      expect(target.problem?.message).toBe('1 of about 5 minutes');
      const later = aStatus();
      later.kubernetes = { ...status.kubernetes, message: '2 of about 5' };
      network.answer('GET status', { json: later });
      await pass(3500);
      expect(target.problem?.message).toBe('2 of about 5');
      network.answer('GET status', { json: aStatus() });
      await pass(3500);
      expect(target.state).toBe('ready');
    });

    it('lets go with the last watch, and keeps what it knows', async () => {
      answerList(services, [aService({})]);
      const watches = [target.watch(), target.watch()];
      await pass();
      connect();
      watches[0].dispose();
      expect(network.socket.ids()).toHaveLength(3);
      watches[1].dispose();
      const before = network.requests.length;
      await pass(600_000);
      expect(network.requests).toHaveLength(before);
      expect(network.socket.isClosed).toBe(true);
      expect(states()).toEqual([['anomaly', 'Starting']]);
      target.watch();
      expect(states()).toEqual([['anomaly', 'Starting']]);
    });
  });

  it('deletes a service', async () => {
    network.answer(`DELETE ${services}/anomaly`, { json: {} });
    await target.remove('anomaly');
    expect(network.count(`DELETE ${services}/anomaly`)).toBe(1);
  });

  it('asks a model by its name, never by an address', async () => {
    await network.server.check();
    const answer = { status: 200, latency_ms: 3, body: {}, via: 'service' };
    network.answer('POST predict', { json: answer });
    const body = { instances: [[1]] };
    expect(await target.predict('anomaly', { protocol: 'v1', body })).toEqual(
      answer
    );
    expect(network.requests[1].json).toEqual({
      service: 'anomaly',
      namespace: 'demo',
      protocol: 'v1',
      body
    });
  });

  describe('#access()', () => {
    it.each([
      [{ allowed: true }, 'allowed', ''],
      [
        { allowed: false },
        'denied',
        'Ask your cluster administrator for the Role of this extension: create on inferenceservices in namespace demo.'
      ],
      [{ allowed: false, evaluationError: 'x' }, 'unknown', '']
    ])('says for %j: %s', async (status, access, message) => {
      network.answer(reviews, { json: { status } });
      expect(await target.access()).toEqual({ access, message });
    });

    it('is denied when only one of the two verbs is', async () => {
      network.answer(reviews, ({ json }) => ({
        json: { status: { allowed: !JSON.stringify(json).includes('patch') } }
      }));
      expect((await target.access()).message).toContain('patch on');
    });
  });
});
