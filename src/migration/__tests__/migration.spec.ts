import { Network, failure } from '../../__tests__/network';
import type { IJobs } from '../../tokens';
import { Migration } from '../migration';

describe('Migration', () => {
  let network: Network;
  let migration: Migration;
  let finished: jest.Mock;
  const original = { path: '/m/a.pkl', name: 'a', version: '1' };

  beforeEach(() => {
    network = new Network();
    // A fake: how jobs are followed is for their own tests.
    finished = jest.fn();
    const jobs: Pick<IJobs, 'finished'> = { finished };
    migration = new Migration(network.server, jobs as IJobs);
  });

  it('asks for what is wanted, and throws what is refused', async () => {
    network.answer('GET migration', {
      json: { folders: ['/m'], journal: null }
    });
    network.answer('POST migration/scan', { json: { candidates: [] } });
    network.answer('POST migration', { json: { id: 'j' } });
    expect((await migration.read()).folders).toEqual(['/m']);
    await migration.scan();
    await migration.scan(['/m']);
    expect((await migration.run([{ id: '1', ...original }])).id).toBe('j');
    expect(network.requests.map(({ json }) => json)).toEqual([
      undefined,
      {},
      { folders: ['/m'] },
      { items: [{ id: '1', ...original }] }
    ]);
    const said = { message: 'No.', reason: 'NotAllowed', hint: '' };
    network.answer('POST migration/scan', { status: 403, json: said });
    const refused = await failure(migration.scan(['/etc']));
    expect(refused.reason).toBe('NotAllowed');
  });

  it('waits until originals are compared, and says which stay and why', async () => {
    network.answer('POST migration/remove', { json: { id: 'j' } });
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
    expect(await migration.remove([original])).toEqual({
      removed,
      kept: [
        { path: '/m/b.pkl', why: 'Differs. Look again.' },
        { path: '/m/c.pkl', why: '' }
      ]
    });
    expect(finished).toHaveBeenCalledWith('j');
  });
});
