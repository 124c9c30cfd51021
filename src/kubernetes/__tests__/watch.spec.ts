import { Network, pass } from '../../__tests__/network';
import type { ILiveList, IKubernetesObject, IResource } from '../../tokens';
import { Kubernetes } from '../client';

const widgets: IResource = {
  apiVersion: 'example.org/v1',
  kind: 'Widget',
  plural: 'widgets',
  namespaced: true
};
const path = 'kubernetes/apis/example.org/v1/namespaces/demo/widgets';

function object(name: string, version: string, uid = name): IKubernetesObject {
  return { metadata: { name, uid, resourceVersion: version } };
}

describe('LiveList', () => {
  let network: Network;
  let live: ILiveList<IKubernetesObject>;
  let changes: number;

  beforeEach(async () => {
    jest.useFakeTimers();
    jest.spyOn(Math, 'random').mockReturnValue(1);
    network = new Network();
    await network.server.check();
    changes = 0;
  });

  afterEach(() => {
    live.dispose();
    jest.restoreAllMocks();
    jest.useRealTimers();
  });

  function answerList(version: string, items: IKubernetesObject[]): void {
    network.answer(`GET ${path}`, {
      json: { metadata: { resourceVersion: version }, items }
    });
  }

  async function start(): Promise<void> {
    live = new Kubernetes({ server: network.server }).live(widgets, {
      labelSelector: 'app'
    });
    live.changed.connect(() => changes++);
    await pass();
  }

  /** The newest subscription; opens it. */
  function open(): { id: string; query: Record<string, string> } {
    network.socket.open();
    const last = network.socket.sent
      .filter(message => message.op === 'subscribe')
      .pop() as unknown as { id: string; query: Record<string, string> };
    network.socket.receive({ id: last.id, event: 'open' });
    return last;
  }

  function event(id: string, type: string, object: unknown): void {
    network.socket.receive({ id, event: 'watch', type, object });
  }

  const shown = () =>
    live.items.map(
      ({ metadata }) => `${metadata?.name}:${metadata?.resourceVersion}`
    );

  it('lists, then watches from where the list stood', async () => {
    answerList('7', [object('b', '2'), object('a', '1')]);
    await start();
    expect(live.state).toBe('ready');
    expect(shown()).toEqual(['a:1', 'b:2']);
    open();
    expect(network.socket.sent).toEqual([
      {
        op: 'subscribe',
        id: '1',
        channel: 'watch',
        path: '/apis/example.org/v1/namespaces/demo/widgets',
        query: {
          labelSelector: 'app',
          allowWatchBookmarks: 'true',
          resourceVersion: '7'
        }
      }
    ]);
    expect(network.requests[1].path).toBe(`${path}?labelSelector=app`);
  });

  it('follows what is added, changed and deleted', async () => {
    answerList('7', [object('b', '2')]);
    await start();
    const { id } = open();
    event(id, 'ADDED', object('a', '8'));
    event(id, 'MODIFIED', object('b', '9'));
    expect(shown()).toEqual(['a:8', 'b:9']);
    event(id, 'DELETED', object('a', '10'));
    expect(shown()).toEqual(['b:9']);
    expect(changes).toBe(4);
  });

  it('takes a new object of an old name for another one', async () => {
    answerList('7', [object('a', '1', 'first')]);
    await start();
    const { id } = open();
    event(id, 'DELETED', object('a', '8', 'first'));
    event(id, 'ADDED', object('a', '9', 'second'));
    expect(shown()).toEqual(['a:9']);
  });

  it('goes on from the last version when the watch ends', async () => {
    answerList('7', []);
    await start();
    const { id } = open();
    event(id, 'ADDED', object('a', '8'));
    event(id, 'BOOKMARK', object('', '20'));
    await pass(300_000);
    network.socket.receive({ id, event: 'end' });
    await pass();
    expect(live.state).toBe('ready');
    expect(open().query.resourceVersion).toBe('20');
    expect(shown()).toEqual(['a:8']);
    expect(network.count(`GET ${path}`)).toBe(1);
  });

  it('hears nothing of a watch that it gave up', async () => {
    answerList('7', []);
    await start();
    const { id } = open();
    await pass(300_000);
    network.socket.receive({ id, event: 'end' });
    await pass();
    open();
    event(id, 'ADDED', object('ghost', '9'));
    expect(shown()).toEqual([]);
  });

  it.each([
    [
      'an ERROR event',
      (id: string) => ({
        id,
        event: 'watch',
        type: 'ERROR',
        object: { kind: 'Status', code: 410, message: 'too old' }
      })
    ],
    [
      'a refusal',
      (id: string) => ({
        id,
        event: 'error',
        status: 410,
        message: 'too old',
        reason: 'Expired',
        hint: ''
      })
    ]
  ])('lists anew after 410 in %s', async (_what, message) => {
    answerList('7', [object('a', '1'), object('b', '2')]);
    await start();
    const { id } = open();
    await pass(60_000);
    // Missed: a is gone, b has changed, c is new.
    answerList('90', [object('b', '50'), object('c', '60')]);
    network.socket.receive(message(id));
    await pass();
    expect(live.state).toBe('ready');
    expect(shown()).toEqual(['b:50', 'c:60']);
    expect(open().query.resourceVersion).toBe('90');
  });

  it('does not ask without a pause when each watch is refused with 410', async () => {
    answerList('7', []);
    await start();
    for (let second = 0; second < 60; second++) {
      const { id } = open();
      network.socket.receive({ id, event: 'error', status: 410, message: '' });
      await pass(1000);
    }
    expect(network.count(`GET ${path}`)).toBeLessThan(12);
  });

  it('comes back after a lost connection with nothing missed or doubled', async () => {
    answerList('7', [object('a', '1')]);
    await start();
    const { id } = open();
    event(id, 'ADDED', object('b', '8'));
    await pass(60_000);
    network.socket.close();
    // The socket waits for a second.
    await pass(1000);
    expect(network.sockets).toHaveLength(2);
    const next = open();
    expect(next.query.resourceVersion).toBe('8');
    event(next.id, 'MODIFIED', object('b', '9'));
    expect(shown()).toEqual(['a:1', 'b:9']);
    expect(live.state).toBe('ready');
  });

  it('says that there is no connection, keeps the items, and recovers', async () => {
    answerList('7', [object('a', '1')]);
    await start();
    open();
    network.socket.close();
    await pass(1000);
    network.socket.close();
    expect(live.state).toBe('unavailable');
    expect(live.problem?.reason).toBe('NoAnswer');
    expect(shown()).toEqual(['a:1']);
    await pass(30_000);
    open();
    expect(live.state).toBe('ready');
    expect(live.problem).toBeNull();
  });

  it('says whom to ask for a verb that is missing, and tries more and more rarely', async () => {
    network.answer(`GET ${path}`, {
      status: 403,
      json: {
        kind: 'Status',
        code: 403,
        reason: 'Forbidden',
        message:
          'widgets.example.org is forbidden: User "system:serviceaccount:demo:notebook" cannot list resource "widgets" in API group "example.org" in the namespace "demo"'
      }
    });
    await start();
    expect(live.state).toBe('unavailable');
    expect(live.problem).toEqual({
      message: 'You are not allowed to list widgets in namespace demo.',
      reason: 'Forbidden',
      hint: 'Ask your cluster administrator for a Role with the verb list on widgets.example.org in namespace demo.'
    });
    await pass(300_000);
    const asked = network.count(`GET ${path}`);
    expect(asked).toBeGreaterThan(8);
    expect(asked).toBeLessThan(20);
    answerList('7', [object('a', '1')]);
    await pass(30_000);
    expect(live.state).toBe('ready');
  });

  it('explains a refused watch', async () => {
    answerList('7', [object('a', '1')]);
    await start();
    const { id } = open();
    network.socket.receive({
      id,
      event: 'error',
      status: 403,
      message: 'x',
      reason: 'Forbidden',
      hint: '',
      kubernetes: {
        message: 'User "u" cannot watch resource "widgets" in API group'
      }
    });
    expect(live.problem?.message).toBe(
      'You are not allowed to watch widgets in namespace demo.'
    );
    expect(shown()).toEqual(['a:1']);
  });

  it('lists anew after an error of the watch', async () => {
    answerList('7', []);
    await start();
    const { id } = open();
    event(id, 'ERROR', { kind: 'Status', code: 500, message: 'etcd' });
    expect(live.state).toBe('unavailable');
    answerList('9', [object('a', '8')]);
    await pass(2000);
    expect(live.state).toBe('ready');
    expect(shown()).toEqual(['a:8']);
  });

  it('is quiet once it is disposed of', async () => {
    answerList('7', []);
    await start();
    const { id } = open();
    live.dispose();
    expect(network.socket.ids()).toEqual([]);
    event(id, 'ADDED', object('a', '8'));
    await pass(300_000);
    expect(shown()).toEqual([]);
    expect(network.count(`GET ${path}`)).toBe(1);
    expect(network.socket.isClosed).toBe(true);
  });
});
