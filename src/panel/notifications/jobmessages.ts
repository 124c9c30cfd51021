import type { TranslationBundle } from '@jupyterlab/translation';
import { resultOf, shareOf, type IJob } from '../../tokens';

/**
 * How far a job is, for a notification.
 *
 * @param job - a job that waits or runs
 * @param title - what it does
 * @param trans - the translation bundle
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

/**
 * What came of a job that did what it was to do.
 *
 * @param job - a job that is done
 * @param trans - the translation bundle
 */
export function doneWords(job: IJob, trans: TranslationBundle): string {
  const result = resultOf(job);
  if (job.kind === 'verify') {
    return trans.__('All checksums match.');
  }
  if (!result) {
    return trans._n(
      '%1 model is on the volume.',
      '%1 models are on the volume.',
      job.items.length
    );
  }
  return job.result?.already === true
    ? trans.__(
        '%1 %2 was there already, with the same bytes.',
        result.name,
        result.version
      )
    : trans.__('%1 %2 is on the volume.', result.name, result.version);
}
