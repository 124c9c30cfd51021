import { Network, failure } from '../../__tests__/network';
import { Migration } from '../migration';

describe('Migration', () => {
  it('asks for what is wanted, and throws what is refused', async () => {
    const network = new Network();
    const migration = new Migration(network.server);
    const original = { path: '/m/a.pkl', name: 'a', version: '1' };
    network.answer('GET migration', {
      json: { folders: ['/m'], journal: null }
    });
    network.answer('POST migration/scan', { json: { candidates: [] } });
    network.answer('POST migration', { json: { id: 'j' } });
    network.answer('POST migration/remove', {
      json: { removed: [], kept: [] }
    });
    expect((await migration.read()).folders).toEqual(['/m']);
    await migration.scan();
    await migration.scan(['/m']);
    expect((await migration.run([{ id: '1', ...original }])).id).toBe('j');
    await migration.remove([original]);
    expect(network.requests.map(({ json }) => json)).toEqual([
      undefined,
      {},
      { folders: ['/m'] },
      { items: [{ id: '1', ...original }] },
      { items: [original] }
    ]);
    const said = { message: 'No.', reason: 'NotAllowed', hint: '' };
    network.answer('POST migration/scan', { status: 403, json: said });
    const refused = await failure(migration.scan(['/etc']));
    expect(refused.reason).toBe('NotAllowed');
  });
});
