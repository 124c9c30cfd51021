import { Network } from '../../__tests__/network';
import { ServerError } from '../../tokens';
import { SavedRequests } from '../requests';

describe('SavedRequests', () => {
  let network: Network;
  let requests: SavedRequests;

  beforeEach(() => {
    network = new Network();
    requests = new SavedRequests(network.server);
  });

  const content = { protocol: 'v2' as const, body: { inputs: [] } };

  it('lists what a model has', async () => {
    const saved = [{ name: 'one', size: 12, saved: '', etag: 'abc' }];
    network.answer('GET requests/a%20b%2Fc', { json: { requests: saved } });
    expect(await requests.list('a b/c')).toEqual(saved);
  });

  it('reads one', async () => {
    network.answer('GET requests/a/b%2Fc', { json: content });
    expect(await requests.read('a', 'b/c')).toEqual(content);
  });

  it('saves a new one', async () => {
    network.answer('PUT requests/a/one', { json: {} });
    await requests.save('a', 'one', content);
    const [request] = network.requests;
    expect(request.json).toEqual(content);
    expect(request.headers.has('If-Match')).toBe(false);
  });

  it('replaces the one that was read', async () => {
    network.answer('PUT requests/a/one', { json: {} });
    await requests.save('a', 'one', content, 'abc');
    expect(network.requests[0].headers.get('If-Match')).toBe('abc');
  });

  it('throws when the name is taken', async () => {
    network.answer('PUT requests/a/one', {
      status: 409,
      json: { message: 'Taken', reason: 'RequestExists', hint: '' }
    });
    const saved = requests.save('a', 'one', content);
    await expect(saved).rejects.toThrow(ServerError);
  });

  it('deletes one', async () => {
    network.answer('DELETE requests/a/one', { json: {} });
    await requests.delete('a', 'one');
    expect(network.count('DELETE requests/a/one')).toBe(1);
  });
});
