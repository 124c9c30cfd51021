import { Network } from '../../../__tests__/network';
import type { LogNews } from '../../servicetypes';
import { Serving } from '../../registry';
import { LocalTarget } from '../target';
import type { ILocalServer } from '../types';

function aServer(changes: Partial<ILocalServer> = {}): ILocalServer {
  return {
    name: 'iris-1-0-0',
    model: 'iris',
    version: '1.0.0',
    state: 'ready',
    detail: '',
    since: '2026-01-02T03:04:05Z',
    created: '2026-01-02T03:04:05Z',
    pid: 7,
    ...changes
  };
}

describe('LocalTarget', () => {
  let network: Network;
  let target: LocalTarget;

  /** Have the server half send a message to the newest subscription of a channel. */
  function send(channel: string, message: object): void {
    const asked = network.socket.sent.filter(sent => sent.channel === channel);
    network.socket.receive({ id: asked[asked.length - 1].id, ...message });
  }

  async function watch() {
    const watching = target.watch();
    await jest.advanceTimersByTimeAsync(0);
    network.socket.open();
    return watching;
  }

  beforeEach(() => {
    jest.useFakeTimers();
    network = new Network();
    target = new LocalTarget(network.server);
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  it('has what its capabilities need', () => {
    const serving = new Serving();
    serving.add(target);
    // Deploying is for clusters: this one has nothing to choose from.
    expect(serving.defaultTarget).toBeNull();
    expect(network.requests).toEqual([]);
  });

  it('lists the servers and their states', async () => {
    await watch();
    expect(target.state).toBe('checking');
    send('local', {
      event: 'servers',
      servers: [
        aServer(),
        aServer({ name: 'oak-1', state: 'failed', detail: 'No module oak' })
      ]
    });
    expect(target.state).toBe('ready');
    expect(
      target.services.map(({ name, model, status }) => [
        name,
        model?.version,
        status.label,
        status.failure?.words
      ])
    ).toEqual([
      ['iris-1-0-0', '1.0.0', 'Ready', undefined],
      ['oak-1', '1.0.0', 'Failed', 'No module oak']
    ]);
  });

  it('listens again after a lost connection', async () => {
    await watch();
    send('local', { event: 'servers', servers: [aServer()] });
    send('local', { event: 'end' });
    expect(target.services).toHaveLength(1);
    await jest.advanceTimersByTimeAsync(2500);
    network.socket.open();
    send('local', { event: 'servers', servers: [] });
    expect(target.services).toEqual([]);
  });

  it('keeps nobody waiting when the server half cannot tell', async () => {
    await watch();
    send('local', { event: 'error', message: 'no', reason: 'x', hint: '' });
    expect(target.state).toBe('ready');
  });

  it('runs a version, which is there at once, and asks and removes it', async () => {
    network.answer('POST local', {
      json: aServer({ state: 'starting' })
    });
    const service = await target.run('iris', '1.0.0', { trust: true });
    expect(service).toEqual({
      target: 'local',
      namespace: 'local',
      name: 'iris-1-0-0'
    });
    expect(network.requests[0].json).toEqual({
      model: 'iris',
      version: '1.0.0',
      trust: true
    });
    expect(target.services[0].status.phase).toBe('starting');
    network.answer('POST local/iris-1-0-0/predict', { json: { status: 200 } });
    await target.predict('iris-1-0-0', { protocol: 'v2', body: {} });
    expect(network.requests[1].json).toEqual({ protocol: 'v2', body: {} });
    network.answer('DELETE local/iris-1-0-0', { status: 204 });
    await target.remove('iris-1-0-0');
    expect(target.services).toEqual([]);
  });

  it('stops, starts and restarts', async () => {
    await watch();
    send('local', { event: 'servers', servers: [aServer()] });
    const operations = await target.operations();
    network.answer('POST local/iris-1-0-0/stop', {
      json: aServer({ state: 'stopped' })
    });
    network.answer('POST local', { json: aServer() });
    await operations.change?.('iris-1-0-0', { stopped: true });
    expect(operations.details('iris-1-0-0')?.stopped).toBe(true);
    await operations.change?.('iris-1-0-0', { stopped: false });
    expect(operations.details('iris-1-0-0')?.stopped).toBe(false);
    const before = network.requests.length;
    await operations.change?.('iris-1-0-0', { restart: true });
    expect(
      network.requests.slice(before).map(({ method }) => method)
    ).toHaveLength(2);
    expect(operations.details('gone')).toBeNull();
  });

  it('follows a log, and goes on where it was paused', async () => {
    await watch();
    send('local', { event: 'servers', servers: [aServer()] });
    const operations = await target.operations();
    const news: LogNews[] = [];
    const { mainLog } = operations.details('iris-1-0-0')!;
    const log = operations.log!({ ...mainLog!, previous: false }, 100, each =>
      news.push(each)
    );
    send('local-log', { event: 'open' });
    send('local-log', { event: 'lines', data: ['one'], next: 41 });
    log.pause();
    log.resume();
    const asked = network.socket.sent.filter(
      ({ channel }) => channel === 'local-log'
    );
    expect(asked.map(({ tail, start }) => [tail, start])).toEqual([
      [100, undefined],
      [100, 41]
    ]);
    // Without "finished" it is a lost connection.
    send('local-log', { event: 'end' });
    await jest.advanceTimersByTimeAsync(2500);
    send('local-log', { event: 'finished' });
    send('local-log', {
      event: 'error',
      message: 'There is no local server.',
      reason: 'LocalServerNotFound',
      hint: ''
    });
    log.dispose();
    expect(news).toEqual([
      { event: 'open' },
      { event: 'lines', lines: ['one'] },
      { event: 'end' },
      {
        event: 'problem',
        problem: {
          message: 'There is no local server.',
          reason: 'LocalServerNotFound',
          hint: ''
        }
      }
    ]);
  });
});
