import { Notification } from '@jupyterlab/apputils';
import type { IStateDB } from '@jupyterlab/statedb';
import { nullTranslator } from '@jupyterlab/translation';
import { CommandRegistry } from '@lumino/commands';
import { aJob, fakeJobs } from '../../../__tests__/fakes';
import { Selection } from '../../shell/selection';
import { JobNotices } from '../notifications';
import { FOLLOWED_STATE_ID } from '../resume';

const trans = nullTranslator.load('jupyterlab-kserve');

function make(kept?: string[]) {
  const jobs = fakeJobs();
  const state = {
    fetch: jest.fn(() => Promise.resolve(kept)),
    save: jest.fn(() => Promise.resolve()),
    remove: jest.fn(() => Promise.resolve())
  };
  const notices = new JobNotices({
    jobs,
    commands: new CommandRegistry(),
    selection: new Selection(),
    trans,
    state: state as unknown as IStateDB
  });
  return { jobs, notices, state };
}

const shown = () => Notification.manager.notifications;
const press = (label: string) => {
  const action = shown()[0].options.actions!.find(one => one.label === label);
  action!.callback({ preventDefault: () => undefined } as MouseEvent);
};

describe('JobNotices', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => {
    jest.useRealTimers();
    Notification.dismiss();
  });

  it('shows progress, then the result', () => {
    const { jobs, notices } = make();
    const done = jest.fn();
    jobs.tell(aJob());
    notices.show(aJob(), { title: trans.__('Saving iris 1'), done });
    jest.advanceTimersByTime(500);
    jobs.tell(aJob({ done: 42 }));
    expect(shown()[0]).toMatchObject({
      type: 'in-progress',
      message: 'Saving iris 1 · 42 %'
    });
    const over = aJob({
      state: 'done',
      result: { name: 'iris', version: '1' }
    });
    jobs.tell(over);
    expect(shown()).toHaveLength(1);
    expect(shown()[0]).toMatchObject({
      type: 'success',
      message: 'iris 1 is on the volume.'
    });
    expect(done).toHaveBeenCalledWith(over);
  });

  it('shows of what ends soon the result only', () => {
    const { jobs, notices } = make();
    jobs.tell(aJob());
    notices.show(aJob());
    expect(shown()).toEqual([]);
    jobs.tell(aJob({ state: 'done' }));
    jest.advanceTimersByTime(1000);
    expect(shown().map(({ type }) => type)).toEqual(['success']);
  });

  it('tells the end also where the progress was closed', () => {
    const { jobs, notices } = make();
    jobs.tell(aJob());
    notices.show(aJob());
    jest.advanceTimersByTime(500);
    Notification.dismiss();
    jobs.tell(aJob({ state: 'done' }));
    expect(shown().map(({ type }) => type)).toEqual(['success']);
  });

  it('follows the jobs only while one of them runs', () => {
    const { jobs, notices, state } = make();
    const dispose = jest.fn();
    jobs.watch = jest.fn(() => ({ dispose, isDisposed: false }));
    jobs.tell(aJob());
    expect(jobs.watch).not.toHaveBeenCalled();
    notices.show(aJob());
    expect(jobs.watch).toHaveBeenCalledTimes(1);
    expect(state.save).toHaveBeenCalledWith(FOLLOWED_STATE_ID, ['one']);
    jobs.tell(aJob({ state: 'cancelled' }));
    expect(dispose).toHaveBeenCalledTimes(1);
    expect(state.remove).toHaveBeenCalledWith(FOLLOWED_STATE_ID);
  });

  it('tells a failure with what to do, and tries again', async () => {
    const { jobs, notices } = make();
    const change = jest.fn();
    jobs.tell(aJob());
    notices.show(aJob(), { change });
    const problem = {
      message: 'No space.',
      reason: 'VolumeFull',
      hint: 'Free.'
    };
    jobs.tell(aJob({ state: 'failed', problem }));
    expect(shown()[0]).toMatchObject({
      type: 'error',
      message: 'Save iris: No space.',
      options: { autoClose: false }
    });
    press('Change…');
    expect(change).toHaveBeenCalled();
    press('Try again');
    await Promise.resolve();
    expect(jobs.retry).toHaveBeenCalledWith('one');
  });

  it('cancels, and waits for the server to have done so', () => {
    const { jobs, notices } = make();
    jobs.tell(aJob());
    notices.show(aJob());
    jest.advanceTimersByTime(500);
    press('Cancel');
    expect(jobs.cancel).toHaveBeenCalledWith('one');
    expect(shown()[0].type).toBe('in-progress');
  });

  it('shows after a reload what runs, and what has ended meanwhile', async () => {
    const { jobs, notices } = make(['ended']);
    jobs.tell(
      aJob({ id: 'running' }),
      aJob({ id: 'ended', state: 'interrupted' }),
      aJob({ id: 'old', state: 'failed' }),
      aJob({ id: 'look', kind: 'verify' })
    );
    await notices.resume();
    jest.advanceTimersByTime(500);
    expect(
      shown()
        .map(({ type }) => type)
        .sort()
    ).toEqual(['in-progress', 'warning']);
  });

  it('forgets what was followed when nothing of it is left', async () => {
    const { notices, state } = make(['gone']);
    await notices.resume();
    expect(state.remove).toHaveBeenCalledWith(FOLLOWED_STATE_ID);
    expect(shown()).toEqual([]);
  });
});
