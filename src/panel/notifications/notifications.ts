import { Notification } from '@jupyterlab/apputils';
import type { IStateDB } from '@jupyterlab/statedb';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import type { IDisposable } from '@lumino/disposable';
import type { IJob, IJobs } from '../../tokens';
import { notifyError } from '../shell/errors';
import type { IJobNotices, INoticeOptions } from '../shell/notices';
import type { Selection } from '../shell/selection';
import { jobKindOf } from './jobkinds';
import { outcomeOf } from './jobresult';
import { FOLLOWED_STATE_ID } from './resume';
import { runningWords } from './jobmessages';
import { isOver } from '../../tokens';

/** How long good news stays, in milliseconds. */
const GOOD_NEWS_MS = 8000;

/**
 * A job that ends within this time shows its result only. A notification that
 * changes while JupyterLab still makes it would stay as it was.
 */
const PROGRESS_AFTER_MS = 500;

/** What the notices work with. */
export interface IJobNoticesOptions {
  jobs: IJobs;
  commands: CommandRegistry;
  selection: Selection;
  trans: TranslationBundle;
  /** Keeps, over a reload, that something runs; null where there is none. */
  state: IStateDB | null;
}

interface INotice extends INoticeOptions {
  /** Of the notification; null before there is one. */
  id: string | null;
  title: string;
  words: string;
  /** Until the progress is shown. */
  timer: ReturnType<typeof setTimeout>;
}

/**
 * Notifications of long operations: progress with Cancel, then the result.
 * They are followed only while one of those that are shown runs.
 */
export class JobNotices implements IJobNotices {
  /**
   * Nothing is asked before the first notice.
   *
   * @param options - what the notices work with
   */
  constructor(private readonly options: IJobNoticesOptions) {
    options.jobs.changed.connect(this._update, this);
  }

  show(job: IJob, more: INoticeOptions = {}): void {
    if (!this._notices.has(job.id)) {
      const title = more.title ?? job.title;
      const timer = setTimeout(() => this._show(job.id), PROGRESS_AFTER_MS);
      this._notices.set(job.id, { ...more, id: null, title, words: '', timer });
    }
    this._update();
  }

  /**
   * Show the jobs that run although this page did not start them, and what came
   * of those that it was following when it was closed.
   */
  async resume(): Promise<void> {
    const { jobs, state } = this.options;
    const [kept] = await Promise.all([
      state?.fetch(FOLLOWED_STATE_ID).catch(() => undefined),
      jobs.refresh()
    ]);
    const followed = Array.isArray(kept) ? kept : [];
    jobs.jobs
      .filter(job =>
        isOver(job) ? followed.includes(job.id) : jobKindOf(job).resumed
      )
      .forEach(job => this.show(job));
    this._keep();
  }

  private _update(): void {
    for (const [id, notice] of this._notices) {
      const job = this.options.jobs.find(id);
      if (!job) {
        if (this.options.jobs.state === 'ready') {
          clearTimeout(notice.timer);
          if (notice.id !== null) {
            Notification.dismiss(notice.id);
          }
          this._notices.delete(id);
        }
      } else if (isOver(job)) {
        clearTimeout(notice.timer);
        this._notices.delete(id);
        this._end(job, notice);
      } else if (notice.id !== null) {
        const words = runningWords(job, notice.title, this.options.trans);
        // An update moves it to the front: only when there is news.
        if (words !== notice.words) {
          notice.words = words;
          Notification.update({ id: notice.id, message: words });
        }
      }
    }
    this._follow();
  }

  /** Show the progress of a job that is not over yet. */
  private _show(id: string): void {
    const { jobs, trans } = this.options;
    const notice = this._notices.get(id);
    const job = jobs.find(id);
    if (!notice || !job) {
      return;
    }
    notice.words = runningWords(job, notice.title, trans);
    notice.id = Notification.emit(notice.words, 'in-progress', {
      autoClose: false,
      actions: [
        {
          label: trans.__('Cancel'),
          callback: event => {
            // It stays until the server has ended the job.
            event.preventDefault();
            jobs.cancel(id).catch(error => notifyError(error, trans));
          }
        }
      ]
    });
  }

  /** Tell what came of a job, also where its notification was closed. */
  private _end(job: IJob, notice: INotice): void {
    const { type, message, actions } = outcomeOf(job, notice, {
      ...this.options,
      again: retried => this.show(retried, notice)
    });
    const good = type === 'success' || type === 'info';
    const options = {
      autoClose: good ? GOOD_NEWS_MS : (false as const),
      actions
    };
    if (notice.id !== null && Notification.manager.has(notice.id)) {
      Notification.update({ id: notice.id, message, type, ...options });
    } else {
      Notification.emit(message, type, options);
    }
    if (job.state === 'done') {
      notice.done?.(job);
    }
  }

  /** Follow the jobs while one of the notices waits for its end. */
  private _follow(): void {
    if (this._notices.size > 0) {
      this._following ??= this.options.jobs.watch();
    } else {
      this._following?.dispose();
      this._following = null;
    }
    this._keep();
  }

  /** Remember over a reload what is followed. */
  private _keep(): void {
    const { state } = this.options;
    const ids = [...this._notices.keys()];
    if (ids.join() !== this._kept) {
      this._kept = ids.join();
      const kept =
        ids.length > 0
          ? state?.save(FOLLOWED_STATE_ID, ids)
          : state?.remove(FOLLOWED_STATE_ID);
      // What cannot be kept is shown again when the panel is opened.
      void kept?.catch(() => undefined);
    }
  }

  private readonly _notices = new Map<string, INotice>();
  private _following: IDisposable | null = null;
  /** What was kept last; not known at first. */
  private _kept: string | null = null;
}
