import { Network, aStatus, failure, pass } from '../../__tests__/network';
import type { IResource } from '../../tokens';
import { Kubernetes } from '../client';

const widgets: IResource = {
  apiVersion: 'example.org/v1',
  kind: 'Widget',
  plural: 'widgets',
  namespaced: true
};
const pods: IResource = {
  apiVersion: 'v1',
  kind: 'Pod',
  plural: 'pods',
  namespaced: true
};
const nodes: IResource = { ...pods, plural: 'nodes', namespaced: false };
const reviews =
  'POST kubernetes/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
const all = 'kubernetes/apis/example.org/v1/namespaces/demo/widgets';

describe('Kubernetes', () => {
  let network: Network;
  let kubernetes: Kubernetes;

  beforeEach(() => {
    jest.useFakeTimers();
    network = new Network();
    kubernetes = new Kubernetes({ server: network.server });
  });
  afterEach(() => jest.useRealTimers());

  describe('state', () => {
    it('follows the server half', async () => {
      const changed = jest.fn();
      kubernetes.changed.connect(changed);
      expect([kubernetes.state, kubernetes.namespace]).toEqual([
        'checking',
        null
      ]);
      await network.server.check();
      expect([kubernetes.state, kubernetes.namespace]).toEqual([
        'ready',
        'demo'
      ]);
      expect(changed).toHaveBeenCalledTimes(1);
    });

    it('has the reason when there is no cluster', async () => {
      const status = aStatus();
      Object.assign(status.kubernetes, {
        state: 'unavailable',
        namespace: null,
        reason: 'NoCluster',
        message: 'No kubeconfig',
        hint: 'Log in'
      });
      network.answer('GET status', { json: status });
      await network.server.check();
      expect(kubernetes.state).toBe('unavailable');
      expect(kubernetes.problem).toEqual({
        message: 'No kubeconfig',
        reason: 'NoCluster',
        hint: 'Log in'
      });
      const error = await failure(kubernetes.list(pods));
      expect(error.reason).toBe('NoCluster');
      expect(network.requests).toHaveLength(1);
    });

    it('has the problem of the server half', async () => {
      network.isDown = true;
      await network.server.check();
      expect(kubernetes.problem).toEqual(network.server.problem);
    });

    it('needs a namespace', async () => {
      const status = aStatus();
      status.kubernetes.namespace = null;
      network.answer('GET status', { json: status });
      await network.server.check();
      expect(kubernetes.problem?.reason).toBe('NoNamespace');
    });
  });

  it.each([
    [pods, 'kubernetes/api/v1/namespaces/demo/pods/a'],
    [nodes, 'kubernetes/api/v1/nodes/a'],
    [widgets, `${all}/a`]
  ])('finds the path of a kind', async (resource, path) => {
    network.answer(`GET ${path}`, { json: { kind: 'X', extra: { a: 1 } } });
    // Fields that nobody knows are kept.
    expect(await kubernetes.get(resource, 'a')).toEqual({
      kind: 'X',
      extra: { a: 1 }
    });
  });

  it('does not leave the API with a name', async () => {
    for (const name of ['..', '.', '']) {
      const error = await failure(kubernetes.get(pods, name));
      expect(error.reason).toBe('InvalidPath');
    }
    expect(network.requests.map(({ path }) => path)).toEqual(['status']);
  });

  it('applies as its own field manager, strictly', async () => {
    network.answer(`PATCH ${all}/a`, ({ json }) => ({ json }));
    const object = { kind: 'Widget', metadata: { name: 'a' } };
    expect(await kubernetes.apply(widgets, object)).toEqual(object);
    const { path, headers, json } = network.requests[1];
    expect(path).toBe(
      `${all}/a?fieldManager=jupyterlab-kserve&fieldValidation=Strict`
    );
    expect(headers.get('Content-Type')).toBe('application/apply-patch+yaml');
    expect(json).toEqual(object);
  });

  it('applies without a change when it is a dry run', async () => {
    network.answer(`PATCH ${all}/a`, { json: {} });
    const object = { metadata: { name: 'a' } };
    await kubernetes.apply(widgets, object, { dryRun: true, force: true });
    expect(network.requests[1].path).toMatch(/&dryRun=All&force=true$/);
  });

  it('deletes', async () => {
    network.answer(`DELETE ${all}/a`, { json: { status: 'Success' } });
    expect(await kubernetes.delete(widgets, 'a')).toEqual({
      status: 'Success'
    });
  });

  describe('errors', () => {
    function refuse(code: number, reason: string, message: string, more = {}) {
      network.answer(`GET ${all}`, {
        status: code,
        json: { kind: 'Status', code, reason, message, ...more }
      });
      return failure(kubernetes.list(widgets));
    }

    it.each([
      [401, 'Unauthorized', 'Unauthorized', 'rejected the credentials'],
      [404, 'NotFound', 'not found', 'does not have the resource widgets'],
      [429, 'TooManyRequests', 'slow', 'busy'],
      [
        500,
        'InternalError',
        'etcd is sick',
        'could not handle the request: etcd is sick'
      ],
      [503, 'ServiceUnavailable', 'x', 'could not handle the request']
    ])('has own words for %i', async (code, reason, message, words) => {
      const error = await refuse(code, reason, message);
      expect(error.message).toContain(words);
      expect(error.hint).not.toBe('');
      expect(error.kubernetes).toMatchObject({ code });
    });

    it('keeps the words of a quota, which is a 403 too', async () => {
      const message = 'pods "x" is forbidden: exceeded quota: small';
      expect(await refuse(403, 'Forbidden', message)).toMatchObject({
        message,
        hint: ''
      });
    });

    it('keeps the words of a validation', async () => {
      const error = await refuse(422, 'Invalid', 'spec.x: Required');
      expect(error.message).toBe('spec.x: Required');
    });

    it('keeps the words of our server half', async () => {
      const said = { message: 'No', reason: 'NotAllowed', hint: 'Only ours' };
      network.answer(`GET ${all}`, { status: 403, json: said });
      expect(await failure(kubernetes.list(widgets))).toMatchObject(said);
    });

    it('knows a missing group behind the words of our server half', async () => {
      network.answer(`GET ${all}`, {
        status: 502,
        json: {
          message:
            'The cluster answered with 404 and something that is not JSON.',
          reason: 'UnexpectedAnswer',
          hint: ''
        }
      });
      expect((await failure(kubernetes.list(widgets))).reason).toBe(
        'KindMissing'
      );
    });

    it('says that an object is gone', async () => {
      network.answer(`GET ${all}/a`, {
        status: 404,
        json: { kind: 'Status', code: 404, reason: 'NotFound', message: 'x' }
      });
      const error = await failure(kubernetes.get(widgets, 'a'));
      expect(error.message).toBe('The Widget a no longer exists.');
    });
  });

  describe('#access()', () => {
    function answer(status: object): void {
      network.answer(reviews, { status: 201, json: { status } });
    }

    it('asks for group, resource, verb and namespace', async () => {
      answer({ allowed: true });
      expect(await kubernetes.access('create', widgets)).toBe('allowed');
      expect(network.requests[1].json).toEqual({
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'SelfSubjectAccessReview',
        spec: {
          resourceAttributes: {
            verb: 'create',
            group: 'example.org',
            resource: 'widgets',
            namespace: 'demo'
          }
        }
      });
    });

    it.each([
      [{ allowed: false }, 'denied'],
      [{ allowed: false, denied: true, evaluationError: 'x' }, 'denied'],
      [{ allowed: false, evaluationError: 'x' }, 'unknown']
    ])('reads %j', async (status, access) => {
      answer(status);
      expect(await kubernetes.access('create', widgets)).toBe(access);
    });

    it('remembers the answer for a minute', async () => {
      answer({ allowed: false });
      await Promise.all([
        kubernetes.access('create', widgets),
        kubernetes.access('create', widgets)
      ]);
      await pass(59_000);
      await kubernetes.access('create', widgets);
      expect(network.count(reviews)).toBe(1);
      answer({ allowed: true });
      await pass(2000);
      expect(await kubernetes.access('create', widgets)).toBe('allowed');
      expect(await kubernetes.access('delete', widgets)).toBe('allowed');
      expect(network.count(reviews)).toBe(3);
    });

    it('is unknown without an answer, and asks again', async () => {
      expect(await kubernetes.access('create', widgets)).toBe('unknown');
      answer({ allowed: true });
      expect(await kubernetes.access('create', widgets)).toBe('allowed');
    });
  });
});
