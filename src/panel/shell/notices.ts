import type { IJob } from '../../tokens';

/** What the notification of a job offers besides its progress and result. */
export interface INoticeOptions {
  /** What the job does; without it the server's words. */
  title?: string;
  /** Show what was typed again, to change it. */
  change?: () => void;
  /** Called once when the job has done what it was to do. */
  done?: (job: IJob) => void;
}

/** Notifications of long operations. */
export interface IJobNotices {
  /** Show a job until it ends; its result stays a while. */
  show(job: IJob, more?: INoticeOptions): void;
}
