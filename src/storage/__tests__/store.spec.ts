import { Network, aStatus, pass } from '../../__tests__/network';
import { ServerError, type IModelRecord } from '../../tokens';
import { ModelStore } from '../store';

function aModel(name: string): IModelRecord {
  return {
    name,
    layout: 'versions',
    state: 'ok',
    problem: null,
    size: 12,
    created: null,
    framework: null,
    format: 'sklearn',
    class: null,
    uri: `pvc://model-storage-pvc/${name}/1`,
    version: '1',
    versions: ['1'],
    tags: [],
    text: ''
  };
}

/** As if the browser's tab was left or shown. */
function turn(visibility: DocumentVisibilityState): void {
  jest.spyOn(document, 'visibilityState', 'get').mockReturnValue(visibility);
  document.dispatchEvent(new Event('visibilitychange'));
}

describe('ModelStore', () => {
  let network: Network;
  let store: ModelStore;
  let revision: string;
  let names: string[];

  beforeEach(() => {
    jest.useFakeTimers();
    turn('visible');
    network = new Network();
    store = new ModelStore(network.server);
    revision = '1';
    names = ['a'];
    network.answer('GET models', () => ({
      json: { revision, models: names.map(aModel) }
    }));
  });

  afterEach(() => {
    jest.restoreAllMocks();
    jest.useRealTimers();
  });

  const shown = () => store.models.map(model => model.name);

  /** The connection that tells of changes is there. */
  async function connect(): Promise<string> {
    await pass();
    network.socket.open();
    const [id] = network.socket.ids({ channel: 'models' });
    network.socket.receive({ id, event: 'open' });
    await pass();
    return id;
  }

  it('asks nothing while nobody watches', async () => {
    await pass(600_000);
    expect(network.requests).toEqual([]);
    expect(network.sockets).toEqual([]);
    expect(store.state).toBe('checking');
  });

  it('asks for the status once, and reads the list', async () => {
    store.watch();
    await connect();
    await pass(600_000);
    expect(store.state).toBe('ready');
    expect(shown()).toEqual(['a']);
    expect(network.count('GET status')).toBe(1);
    // Once more when the subscription stands: what came in between is seen.
    expect(network.count('GET models')).toBe(2);
  });

  it('reads the list when the server tells of a change', async () => {
    store.watch();
    const id = await connect();
    revision = '2';
    names = ['a', 'b'];
    network.socket.receive({ id, event: 'changed', revision: '2' });
    await pass();
    expect(shown()).toEqual(['a', 'b']);
  });

  it('does not read a revision that it has', async () => {
    store.watch();
    const id = await connect();
    const before = network.requests.length;
    network.socket.receive({ id, event: 'changed', revision: '1' });
    await pass();
    expect(network.requests).toHaveLength(before);
  });

  describe('with more models than come at once', () => {
    let pages: number;

    /** As a server half that gives two models at a time. */
    beforeEach(() => {
      pages = 0;
      names = ['a', 'b', 'c', 'd', 'e'];
      network.answer('GET models', ({ path }) => {
        pages += 1;
        const query = new URLSearchParams(path.split('?')[1]);
        const after = query.get('after') ?? '';
        const rest = names.filter(name => name > after);
        const some = query.has('limit') || after ? rest.slice(0, 2) : rest;
        return {
          json: {
            revision,
            models: some.map(aModel),
            total: names.length,
            next: some.length < rest.length ? some[some.length - 1] : null
          }
        };
      });
    });

    it('shows the first at once, and says how many there are', async () => {
      const seen: [number, number][] = [];
      store.changed.connect(({ models, total }) =>
        seen.push([models.length, total])
      );
      await store.refresh();
      expect(seen).toEqual([
        [2, 5],
        [4, 5],
        [5, 5]
      ]);
      expect(shown()).toEqual(names);
    });

    it('reads all anew when the volume changed in between', async () => {
      store.changed.connect(() => {
        revision = '2';
        names = ['a', 'b2', 'd'];
      });
      await store.refresh();
      expect(shown()).toEqual(['a', 'b2', 'd']);
    });

    it('asks for all at once when it has something to show', async () => {
      await store.refresh();
      pages = 0;
      names = [...names, 'f'];
      await store.refresh();
      expect(pages).toBe(1);
      expect(shown()).toEqual(names);
    });
  });

  it('keeps the rows that did not change', async () => {
    names = ['a', 'b'];
    await store.refresh();
    const [a, b] = store.models;
    names = ['a', 'a2', 'b'];
    await store.refresh();
    expect(store.models[0]).toBe(a);
    expect(store.models[2]).toBe(b);
  });

  it('signals changes only', async () => {
    const changed = jest.fn();
    await store.refresh();
    store.changed.connect(changed);
    await store.refresh();
    expect(changed).not.toHaveBeenCalled();
    names = [];
    await store.refresh();
    expect(changed).toHaveBeenCalledTimes(1);
  });

  it('joins those who ask at the same time, without an old answer', async () => {
    await store.refresh();
    const before = network.count('GET models');
    const first = store.refresh();
    await Promise.all([
      first,
      ...Array.from({ length: 9 }, () => store.refresh())
    ]);
    expect(network.count('GET models') - before).toBe(2);
  });

  it('stops with the last watch', async () => {
    const watches = [store.watch(), store.watch()];
    const id = await connect();
    watches[0].dispose();
    watches[0].dispose();
    expect(network.socket.ids()).toEqual([id]);
    watches[1].dispose();
    expect(network.socket.ids()).toEqual([]);
    const before = network.requests.length;
    await pass(600_000);
    expect(network.requests).toHaveLength(before);
    expect(network.socket.isClosed).toBe(true);
  });

  it('leaves nothing behind when the watch ends before the answers', async () => {
    store.watch().dispose();
    await pass(600_000);
    expect(network.sockets).toEqual([]);
  });

  it('asks by itself while the connection is gone, and takes it back', async () => {
    store.watch();
    await connect();
    network.socket.close();
    await pass();
    const before = network.count('GET models');
    names = ['a', 'b'];
    await pass(16_000);
    expect(network.count('GET models')).toBe(before + 1);
    expect(shown()).toEqual(['a', 'b']);
    await connect();
    const after = network.count('GET models');
    await pass(120_000);
    expect(network.count('GET models')).toBe(after);
  });

  it('asks nothing in a page that is hidden', async () => {
    store.watch();
    await connect();
    network.socket.close();
    await pass();
    turn('hidden');
    await pass(20_000);
    const before = network.requests.length;
    await pass(600_000);
    expect(network.requests).toHaveLength(before);
  });

  it('says what is missing and keeps what it knows', async () => {
    await store.refresh();
    network.answer('GET models', {
      status: 503,
      json: { message: 'No volume', reason: 'VolumeMissing', hint: 'Mount it' }
    });
    await store.refresh();
    expect(store.state).toBe('unavailable');
    expect(store.problem).toEqual({
      message: 'No volume',
      reason: 'VolumeMissing',
      hint: 'Mount it'
    });
    expect(shown()).toEqual(['a']);
  });

  it('does not ask a missing server half for models', async () => {
    network.answer('GET status', { status: 404 });
    store.watch();
    await pass();
    expect(store.state).toBe('unavailable');
    expect(store.problem?.reason).toBe('ServerExtensionMissing');
    expect(network.count('GET models')).toBe(0);
    expect(network.sockets).toEqual([]);
  });

  it('comes back with the server half', async () => {
    network.answer('GET status', { status: 404 });
    store.watch();
    await pass();
    network.answer('GET status', { json: aStatus() });
    await pass(16_000);
    expect(store.state).toBe('ready');
    await connect();
    expect(shown()).toEqual(['a']);
  });

  it('lets the state of the server say that it is gone', async () => {
    store.watch();
    await connect();
    network.isDown = true;
    network.socket.close();
    await pass();
    expect(network.server.state).toBe('unavailable');
    expect(store.problem?.reason).toBe('NoAnswer');
  });

  it('encodes names', async () => {
    network.answer('GET models/a%20b%2Fc/1', { json: { path: 'x' } });
    expect(await store.get('a b/c', '1')).toEqual({ path: 'x' });
  });

  it('asks what a file of the workbench is', async () => {
    network.answer('POST inspect', { json: { format: 'joblib' } });
    const found = await store.inspect({ path: 'a/b.joblib' });
    expect(found).toEqual({ format: 'joblib' });
    expect(network.requests.at(-1)?.json).toEqual({ path: 'a/b.joblib' });
  });

  it('reads the list after a delete', async () => {
    await store.refresh();
    names = [];
    network.answer('DELETE models/a/1', { json: { trash: 'x' } });
    expect(await store.delete('a', '1')).toBe('x');
    expect(shown()).toEqual([]);
  });

  it('says that a version is known to be served', async () => {
    network.answer('DELETE models/a/1', { json: { trash: 'x' } });
    await store.delete('a', '1', true);
    const request = network.requests.find(({ method }) => method === 'DELETE');
    expect(request?.path).toBe('models/a/1?served=true');
  });

  it('names the files of a version, but not a folders', async () => {
    network.answer('GET files/a%20b/1', {
      json: {
        content: [
          { name: 'model.joblib', type: 'file' },
          { name: 'artifacts', type: 'directory' },
          { name: 'notes.ipynb', type: 'notebook' }
        ]
      }
    });
    expect(await store.files('a b', '1')).toEqual([
      'model.joblib',
      'notes.ipynb'
    ]);
    expect(network.requests.at(-1)?.path).toBe(
      'files/a%20b/1?type=directory&content=1'
    );
  });

  it('reads the example of a version', async () => {
    const example = { v1: { instances: [[0]] } };
    network.answer('GET models/a/1/example', { json: example });
    expect(await store.example('a', '1')).toEqual(example);
  });

  it('opens files for reading, and says which stay as they are', async () => {
    network.answer('POST models/a/1/permissions', {
      json: { opened: 1, left: ['notes.txt'] }
    });
    expect(await store.openForReading('a', '1')).toEqual(['notes.txt']);
  });

  it('edits a card only as it was read', async () => {
    network.answer('PATCH models/a/1', { json: {} });
    await store.edit('a', '1', '"abc"', { description: 'new' });
    const request = network.requests.find(({ method }) => method === 'PATCH');
    expect(request?.headers.get('If-Match')).toBe('"abc"');
    expect(request?.json).toEqual({ description: 'new' });
  });

  it('tells of an edit that changes no row', async () => {
    await store.refresh();
    const { models } = store;
    const changed = jest.fn();
    store.changed.connect(changed);
    revision = '2';
    await store.refresh();
    expect(changed).toHaveBeenCalledTimes(1);
    expect(store.revision).toBe('2');
    expect(store.models[0]).toBe(models[0]);
  });

  it('asks for a model with all its versions', async () => {
    network.answer('GET models/a%20b', { json: { name: 'a b' } });
    expect(await store.model('a b')).toEqual({ name: 'a b' });
  });

  it('compares two versions', async () => {
    const differences = [{ path: 'format', one: 'joblib', other: 'pickle' }];
    network.answer('GET comparison', {
      json: { one: {}, other: {}, differences }
    });
    expect(await store.compare('a', '1', '2')).toEqual(differences);
    expect(network.requests.at(-1)?.path).toBe(
      'comparison?one=a%2F1&other=a%2F2'
    );
  });

  it('moves and removes a tag', async () => {
    network.answer('PUT models/a/aliases/champion', { json: {} });
    await store.moveAlias('a', 'champion', '2');
    const request = network.requests.find(({ method }) => method === 'PUT');
    expect(request?.json).toEqual({ version: '2' });
    network.answer('DELETE models/a/aliases/champion', { status: 204 });
    await store.removeAlias('a', 'champion');
  });

  it('brings a version back from the trash, and reads the list', async () => {
    const entries = [
      { id: 'x', name: 'b', version: '1', deleted: '', size: 12 }
    ];
    network.answer('GET trash', { json: { entries, size: 12 } });
    expect(await store.trash.list()).toEqual(entries);
    names = ['a', 'b'];
    network.answer('POST trash/x', { json: {} });
    await store.trash.restore('x');
    expect(shown()).toEqual(['a', 'b']);
  });

  it('empties the trash, and looks at the space anew', async () => {
    network.answer('DELETE trash', { json: { removed: 2 } });
    expect(await store.trash.empty()).toBe(2);
    expect(network.requests.at(-1)?.path).toBe('status');
  });

  it('throws when a delete is refused', async () => {
    network.answer('DELETE models/a/1', {
      status: 409,
      json: { message: 'In use', reason: 'InUse', hint: '' }
    });
    await expect(store.delete('a', '1')).rejects.toThrow(ServerError);
  });
});
