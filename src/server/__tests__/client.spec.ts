import { Network, aStatus, failure, pass } from '../../__tests__/network';

describe('Server', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  describe('#request()', () => {
    it('sends nothing before the first call', () => {
      const network = new Network();
      expect(network.requests).toEqual([]);
      expect(network.sockets).toEqual([]);
      expect(network.server.state).toBe('checking');
    });

    it('adds nothing of its own to the query', async () => {
      const network = new Network();
      network.answer('GET kubernetes/api/v1/pods', { json: {} });
      await network.server.request('kubernetes/api/v1/pods', {
        query: { labelSelector: 'a=b' }
      });
      expect(network.requests[0].path).toBe(
        'kubernetes/api/v1/pods?labelSelector=a%3Db'
      );
    });

    it('sends JSON under the content type that is asked for', async () => {
      const network = new Network();
      network.answer('PATCH x', { json: {} });
      await network.server.request('x', {
        method: 'PATCH',
        json: { a: 1 },
        contentType: 'application/apply-patch+yaml'
      });
      const [request] = network.requests;
      expect(request.json).toEqual({ a: 1 });
      expect(request.headers.get('Content-Type')).toBe(
        'application/apply-patch+yaml'
      );
    });

    it('gives undefined for an answer without a body', async () => {
      const network = new Network();
      network.answer('DELETE models/a/1', { status: 204 });
      expect(
        await network.server.request('models/a/1', { method: 'DELETE' })
      ).toBeUndefined();
    });

    it.each(['..', 'models/../../api', 'models/', 'a//b', './a'])(
      'refuses the path %p without a request',
      async path => {
        const network = new Network();
        const error = await failure(network.server.request(path));
        expect(error.reason).toBe('InvalidPath');
        expect(network.requests).toEqual([]);
      }
    );

    it('keeps what the server half says', async () => {
      const network = new Network();
      const said = { message: 'No such model', reason: 'NotFound', hint: 'Go' };
      network.answer('GET models/a/1', { status: 404, json: said });
      const error = await failure(network.server.request('models/a/1'));
      expect(error).toMatchObject({ ...said, status: 404, kubernetes: null });
    });

    it('keeps a Status of the Kubernetes API', async () => {
      const network = new Network();
      const status = {
        kind: 'Status',
        message: 'bad',
        reason: 'Invalid',
        code: 422,
        details: { causes: [] }
      };
      network.answer('GET x', { status: 422, json: status });
      const error = await failure(network.server.request('x'));
      expect(error).toMatchObject({ message: 'bad', reason: 'Invalid' });
      expect(error.kubernetes).toEqual(status);
    });

    it.each([401, 403, 404, 429, 500, 502, 503, 504])(
      'never quotes a page that comes with status %i',
      async status => {
        const network = new Network();
        network.answer('GET x', { status, text: '<html>canary</html>' });
        const error = await failure(network.server.request('x'));
        expect(error.status).toBe(status);
        expect(error.message).not.toBe('');
        expect(JSON.stringify([error.message, error.hint])).not.toContain(
          'canary'
        );
      }
    );

    it('takes a page with status 200 for an error', async () => {
      const network = new Network();
      network.answer('GET x', { text: '<html>canary: sign in</html>' });
      const error = await failure(network.server.request('x'));
      expect(error.reason).toBe('UnexpectedAnswer');
      expect(error.message).not.toContain('canary');
    });

    it('says that nobody answers', async () => {
      const network = new Network();
      network.isDown = true;
      const error = await failure(network.server.request('x'));
      expect(error).toMatchObject({ status: 0, reason: 'NoAnswer' });
    });

    it('gives up a request that hangs', async () => {
      let signal: AbortSignal | undefined;
      const network = new Network({
        fetch: input =>
          new Promise((_resolve, reject) => {
            signal = (input as Request).signal;
            signal.addEventListener('abort', () => reject(new Error('abort')));
          })
      });
      const result = failure(network.server.request('x'));
      await pass(60_000);
      expect(await result).toMatchObject({ status: 0, reason: 'NoAnswer' });
      expect(signal?.aborted).toBe(true);
    });
  });

  describe('#check()', () => {
    it('is ready with the status', async () => {
      const network = new Network();
      await network.server.check();
      expect(network.server.state).toBe('ready');
      expect(network.server.status).toEqual(aStatus());
    });

    it('shares one request among those who ask at the same time', async () => {
      const network = new Network();
      await Promise.all([network.server.check(), network.server.check()]);
      expect(network.count('GET status')).toBe(1);
    });

    it('says how to enable a server half that is missing', async () => {
      const network = new Network();
      network.answer('GET status', { status: 404, text: '<h1>404</h1>' });
      await network.server.check();
      expect(network.server.state).toBe('unavailable');
      expect(network.server.problem).toMatchObject({
        message: 'The server extension is not running.',
        reason: 'ServerExtensionMissing'
      });
      expect(network.server.problem?.hint).toContain(
        'jupyter server extension enable jupyterlab_kserve'
      );
    });

    it('refuses a server half that speaks otherwise, also after it was ready', async () => {
      const network = new Network();
      await network.server.check();
      network.answer('GET status', { json: { ...aStatus(), api: 1 } });
      await network.server.check();
      expect(network.server.state).toBe('unavailable');
      expect(network.server.problem).toMatchObject({
        message:
          'The server extension (0.1.0) and the frontend are of different versions.',
        reason: 'VersionMismatch'
      });
      expect(network.server.problem?.hint).toContain('reload the page');
      expect(network.server.status).toEqual(aStatus());
    });

    it('is ready again after an answer, and signals changes only', async () => {
      const network = new Network();
      const states: string[] = [];
      network.server.changed.connect(server => states.push(server.state));
      network.isDown = true;
      await network.server.check();
      await network.server.check();
      network.isDown = false;
      await network.server.check();
      await network.server.check();
      expect(states).toEqual(['unavailable', 'ready']);
      expect(network.server.problem).toBeNull();
    });
  });
});
