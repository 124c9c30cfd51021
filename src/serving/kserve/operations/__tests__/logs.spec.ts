import { nullTranslator } from '@jupyterlab/translation';
import { Network, pass } from '../../../../__tests__/network';
import { LogFollower } from '../logs';
import type { LogNews } from '../../../servicetypes';

const trans = nullTranslator.load('jupyterlab-kserve');
const path = '/api/v1/namespaces/demo/pods/p/log';
const at = (nanoseconds: string, text: string) =>
  `2025-11-07T10:00:00.${nanoseconds}Z ${text}`;

describe('LogFollower', () => {
  let network: Network;
  let news: LogNews[];
  let follower: LogFollower;

  function follow(previous = false): void {
    follower = new LogFollower(
      {
        stream: network.server.stream,
        path,
        source: { instance: 'p', container: 'c', previous },
        tail: 100,
        trans
      },
      item => news.push(item)
    );
    network.socket.open();
  }

  beforeEach(() => {
    jest.useFakeTimers();
    network = new Network();
    news = [];
  });
  afterEach(() => {
    follower.dispose();
    jest.useRealTimers();
  });

  const receive = (message: Record<string, unknown>) => {
    const ids = network.socket.ids({ path });
    network.socket.receive({ id: ids[ids.length - 1], ...message });
  };
  const lines = () =>
    news.flatMap(item => (item.event === 'lines' ? item.lines : []));
  const asked = () =>
    network.socket.sent
      .filter(({ op }) => op === 'subscribe')
      .map(({ query }) => query);

  it('reads nothing while it is paused, and goes on where it was', () => {
    follow();
    receive({ event: 'open' });
    receive({ event: 'lines', data: [at('1', 'a')] });
    follower.pause();
    const before = network.socket;
    jest.advanceTimersByTime(60_000);
    expect(asked()).toHaveLength(1);
    follower.resume();
    // It was closed: nothing else was subscribed to.
    expect(network.socket).not.toBe(before);
    network.socket.open();
    expect(asked()[0]).toMatchObject({ sinceTime: '2025-11-07T10:00:00Z' });
    receive({ event: 'open' });
    receive({ event: 'lines', data: [at('1', 'a'), at('2', 'b')] });
    expect(lines()).toEqual([at('1', 'a'), at('2', 'b')]);
  });

  it('begins with the last lines', () => {
    follow();
    expect(asked()).toEqual([
      { container: 'c', timestamps: 'true', tailLines: '100' }
    ]);
    receive({ event: 'open' });
    receive({ event: 'lines', data: [at('1', 'a')] });
    expect(lines()).toEqual([at('1', 'a')]);
  });

  it('goes on after a lost connection with nothing missed or doubled', async () => {
    follow();
    receive({ event: 'open' });
    receive({
      event: 'lines',
      data: [at('1', 'a'), at('25', 'b'), at('25', 'c')]
    });
    network.socket.close();
    await pass(3000);
    network.socket.open();
    expect(asked().pop()).toMatchObject({ sinceTime: '2025-11-07T10:00:00Z' });
    receive({ event: 'open' });
    // All of that second comes again, and what was missed.
    receive({
      event: 'lines',
      data: [
        at('1', 'a'),
        at('25', 'b'),
        at('25', 'c'),
        at('25', 'd'),
        at('3', 'e')
      ]
    });
    expect(lines().map(line => line.split(' ')[1])).toEqual([
      'a',
      'b',
      'c',
      'd',
      'e'
    ]);
  });

  it('waits longer and longer for a container that ended', async () => {
    // Somebody else keeps the connection.
    network.server.stream.subscribe({ channel: 'models' }, () => undefined);
    follow();
    const times = [];
    for (let turn = 0; turn < 4; turn++) {
      receive({ event: 'open' });
      receive({ event: 'end' });
      const before = Date.now();
      const count = asked().length;
      while (asked().length === count) {
        await pass(100);
      }
      times.push(Date.now() - before);
    }
    expect(times).toEqual([500, 1000, 2000, 4000]);
  });

  it('reads the log of a run that is over once', async () => {
    follow(true);
    expect(asked()[0]).toMatchObject({ previous: 'true' });
    receive({ event: 'open' });
    receive({ event: 'lines', data: [at('1', 'a')] });
    receive({ event: 'end' });
    await pass(60_000);
    expect(asked()).toHaveLength(1);
    expect(news[news.length - 1]).toEqual({ event: 'end' });
  });

  it.each([
    [403, 1],
    [404, 1],
    [400, 2]
  ])('says why it is refused with %s', async (status, attempts) => {
    follow();
    receive({ event: 'error', status, message: 'no', reason: 'x', hint: 'y' });
    receive({ event: 'end' });
    await pass(800);
    expect(news[0]).toEqual({
      event: 'problem',
      problem: { message: 'no', reason: 'x', hint: 'y' }
    });
    expect(asked()).toHaveLength(attempts);
  });
});
