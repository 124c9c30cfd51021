import { Network, failure, pass } from '../../__tests__/network';
import type { IJob, IJobItem } from '../../tokens';
import { Jobs } from '../jobs';

function anItem(id: string, changes: Partial<IJobItem> = {}): IJobItem {
  return {
    id,
    title: id,
    state: 'waiting',
    done: 0,
    total: 10,
    problem: null,
    result: null,
    ...changes
  };
}

function aJob(id: string, changes: Partial<IJob> = {}): IJob {
  return {
    id,
    kind: 'save',
    title: `Save ${id}`,
    state: 'running',
    created: '2026-01-01T00:00:00.000001Z',
    updated: '2026-01-01T00:00:01.000000Z',
    done: 0,
    total: 10,
    items: [anItem('0')],
    problem: null,
    result: null,
    ...changes
  };
}

describe('Jobs', () => {
  let network: Network;
  let jobs: Jobs;

  beforeEach(() => {
    jest.useFakeTimers();
    network = new Network();
    jobs = new Jobs(network.server);
  });

  afterEach(() => jest.useRealTimers());

  function receive(message: Record<string, unknown>): void {
    const ids = network.socket.ids({ channel: 'jobs' });
    network.socket.receive({ id: ids[ids.length - 1], ...message });
  }

  it('asks for nothing before it is used', async () => {
    await pass(60_000);
    expect(network.requests).toEqual([]);
    expect(network.sockets).toEqual([]);
  });

  it('follows the jobs while somebody watches', async () => {
    const watching = jobs.watch();
    network.socket.open();
    receive({ event: 'jobs', jobs: [aJob('a')] });
    expect(jobs.state).toBe('ready');
    expect(jobs.jobs.map(job => job.id)).toEqual(['a']);
    receive({
      event: 'job',
      job: aJob('b', { created: '2026-01-02T00:00:00.000000Z' })
    });
    expect(jobs.jobs.map(job => job.id)).toEqual(['b', 'a']);
    receive({ event: 'forgotten', job: 'a' });
    expect(jobs.jobs.map(job => job.id)).toEqual(['b']);
    watching.dispose();
    expect(network.socket.ids({ channel: 'jobs' })).toEqual([]);
    await pass(2000);
    expect(network.socket.isClosed).toBe(true);
  });

  it('takes only the items that changed, and keeps the others', () => {
    jobs.watch();
    network.socket.open();
    const items = [anItem('0'), anItem('1')];
    receive({ event: 'jobs', jobs: [aJob('a', { items })] });
    const [first] = jobs.jobs[0].items;
    const done = anItem('1', { state: 'done', done: 10 });
    receive({ event: 'job', job: aJob('a', { done: 10, items: [done] }) });
    expect(jobs.jobs[0].items[0]).toBe(first);
    expect(jobs.jobs[0].items[1].state).toBe('done');
  });

  it('says once that a job has ended', async () => {
    const ended = jest.fn();
    jobs.ended.connect((_, job) => void ended(job.id));
    const finished = jobs.finished('a');
    network.socket.open();
    receive({ event: 'jobs', jobs: [aJob('a'), aJob('x', { state: 'done' })] });
    const end = aJob('a', { state: 'failed', updated: '2026-01-02' });
    receive({ event: 'job', job: end });
    receive({ event: 'job', job: end });
    expect(ended.mock.calls).toEqual([['a']]);
    expect((await finished).state).toBe('failed');
    // Nobody else watches.
    expect(network.socket.ids()).toEqual([]);
  });

  it('is not set back by an answer that the stream has overtaken', async () => {
    jobs.watch();
    network.socket.open();
    receive({ event: 'jobs', jobs: [] });
    let answer: (answer: { json: IJob }) => void = () => {};
    network.answer(
      'POST models',
      () => new Promise(resolve => (answer = resolve))
    );
    const saving = jobs.save({ path: 'm.joblib', name: 'm' });
    await pass();
    const early = aJob('a', { updated: '2026-01-01T00:00:00.000001Z' });
    receive({ event: 'job', job: aJob('a', { state: 'done', done: 10 }) });
    answer({ json: early });
    await saving;
    expect(jobs.jobs[0].state).toBe('done');
  });

  it('makes a lost connection again, and sees what ended meanwhile', async () => {
    const ended = jest.fn();
    jobs.ended.connect((_, job) => void ended(job.state));
    jobs.watch();
    network.socket.open();
    receive({ event: 'jobs', jobs: [aJob('a')] });
    network.socket.close();
    await pass(1500);
    expect(network.sockets.length).toBe(2);
    network.socket.open();
    receive({ event: 'jobs', jobs: [aJob('a', { state: 'interrupted' })] });
    expect(ended.mock.calls).toEqual([['interrupted']]);
  });

  it('says why the jobs cannot be followed, and tries again on request', async () => {
    jobs.watch();
    network.socket.open();
    receive({
      event: 'error',
      status: 400,
      message: 'No',
      reason: 'R',
      hint: ''
    });
    expect(jobs.state).toBe('unavailable');
    expect(jobs.problem).toEqual({ message: 'No', reason: 'R', hint: '' });
    network.answer('GET jobs', { json: { jobs: [aJob('a')] } });
    await jobs.refresh();
    expect(jobs.state).toBe('ready');
    expect(network.socket.ids({ channel: 'jobs' }).length).toBe(1);
  });

  it('asks for what is wanted', async () => {
    const job = aJob('a b');
    for (const question of ['POST models', 'POST jobs', 'POST jobs/a%20b']) {
      network.answer(question, { json: job });
    }
    network.answer('DELETE jobs/a%20b', {});
    await jobs.save({ path: 'x/m.joblib', name: 'm' });
    await jobs.save([{ path: 'a', artifacts: ['b'], name: 'm' }]);
    await jobs.verify('m', '1');
    await jobs.convert('m');
    await jobs.cancel('a b');
    await jobs.retry('a b');
    await jobs.forget('a b');
    expect(network.requests.map(({ json }) => json)).toEqual([
      { path: 'x/m.joblib', name: 'm' },
      { items: [{ path: 'a', artifacts: ['b'], name: 'm' }] },
      { kind: 'verify', model: 'm', version: '1' },
      { kind: 'convert', model: 'm' },
      { action: 'cancel' },
      { action: 'retry' },
      undefined
    ]);
    expect(jobs.jobs).toEqual([]);
  });

  it('throws what the server refuses', async () => {
    const said = { message: 'No.', reason: 'VersionExists', hint: 'Another.' };
    network.answer('POST models', { status: 409, json: said });
    const refused = await failure(jobs.save({ path: 'm', name: 'm' }));
    expect(refused.reason).toBe('VersionExists');
    expect(jobs.jobs).toEqual([]);
  });
});
