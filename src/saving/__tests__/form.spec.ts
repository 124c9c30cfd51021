import { ServerError, type IInspection } from '../../tokens';
import { aJob, aModel, aStatus, fakeContext } from '../../__tests__/fakes';
import { SaveForm } from '../form';

function found(changes: Partial<IInspection> = {}): IInspection {
  return {
    format: 'joblib',
    framework: { name: 'sklearn', version: '1.5.2' },
    class: 'sklearn.pipeline.Pipeline',
    size: 1000,
    features: null,
    libraries: {},
    globals: [],
    risk: 'known',
    complete: true,
    notes: [],
    proposed: { name: 'iris', version: null },
    formats: ['joblib', 'pickle'],
    ...changes
  };
}

function make(
  options: {
    paths?: string[];
    name?: string;
    inspection?: Partial<IInspection>;
    free?: number;
    writable?: boolean;
  } = {}
) {
  const status = aStatus();
  Object.assign(status.volumes[0], {
    free: options.free ?? 10_000,
    writable: options.writable ?? true
  });
  const fake = fakeContext({
    status,
    models: [aModel({ name: 'iris', versions: ['1.2.0', '1.0.0'] })]
  });
  const inspect = jest.fn<Promise<IInspection>, [object]>(() =>
    Promise.resolve(found(options.inspection))
  );
  fake.store.inspect = inspect;
  const form = new SaveForm({
    ...fake.context,
    paths: options.paths ?? ['work/model.joblib'],
    name: options.name
  });
  return { ...fake, form, inspect };
}

const pathOf = (what: object) => ('path' in what ? String(what.path) : '');

describe('SaveForm', () => {
  it('proposes what the server has found', async () => {
    const { form } = make();
    await form.load();
    const [entry] = form.files.entries;
    expect([entry.name, entry.version]).toEqual(['iris', '1.3.0']);
    expect(form.disabledReason).toBe('');
  });

  it('leaves what the user typed while the server was looking', async () => {
    const { form } = make();
    const loading = form.load();
    form.files.entries[0].name = 'mine';
    form.files.entries[0].version = '7';
    await loading;
    expect(form.files.entries[0]).toMatchObject({ name: 'mine', version: '7' });
  });

  it('shows at once the name of a model that exists, before the server says more', async () => {
    const { form, store } = make();
    await form.load();
    form.files.entries[0].name = 'iri';
    store.get = jest.fn(() => new Promise<never>(() => undefined));
    const drawn: string[] = [];
    form.changed.connect(() => drawn.push(form.files.entries[0].name));
    form.files.entries[0].name = 'iris';
    expect(drawn).toEqual(['iris']);
  });

  it('is not stopped by a file that the server cannot look at', async () => {
    const { form, inspect } = make();
    inspect.mockRejectedValue(
      new ServerError(400, { message: 'No.', reason: 'No', hint: '' })
    );
    await form.load();
    expect(form.files.entries[0].problem?.message).toBe('No.');
    expect(form.disabledReason).toBe('');
  });

  it('replaces a version only when that is asked for', async () => {
    const { form, jobs } = make();
    await form.load();
    form.files.entries[0].version = '1.2.0';
    expect(form.disabledReason).toContain('version');
    form.replace = true;
    expect(form.disabledReason).toBe('');
    await form.submit();
    expect(jobs.save).toHaveBeenCalledWith(
      expect.objectContaining({ version: '1.2.0', overwrite: true })
    );
    form.files.entries[0].version = '1.0.0';
    expect(form.disabledReason).toContain('version');
  });

  it('says why it cannot save', async () => {
    expect(make({ paths: [] }).form.disabledReason).toContain('select a file');
    expect(make({ writable: false }).form.disabledReason).toContain('volume');
    const large = make({ free: 999 });
    await large.form.load();
    expect(large.form.disabledReason).toContain('free');
    const bad = make({ inspection: { risk: 'dangerous' } });
    await bad.form.load();
    expect(bad.form.disabledReason).not.toBe('');
    bad.form.trusted = true;
    expect(bad.form.disabledReason).toBe('');
  });

  it('sends what was typed', async () => {
    const { form, jobs } = make({ name: 'iris' });
    await form.load();
    form.description = ' Retrained. ';
    form.metrics = [{ name: 'f1', value: '0.9' }];
    expect(await form.submit()).toBe(true);
    expect(jobs.save).toHaveBeenCalledWith({
      path: 'work/model.joblib',
      name: 'iris',
      version: '1.3.0',
      format: 'joblib',
      description: 'Retrained.',
      metrics: { f1: 0.9 }
    });
    expect(form.job).toEqual(aJob());
  });

  it('asks for the metrics that the newest version has', async () => {
    const { form, store } = make({ name: 'iris' });
    const details = await store.get('iris', '1.2.0');
    store.get = () =>
      Promise.resolve({
        ...details,
        card: { ...details.card!, metrics: { f1: 0.8 } }
      });
    await form.load();
    expect(form.metrics).toEqual([{ name: 'f1', value: '' }]);
    expect(form.before?.metrics.f1).toBe(0.8);
  });

  it('saves several files as a model each, and no two as the same', async () => {
    const { form, jobs } = make({ paths: ['a.pkl', 'b.pkl'] });
    await form.load();
    expect(form.disabledReason).toContain('name');
    form.files.entries[1].name = 'other';
    expect(form.disabledReason).toBe('');
    await form.submit();
    expect(jobs.save).toHaveBeenCalledWith([
      { path: 'a.pkl', name: 'iris', version: '1.3.0', format: 'joblib' },
      { path: 'b.pkl', name: 'other', version: '1', format: 'joblib' }
    ]);
  });

  it('saves several files as one model, the largest with the others beside it', async () => {
    const { form, jobs, inspect } = make({
      paths: ['scaler.pkl', 'model.joblib', 'names.json']
    });
    inspect.mockImplementation(what =>
      Promise.resolve(
        found({
          size: pathOf(what) === 'model.joblib' ? 500 : 10,
          proposed: { name: pathOf(what).split('.')[0], version: null }
        })
      )
    );
    await form.load();
    expect(form.files.entries).toHaveLength(3);
    form.files.together = true;
    expect(form.files.entries.map(({ name }) => name)).toEqual(['model']);
    await form.submit();
    expect(jobs.save).toHaveBeenCalledWith(
      expect.objectContaining({
        path: 'model.joblib',
        artifacts: ['scaler.pkl', 'names.json'],
        name: 'model'
      })
    );
    [form.files.main] = form.files.chosen;
    expect(form.files.artifacts.map(({ path }) => path)).toEqual([
      'model.joblib',
      'names.json'
    ]);
  });

  it('takes files of which one is a model for one model', () => {
    expect(make({ paths: ['m.onnx', 'a.txt'] }).form.files.together).toBe(true);
    expect(make({ paths: ['m.onnx', 'n.pkl'] }).form.files.together).toBe(
      false
    );
    expect(make({ paths: ['m.onnx'] }).form.files.together).toBe(false);
  });

  it('refuses artifacts that are dangerous as it does models', async () => {
    const { form, inspect } = make({ paths: ['m.onnx', 'a.txt'] });
    inspect.mockImplementation(what =>
      Promise.resolve(
        found({ risk: pathOf(what) === 'a.txt' ? 'dangerous' : 'none' })
      )
    );
    await form.load();
    expect(form.disabledReason).toContain('the code that loading runs');
  });

  it('sends the format that was chosen', async () => {
    const { form, jobs } = make();
    await form.load();
    form.files.entries[0].format = 'pickle';
    await form.submit();
    expect(jobs.save).toHaveBeenCalledWith(
      expect.objectContaining({ format: 'pickle' })
    );
  });

  it('knows whether something would be lost', async () => {
    const { form } = make({ name: 'iris' });
    await form.load();
    expect(form.edited).toBe(false);
    form.description = 'x';
    expect(form.edited).toBe(true);
    form.description = '';
    form.files.entries[0].version = '9';
    expect(form.edited).toBe(true);
  });

  it('keeps what was typed when the server refuses', async () => {
    const { form, jobs } = make();
    await form.load();
    jobs.save = () =>
      Promise.reject(
        new ServerError(409, {
          message: 'There is one already.',
          reason: 'VersionExists',
          hint: ''
        })
      );
    expect(await form.submit()).toBe(false);
    expect(form.problem?.message).toBe('There is one already.');
    expect(form.files.entries[0].name).toBe('iris');
  });
});
