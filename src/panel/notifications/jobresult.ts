import type { Notification } from '@jupyterlab/apputils';
import type { IJob, IJobs } from '../../tokens';
import { detailActions, notifyError } from '../shell/errors';
import { jobKindOf, type INextOptions } from './jobkinds';

/** What a notification tells of a job that is over. */
export interface IJobOutcome {
  type: Notification.TypeOptions;
  message: string;
  actions: Notification.IAction[];
}

/** What the actions of a notification work with. */
export interface IOutcomeOptions extends INextOptions {
  jobs: IJobs;
  /** Called with the job that tries once more. */
  again: (job: IJob) => void;
}

/**
 * What came of a job, with what one does next.
 *
 * @param job - a job that is over
 * @param notice - what it was to do, and what shows again what was typed
 * @param options - what the actions work with
 */
export function outcomeOf(
  job: IJob,
  notice: { title: string; change?: () => void },
  options: IOutcomeOptions
): IJobOutcome {
  const { trans } = options;
  switch (job.state) {
    case 'done':
      return {
        type: 'success',
        message: jobKindOf(job).done(job, trans),
        actions: jobKindOf(job).next?.(job, options) ?? []
      };
    case 'cancelled':
      return {
        type: 'info',
        message: trans.__(
          '%1: cancelled. Unfinished files were removed.',
          notice.title
        ),
        actions: [retry(job, options)]
      };
    case 'interrupted':
      return {
        type: 'warning',
        message: trans.__(
          '%1: interrupted because the server stopped.',
          notice.title
        ),
        actions: [retry(job, options)]
      };
    default:
      return {
        type: 'error',
        message: job.problem
          ? trans.__('%1: %2', notice.title, job.problem.message)
          : trans.__('%1: failed.', notice.title),
        actions: [
          ...detailActions(job.problem, trans),
          ...(notice.change
            ? [{ label: trans.__('Change…'), callback: notice.change }]
            : []),
          retry(job, options)
        ]
      };
  }
}

function retry(job: IJob, options: IOutcomeOptions): Notification.IAction {
  const { jobs, trans, again } = options;
  return {
    label: trans.__('Try again'),
    callback: () => {
      jobs.retry(job.id).then(again, error => notifyError(error, trans));
    }
  };
}
