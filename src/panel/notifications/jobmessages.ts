import type { TranslationBundle } from '@jupyterlab/translation';
import { shareOf, type IJob } from '../../tokens';

/**
 * How far a job is, for a notification.
 *
 * @param job - a job that waits or runs
 * @param title - what it does
 */
export function runningWords(
  job: IJob,
  title: string,
  trans: TranslationBundle
): string {
  const share = shareOf(job);
  return share === null
    ? trans.__('%1…', title)
    : trans.__('%1 · %2 %', title, Math.floor(share * 100));
}
