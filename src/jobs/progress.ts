import type { IJob } from './types';

/** Whether a job will not change any more by itself. */
export function isOver({ state }: IJob): boolean {
  return state !== 'waiting' && state !== 'running';
}

/**
 * What part of a job is done.
 *
 * @param job - the job
 * @returns from 0 to 1; null while its size is not known
 */
export function shareOf({ done, total }: Pick<IJob, 'done' | 'total'>) {
  return total === null || total === 0 ? null : Math.min(1, done / total);
}

/** Which model and version came of a job of one. */
export function resultOf(job: IJob): { name: string; version: string } | null {
  const { name, version } = job.result ?? {};
  return typeof name === 'string' && typeof version === 'string'
    ? { name, version }
    : null;
}
