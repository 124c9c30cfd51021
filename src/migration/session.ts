import type { TranslationBundle } from '@jupyterlab/translation';
import type { IDisposable } from '@lumino/disposable';
import { Signal, type ISignal } from '@lumino/signaling';
import type {
  IDifference,
  IJob,
  IJobs,
  IMigration,
  IMigrationOriginal,
  IModelStore,
  IProblem
} from '../tokens';
import { isOver } from '../tokens';
import { problemOf } from '../tokens';
import { MigrationPlan, type IPlanRow } from './plan';
import { Eta } from './eta';

/** Where the migration stands: one after the other. */
export type Phase = 'scanning' | 'plan' | 'running' | 'result';

/** What came of removing originals. */
export interface IRemoval {
  removed: ReadonlyArray<string>;
  kept: ReadonlyArray<{ path: string; why: string }>;
}

/** What a migration of models works with. */
export interface IModelsMigrationOptions {
  migration: IMigration;
  jobs: IJobs;
  store: IModelStore;
  trans: TranslationBundle;
}

/** The migration of models: scan, plan, run, result. */
export class ModelsMigration {
  /**
   * Nothing is asked before `open()`.
   *
   * @param options - what it works with
   */
  constructor(private readonly options: IModelsMigrationOptions) {
    options.jobs.changed.connect(this._onJobs, this);
  }

  get phase(): Phase {
    return this._phase;
  }

  /** The folders that are looked through. */
  get folders(): ReadonlyArray<string> {
    return this._folders;
  }

  get plan(): MigrationPlan | null {
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
  get removal(): IRemoval | null {
    return this._removal;
  }

  /** A request is on its way that must not be sent twice. */
  get busy(): boolean {
    return this._busy;
  }

  get changed(): ISignal<ModelsMigration, void> {
    return this._changed;
  }

  /** What ended before, newest first: migrations, and removals of originals. */
  get earlier(): ReadonlyArray<IJob> {
    return this.options.jobs.jobs.filter(
      job =>
        (job.kind === 'migrate' || job.kind === 'remove') &&
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

  /** Go on where it stands: a migration that runs or did not end, or a scan. */
  async open(): Promise<void> {
    await this._do(async () => {
      const { migration, jobs } = this.options;
      // The earlier ones: without them the page does what it is for.
      void jobs.refresh();
      const { folders, journal } = await migration.read();
      this._folders = folders;
      if (journal && journal.state !== 'done') {
        this._take(journal);
      } else {
        await this._scan();
      }
    });
  }

  /**
   * Look for models.
   *
   * @param folders - where; the same as before without them
   */
  async scan(folders: ReadonlyArray<string> = this._folders): Promise<void> {
    this._folders = folders;
    await this._do(() => this._scan());
  }

  /**
   * How a line of the plan differs from the version on the volume that it names.
   *
   * @throws ServerError when the server half cannot say
   */
  compare({ candidate, name, version }: IPlanRow): Promise<IDifference[]> {
    const { path } = candidate;
    return this.options.migration.compare({ path, name, version });
  }

  /** Copy what the plan says. */
  async run(): Promise<void> {
    const { _plan: plan } = this;
    if (plan && !plan.disabledReason) {
      await this._do(async () => {
        this._take(await this.options.migration.run(plan.items));
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
      this._removal = await this.options.migration.remove(originals);
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
    const { migration, store, trans } = this.options;
    this._phase = 'scanning';
    this._changed.emit();
    const [scan] = await Promise.all([
      migration.scan(this._folders.length > 0 ? this._folders : undefined),
      store.refresh()
    ]);
    this._plan = new MigrationPlan(scan, () => store.models, trans);
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
  private _folders: ReadonlyArray<string> = [];
  private _plan: MigrationPlan | null = null;
  private _job: IJob | null = null;
  private _removal: IRemoval | null = null;
  private _problem: IProblem | null = null;
  private _busy = false;
  private _time = new Eta();
  private _following: IDisposable | null = null;
  private _changed = new Signal<ModelsMigration, void>(this);
}
