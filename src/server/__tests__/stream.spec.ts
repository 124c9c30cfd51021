import { Network, pass } from '../../__tests__/network';
import type { StreamMessage } from '../types';

describe('Stream', () => {
  beforeEach(() => {
    jest.useFakeTimers();
    // The longest wait: with it the times below are exact.
    jest.spyOn(Math, 'random').mockReturnValue(1);
  });
  afterEach(() => {
    jest.restoreAllMocks();
    jest.useRealTimers();
  });

  function subscribe(network: Network) {
    const messages: StreamMessage[] = [];
    const subscription = network.server.stream.subscribe(
      { channel: 'models' },
      message => messages.push(message)
    );
    return { messages, subscription };
  }

  it('opens one socket for all subscriptions', () => {
    const network = new Network();
    subscribe(network);
    subscribe(network);
    network.socket.open();
    subscribe(network);
    expect(network.sockets).toHaveLength(1);
    expect(network.socket.url).toBe(
      'ws://localhost:8888/user/x/jupyterlab-kserve/stream'
    );
    expect(network.socket.sent).toEqual([
      { op: 'subscribe', id: '1', channel: 'models' },
      { op: 'subscribe', id: '2', channel: 'models' },
      { op: 'subscribe', id: '3', channel: 'models' }
    ]);
  });

  it.each([
    [true, '?token=a%20b'],
    [false, '']
  ])('puts the token into the address: %p', (appendToken, query) => {
    const network = new Network({ token: 'a b', appendToken });
    subscribe(network);
    expect(new URL(network.socket.url).search).toBe(query);
  });

  it('gives each message to its own subscription', () => {
    const network = new Network();
    const one = subscribe(network);
    const other = subscribe(network);
    network.socket.open();
    network.socket.receive({ id: '2', event: 'changed', revision: 'r' });
    network.socket.receive({ id: '9', event: 'changed', revision: 'r' });
    expect(one.messages).toEqual([]);
    expect(other.messages).toMatchObject([{ event: 'changed' }]);
  });

  it('goes on when a handler throws', () => {
    const network = new Network();
    jest.spyOn(console, 'error').mockImplementation();
    network.server.stream.subscribe({ channel: 'models' }, () => {
      throw new Error('mine');
    });
    const other = subscribe(network);
    network.socket.open();
    network.socket.close();
    expect(other.messages).toEqual([{ event: 'end' }]);
  });

  it('closes the socket a little after the last subscription', async () => {
    const network = new Network();
    const one = subscribe(network);
    const other = subscribe(network);
    network.socket.open();
    one.subscription.dispose();
    await pass(5000);
    expect(network.socket.isClosed).toBe(false);
    other.subscription.dispose();
    expect(network.socket.sent.slice(-2)).toEqual([
      { op: 'unsubscribe', id: '1' },
      { op: 'unsubscribe', id: '2' }
    ]);
    await pass(5000);
    expect(network.socket.isClosed).toBe(true);
    await pass(60_000);
    expect(network.sockets).toHaveLength(1);
  });

  it('keeps the socket for a subscription that follows at once', async () => {
    const network = new Network();
    const one = subscribe(network);
    network.socket.open();
    one.subscription.dispose();
    subscribe(network);
    await pass(5000);
    expect(network.socket.isClosed).toBe(false);
    expect(network.sockets).toHaveLength(1);
  });

  it('ends all subscriptions when the connection is lost', async () => {
    const network = new Network();
    const one = subscribe(network);
    const other = subscribe(network);
    network.socket.open();
    network.socket.close();
    expect(one.messages).toEqual([{ event: 'end' }]);
    expect(other.messages).toEqual([{ event: 'end' }]);
    // Nobody wants it back.
    await pass(60_000);
    expect(network.sockets).toHaveLength(1);
  });

  it('waits longer after each attempt that failed, at most 30 s', async () => {
    const network = new Network();
    const attempts: number[] = [];
    const again = () => {
      network.server.stream.subscribe({ channel: 'models' }, again);
    };
    again();
    for (let i = 0; i < 8; i++) {
      const from = Date.now();
      const before = network.sockets.length;
      network.socket.close();
      while (network.sockets.length === before) {
        await pass(100);
      }
      attempts.push(Math.round((Date.now() - from) / 1000));
    }
    expect(attempts).toEqual([1, 2, 4, 8, 16, 30, 30, 30]);
  });

  it('starts with short waits again once a message came', async () => {
    const network = new Network();
    const again = () => {
      network.server.stream.subscribe({ channel: 'models' }, again);
    };
    again();
    network.socket.close();
    await pass(1000);
    network.socket.close();
    await pass(2000);
    expect(network.sockets).toHaveLength(3);
    network.socket.open();
    network.socket.receive({ id: '3', event: 'open' });
    network.socket.close();
    await pass(1000);
    expect(network.sockets).toHaveLength(4);
  });
});
