import type { TranslationBundle } from '@jupyterlab/translation';
import type { IDisposable } from '@lumino/disposable';
import { Signal, type ISignal } from '@lumino/signaling';
import type {
  IJob,
  IJobs,
  IMigrationOriginal,
  IMigrationPlan,
  IMigrationRemoval,
  IMigrationSource,
  IProblem
} from '../tokens';
import { isOver } from '../tokens';
import { problemOf } from '../tokens';
import { Eta } from './eta';

/** Where the migration stands: one after the other. */
export type Phase = 'scanning' | 'plan' | 'running' | 'result';

export interface IMigrationSessionOptions {
  source: IMigrationSource;
  jobs: IJobs;
  trans: TranslationBundle;
}

/** The migration from one source: scan, plan, run, result. */
export class MigrationSession {
  /** Nothing is asked before `open()`. */
  constructor(private readonly options: IMigrationSessionOptions) {
    options.jobs.changed.connect(this._onJobs, this);
  }

  get phase(): Phase {
    return this._phase;
  }

  get source(): IMigrationSource {
    return this.options.source;
  }

  /** The places that are looked through. */
  get locations(): ReadonlyArray<string> {
    return this._locations;
  }

  get plan(): IMigrationPlan | null {
    return this._plan;
  }

  /** The migration that runs or ran last. */
  get job(): IJob | null {
    return this._job;
  }

  /** Milliseconds until it is done; null while nothing can be said. */
  get left(): number | null {
    return this._time.left(this._job?.total ?? null);
  }

  /** What went wrong last. */
  get problem(): IProblem | null {
    return this._problem;
  }

  /** What came of removing originals; null before. */
  get removal(): IMigrationRemoval | null {
    return this._removal;
  }

  /** A request is on its way that must not be sent twice. */
  get busy(): boolean {
    return this._busy;
  }

  get changed(): ISignal<MigrationSession, void> {
    return this._changed;
  }

  /** What ended before, newest first: migrations, and removals of originals. */
  get earlier(): ReadonlyArray<IJob> {
    const { jobs, source } = this.options;
    const { run, remove } = source.jobKinds;
    return jobs.jobs.filter(
      job =>
        (job.kind === run || job.kind === remove) &&
        isOver(job) &&
        (this._phase === 'plan' || job.id !== this._job?.id)
    );
  }

  /** Something of the plan was changed, and not carried out. */
  get edited(): boolean {
    return this._phase === 'plan' && this._plan !== null && this._plan.edited;
  }

  /** What was copied by the last migration, with where its original is. */
  get originals(): IMigrationOriginal[] {
    return (this._job?.items ?? []).flatMap(({ state, result, title }) => {
      const { name, version, path } = result ?? {};
      return state === 'done' &&
        typeof name === 'string' &&
        typeof version === 'string'
        ? [{ path: typeof path === 'string' ? path : title, name, version }]
        : [];
    });
  }

  /**
   * Go on where it stands: a migration that runs or did not end, or a scan.
   * Does nothing where that is known.
   */
  async open(): Promise<void> {
    if (this._phase !== 'scanning') {
      return;
    }
    await this._do(async () => {
      const { source, jobs } = this.options;
      // The earlier ones: without them the page does what it is for.
      void jobs.refresh();
      const { locations, journal } = await source.read();
      this._locations = locations;
      if (journal && journal.state !== 'done') {
        this._take(journal);
      } else {
        await this._scan();
      }
    });
  }

  /**
   * Look for what can be brought over.
   *
   * @param locations - where; the same as before without them
   */
  async scan(
    locations: ReadonlyArray<string> = this._locations
  ): Promise<void> {
    this._locations = locations;
    await this._do(() => this._scan());
  }

  /** Copy what the plan says. */
  async run(): Promise<void> {
    const { _plan: plan } = this;
    if (plan && !plan.disabledReason) {
      await this._do(async () => {
        this._take(await this.options.source.run(plan.items));
      });
    }
  }

  /** End what runs; what is copied and compared stays. */
  async cancel(): Promise<void> {
    const { _job: job } = this;
    if (job) {
      await this._do(() => this.options.jobs.cancel(job.id));
    }
  }

  /** Copy again what was not copied. */
  async retry(): Promise<void> {
    const { _job: job } = this;
    if (job) {
      await this._do(async () => {
        this._take(await this.options.jobs.retry(job.id));
      });
    }
  }

  /** Remove originals; the server half compares each once more. */
  async remove(originals: ReadonlyArray<IMigrationOriginal>): Promise<void> {
    await this._do(async () => {
      this._removal = await this.options.source.removeOriginals(originals);
      if (this._phase === 'plan') {
        await this._scan();
      }
    });
  }

  /** Follow a job only while the page is in sight or it runs. */
  dispose(): void {
    this.options.jobs.changed.disconnect(this._onJobs, this);
    this._following?.dispose();
    this._following = null;
    Signal.clearData(this);
  }

  private async _scan(): Promise<void> {
    const { source } = this.options;
    this._phase = 'scanning';
    this._changed.emit();
    const scan = await source.scan(
      this._locations.length > 0 ? this._locations : undefined
    );
    this._plan = source.plan(scan);
    // Whoever asks whether something is edited is told by one signal.
    this._plan.changed.connect(() => this._changed.emit());
    this._phase = 'plan';
  }

  private _take(job: IJob): void {
    this._job = this.options.jobs.find(job.id) ?? job;
    this._removal = null;
    this._time = new Eta();
    this._settle();
  }

  private _onJobs(): void {
    const news = this._job && this.options.jobs.find(this._job.id);
    if (news && news !== this._job) {
      this._job = news;
      this._settle();
    } else {
      this._changed.emit(); // The earlier ones may be others.
    }
  }

  private _settle(): void {
    const job = this._job!;
    const over = isOver(job);
    this._phase = over ? 'result' : 'running';
    if (over) {
      this._following?.dispose();
      this._following = null;
    } else {
      this._time.add(Date.now(), job.done);
      this._following ??= this.options.jobs.watch();
    }
    this._changed.emit();
  }

  private async _do(task: () => Promise<void>): Promise<void> {
    if (this._busy) {
      return;
    }
    this._busy = true;
    this._problem = null;
    this._changed.emit();
    try {
      await task();
    } catch (error) {
      this._problem = problemOf(error, this.options.trans);
    } finally {
      this._busy = false;
      this._changed.emit();
    }
  }

  private _phase: Phase = 'scanning';
  private _locations: ReadonlyArray<string> = [];
  private _plan: IMigrationPlan | null = null;
  private _job: IJob | null = null;
  private _removal: IMigrationRemoval | null = null;
  private _problem: IProblem | null = null;
  private _busy = false;
  private _time = new Eta();
  private _following: IDisposable | null = null;
  private _changed = new Signal<MigrationSession, void>(this);
}
