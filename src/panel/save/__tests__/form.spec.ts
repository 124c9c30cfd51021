import { ServerError, type IInspection } from '../../../tokens';
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
  Object.assign(status.models, {
    free: options.free ?? 10_000,
    writable: options.writable ?? true
  });
  const fake = fakeContext({
    status,
    models: [aModel({ name: 'iris', versions: ['1.2.0', '1.0.0'] })]
  });
  const inspect = jest.fn(() => Promise.resolve(found(options.inspection)));
  fake.store.inspect = inspect;
  const form = new SaveForm({
    ...fake.context,
    paths: options.paths ?? ['work/model.joblib'],
    name: options.name
  });
  return { ...fake, form, inspect };
}

describe('SaveForm', () => {
  it('proposes what the server has found', async () => {
    const { form } = make();
    await form.load();
    const [entry] = form.entries;
    expect([entry.name, entry.version]).toEqual(['iris', '1.3.0']);
    expect(form.blocked).toBe('');
  });

  it('leaves what the user typed while the server was looking', async () => {
    const { form } = make();
    const loading = form.load();
    form.setName(form.entries[0], 'mine');
    form.setVersion(form.entries[0], '7');
    await loading;
    expect(form.entries[0]).toMatchObject({ name: 'mine', version: '7' });
  });

  it('is not stopped by a file that the server cannot look at', async () => {
    const { form, inspect } = make();
    inspect.mockRejectedValue(
      new ServerError(400, { message: 'No.', reason: 'No', hint: '' })
    );
    await form.load();
    expect(form.entries[0].problem?.message).toBe('No.');
    expect(form.blocked).toBe('');
  });

  it('replaces a version only when that is asked for', async () => {
    const { form, jobs } = make();
    await form.load();
    form.setVersion(form.entries[0], '1.2.0');
    expect(form.blocked).toContain('version');
    form.replace = true;
    expect(form.blocked).toBe('');
    await form.submit();
    expect(jobs.save).toHaveBeenCalledWith(
      expect.objectContaining({ version: '1.2.0', overwrite: true })
    );
    form.setVersion(form.entries[0], '1.0.0');
    expect(form.blocked).toContain('version');
  });

  it('says why it cannot save', async () => {
    expect(make({ paths: [] }).form.blocked).toContain('choose a file');
    expect(make({ writable: false }).form.blocked).toContain('volume');
    const large = make({ free: 999 });
    await large.form.load();
    expect(large.form.blocked).toContain('free');
    const bad = make({ inspection: { risk: 'dangerous' } });
    await bad.form.load();
    expect(bad.form.blocked).not.toBe('');
    bad.form.trusted = true;
    expect(bad.form.blocked).toBe('');
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
    expect(form.blocked).toContain('name');
    form.setName(form.entries[1], 'other');
    expect(form.blocked).toBe('');
    await form.submit();
    expect(jobs.save).toHaveBeenCalledWith([
      { path: 'a.pkl', name: 'iris', version: '1.3.0' },
      { path: 'b.pkl', name: 'other', version: '1' }
    ]);
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
    expect(form.entries[0].name).toBe('iris');
  });
});
