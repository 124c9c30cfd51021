import { nullTranslator } from '@jupyterlab/translation';
import { Network, failure } from '../../__tests__/network';
import type { IJobs, IModelStore } from '../../tokens';
import { FolderSource } from '../folders';

describe('FolderSource', () => {
  let network: Network;
  let source: FolderSource;
  let finished: jest.Mock;
  let refresh: jest.Mock;
  const original = { path: '/m/a.pkl', name: 'a', version: '1' };

  beforeEach(() => {
    network = new Network();
    // A fake: how jobs are followed is for their own tests.
    finished = jest.fn();
    const jobs: Pick<IJobs, 'finished'> = { finished };
    refresh = jest.fn(() => Promise.resolve());
    source = new FolderSource({
      server: network.server,
      jobs: jobs as IJobs,
      store: { models: [], refresh } as unknown as IModelStore,
      trans: nullTranslator.load('jupyterlab-kserve')
    });
  });

  it('asks for what is wanted, and throws what is refused', async () => {
    network.answer('GET migration/folders', {
      json: { locations: ['/m'], journal: null }
    });
    network.answer('POST migration/folders/scan', { json: { candidates: [] } });
    network.answer('POST migration/folders', { json: { id: 'j' } });
    expect((await source.read()).locations).toEqual(['/m']);
    await source.scan();
    await source.scan(['/m']);
    expect(refresh).toHaveBeenCalledTimes(2);
    expect((await source.run([{ id: '1', ...original }])).id).toBe('j');
    expect(network.requests.map(({ json }) => json)).toEqual([
      undefined,
      {},
      { locations: ['/m'] },
      { items: [{ id: '1', ...original }] }
    ]);
    const said = { message: 'No.', reason: 'NotAllowed', hint: '' };
    network.answer('POST migration/folders/scan', { status: 403, json: said });
    const refused = await failure(source.scan(['/etc']));
    expect(refused.reason).toBe('NotAllowed');
  });

  it('plans what was found, and compares what is in the way', async () => {
    network.answer('POST migration/folders/compare', {
      json: { differences: [] }
    });
    const candidate = {
      id: 'a',
      path: '/m/a.pkl',
      name: 'a',
      version: '1',
      format: 'pickle',
      framework: null,
      size: 1,
      files: [],
      metadata: {},
      problem: null,
      conflict: null,
      already: null,
      proposed: { name: 'a', version: '1' }
    };
    const scan = { candidates: [candidate], skipped: [], free: 2, total: 9 };
    const plan = source.plan(scan);
    expect(plan.items).toEqual([{ id: 'a', ...original }]);
    expect(await plan.compare(plan.rows[0])).toEqual([]);
    expect(network.requests[0].json).toEqual(original);
  });

  it('waits until originals are compared, and says which stay and why', async () => {
    network.answer('POST migration/folders/remove', { json: { id: 'j' } });
    const problem = { message: 'Differs.', reason: 'R', hint: 'Look again.' };
    const removed = ['/m/a.pkl', '/m/a_metadata.json'];
    const ends = [
      { state: 'done', result: { removed }, problem: null },
      { state: 'failed', result: null, problem },
      { state: 'cancelled', result: null, problem: null }
    ];
    const titles = ['/m/a.pkl', '/m/b.pkl', '/m/c.pkl'];
    const items = ends.map((end, index) => ({ ...end, title: titles[index] }));
    finished.mockResolvedValue({ items });
    expect(await source.removeOriginals([original])).toEqual({
      removed,
      kept: [
        { path: '/m/b.pkl', why: 'Differs. Look again.' },
        { path: '/m/c.pkl', why: '' }
      ]
    });
    expect(finished).toHaveBeenCalledWith('j');
  });
});
