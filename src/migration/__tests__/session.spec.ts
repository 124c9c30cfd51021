import { nullTranslator } from '@jupyterlab/translation';
import { aJob, fakeJobs } from '../../__tests__/fakes';
import { MigrationSession } from '../session';
import { ToyPlan, ToySource } from './toysource';

const trans = nullTranslator.load('jupyterlab-kserve');

describe('MigrationSession', () => {
  let jobs: ReturnType<typeof fakeJobs>;
  let source: ToySource;
  let session: MigrationSession;

  beforeEach(() => {
    jobs = fakeJobs();
    source = new ToySource(jobs);
    session = new MigrationSession({ source, jobs, trans });
    jobs.retry = jest.fn(() => Promise.resolve(source.journal!));
  });
  afterEach(() => session.dispose());

  const states = () => session.job?.items.map(({ state }) => state);

  it('scans, plans and runs what any source brings, one failing item among it', async () => {
    await session.open();
    expect(source.scanned).toEqual([['box']]);
    expect(session.phase).toBe('plan');
    expect(session.plan?.items).toEqual(['bear', 'car']);
    await session.run();
    expect(session.phase).toBe('running');
    source.work('end');
    expect(session.phase).toBe('result');
    expect(states()).toEqual(['done', 'failed']);
    expect(session.originals).toEqual([
      { path: 'bear', name: 'bear', version: '1' }
    ]);
    source.broken = '';
    await session.retry();
    source.work('end');
    expect(jobs.retry).toHaveBeenCalledWith('toys');
    expect(states()).toEqual(['done', 'done']);
    expect(source.copied).toEqual(['bear', 'car']);
  });

  it('goes on after a kill where the journal says it was', async () => {
    await session.open();
    source.broken = '';
    await session.run();
    source.work('kill');
    const scans = source.scanned.length;
    const next = new MigrationSession({ source, jobs, trans });
    await next.open();
    expect(next.phase).toBe('result');
    expect(next.job?.items.map(({ state }) => state)).toEqual([
      'done',
      'interrupted'
    ]);
    expect(source.scanned).toHaveLength(scans);
    await next.retry();
    source.work('end');
    expect(next.job?.state).toBe('done');
    expect(source.copied).toEqual(['bear', 'car']);
    next.dispose();
  });

  it('removes originals, and looks again where it was planning', async () => {
    await session.open();
    await session.remove([{ path: 'car', name: 'car', version: '1' }]);
    expect(session.removal).toEqual({ removed: ['car'], kept: [] });
    expect(session.plan?.items).toEqual(['bear']);
  });

  it('keeps a plan that was edited when it is opened again', async () => {
    await session.open();
    (session.plan as ToyPlan).leaveOut('car');
    expect(session.edited).toBe(true);
    await session.open();
    expect(session.plan?.items).toEqual(['bear']);
    await session.scan(['shelf']);
    expect(session.locations).toEqual(['shelf']);
    expect(session.edited).toBe(false);
  });

  it('runs nothing that its plan refuses', async () => {
    source.there = [];
    await session.open();
    await session.run();
    expect(session.job).toBeNull();
  });

  it('tells of what ended before of its own kinds only', async () => {
    await session.open();
    jobs.tell(
      aJob({ id: 'a', kind: 'toy-remove', state: 'done' }),
      aJob({ id: 'b', kind: 'migrate', state: 'done' }),
      aJob({ id: 'c', kind: 'toy-run', state: 'running' })
    );
    expect(session.earlier.map(({ id }) => id)).toEqual(['a']);
  });
});
