import { Signal, type ISignal } from '@lumino/signaling';
import type {
  IJob,
  IJobs,
  IModelFormat,
  IProblem,
  ISaveRequest
} from '../tokens';
import type { ISubmitForm } from '../submitform';
import { formatSize } from '../formatting';
import { problemOf, volumeOf } from '../tokens';
import type { SaveEntry } from './entry';
import { SaveFiles, type ISaveFilesOptions } from './files';
import { readMetrics, type IMetric } from './proposal';

export interface ISaveFormOptions extends ISaveFilesOptions {
  jobs: IJobs;
}

/** The state of the dialog that saves files as models. */
export class SaveForm implements ISubmitForm {
  /**
   * Nothing is asked before `load()`.
   *
   * @param options - what to save, and with what
   */
  constructor(private readonly options: ISaveFormOptions) {
    this.files = new SaveFiles(options);
    this.files.changed.connect(() => {
      this._replace = false;
      // At once: what is typed while the server is asked must not be put back.
      this._changed.emit();
      void this._compare();
    });
  }

  /** The formats that the server half knows; undefined before it has answered. */
  get formats(): ReadonlyArray<IModelFormat> | undefined {
    return this.options.server.status?.formats;
  }

  /** What is to be saved. */
  readonly files: SaveFiles;

  get description(): string {
    return this._description;
  }
  set description(description: string) {
    this._description = description;
    this._changed.emit();
  }

  get metrics(): ReadonlyArray<IMetric> {
    return this._metrics;
  }
  set metrics(metrics: ReadonlyArray<IMetric>) {
    this._metrics = metrics;
    this._changed.emit();
  }

  /** Metrics of the model's newest version, to compare with. */
  get before(): { version: string; metrics: Record<string, number> } | null {
    return this._before;
  }

  /** Replace versions that are there. */
  get replace(): boolean {
    return this._replace;
  }
  set replace(replace: boolean) {
    this._replace = replace;
    this._changed.emit();
  }

  /** The user wants to save what is known to be dangerous. */
  get trusted(): boolean {
    return this._trusted;
  }
  set trusted(trusted: boolean) {
    this._trusted = trusted;
    this._changed.emit();
  }

  /** Why the last attempt was refused. */
  get problem(): IProblem | null {
    return this._problem;
  }

  /** The job, once it has started. */
  get job(): IJob | null {
    return this._job;
  }

  get changed(): ISignal<SaveForm, void> {
    return this._changed;
  }

  get edited(): boolean {
    return (
      this._description !== '' ||
      this._metrics.some(({ value }) => value !== '') ||
      this.files.chosen.some(entry => entry.edited)
    );
  }

  /** What is wrong with a name; null when nothing is. */
  nameProblem(entry: SaveEntry): string | null {
    const twice = this.files.entries.some(
      other =>
        other !== entry &&
        other.name === entry.name &&
        other.version === entry.version
    );
    return (
      entry.nameProblem ??
      (twice
        ? this.options.trans.__('This model and version are used twice.')
        : null)
    );
  }

  /** What is wrong with a version; null when nothing is. */
  versionProblem(entry: SaveEntry): string | null {
    const own = entry.versionProblem;
    if (own || !entry.taken || this._replace) {
      return own;
    }
    const { trans } = this.options;
    return trans.__('%1 %2 already exists.', entry.name, entry.version);
  }

  /** What is wrong with the metrics; null when nothing is. */
  get metricsProblem(): string | null {
    return readMetrics(this._metrics, this.options.trans).problem;
  }

  /** Whether loading one of them is known to be dangerous. */
  get dangerous(): boolean {
    return this.files.chosen.some(
      ({ inspection }) => inspection?.risk === 'dangerous'
    );
  }

  get disabledReason(): string {
    const { server, trans } = this.options;
    if (this._busy) {
      return trans.__('Starting…');
    }
    const { paths, chosen, entries } = this.files;
    if (paths.length === 0) {
      return trans.__('Cannot save yet: select a file.');
    }
    const volume = volumeOf(server);
    if (volume && !volume.writable) {
      return (
        volume.problem?.message ??
        trans.__('Cannot save: the volume is not writable.')
      );
    }
    const size = chosen.reduce(
      (sum, { inspection }) => sum + (inspection?.size ?? 0),
      0
    );
    if (volume && size > volume.free) {
      return trans.__(
        'Cannot save: %1 needed, %2 free.',
        formatSize(size),
        formatSize(volume.free)
      );
    }
    const wrong = [
      entries.some(entry => this.nameProblem(entry)) && trans.__('name'),
      entries.some(entry => this.versionProblem(entry)) && trans.__('version'),
      this.metricsProblem && trans.__('metrics')
    ].filter(Boolean);
    if (wrong.length > 0) {
      return trans.__('Cannot save yet: %1.', wrong.join(', '));
    }
    if (this.dangerous && !this._trusted) {
      return trans.__('Cannot save yet: review the code that loading runs.');
    }
    return '';
  }

  /** Look at the files, and propose what they could be saved as. */
  async load(): Promise<void> {
    this._problem = null;
    this._trusted = false;
    this._changed.emit();
    await Promise.all([
      this._compare(),
      ...this.files.chosen.map(entry => entry.inspect())
    ]);
  }

  /**
   * Save something else.
   *
   * @param paths - files and folders, as the server half takes them
   */
  async choose(paths: ReadonlyArray<string>): Promise<void> {
    this.files.paths = paths;
    await this.load();
  }

  async submit(): Promise<boolean> {
    if (this.disabledReason) {
      return false;
    }
    const { jobs, trans } = this.options;
    this._busy = true;
    this._problem = null;
    this._changed.emit();
    try {
      const requests = this._requests();
      this._job = await jobs.save(
        requests.length === 1 ? requests[0] : requests
      );
      return true;
    } catch (error) {
      this._problem = problemOf(error, trans);
      return false;
    } finally {
      this._busy = false;
      this._changed.emit();
    }
  }

  private _requests(): ISaveRequest[] {
    const { metrics } = readMetrics(this._metrics, this.options.trans);
    const { entries, artifacts } = this.files;
    const alone = entries.length === 1;
    return entries.map(({ path, name, version, format, taken }) => ({
      path,
      name,
      version,
      ...(format && { format }),
      ...(artifacts.length > 0 && {
        artifacts: artifacts.map(entry => entry.path)
      }),
      ...(alone && { description: this._description.trim(), metrics }),
      ...(taken && { overwrite: this._replace })
    }));
  }

  /** Read the metrics of the model's newest version, and ask for the same. */
  private async _compare(): Promise<void> {
    const { entries } = this.files;
    const [{ name, versions }] = entries;
    const [version] = versions;
    const wanted =
      entries.length > 1 || version === undefined ? '' : `${name}/${version}`;
    if (wanted !== this._compared) {
      this._compared = wanted;
      this._before = null;
      if (wanted) {
        // Without an answer there is nothing to compare with; all else works.
        const details = await this.options.store
          .get(name, version)
          .catch(() => null);
        if (wanted === this._compared && details) {
          this._before = { version, metrics: details.card?.metrics ?? {} };
          this._askForMetrics(Object.keys(this._before.metrics));
        }
      }
    }
    this._changed.emit();
  }

  /** Have a line for each metric, unless the user has begun with his own. */
  private _askForMetrics(names: ReadonlyArray<string>): void {
    if (this._metrics.every(({ value }) => value === '')) {
      this._metrics = names.map(name => ({ name, value: '' }));
    }
  }

  private _description = '';
  private _metrics: ReadonlyArray<IMetric> = [];
  private _before: {
    version: string;
    metrics: Record<string, number>;
  } | null = null;
  /** Name and version of the model that `before` is asked of. */
  private _compared = '';
  private _replace = false;
  private _trusted = false;
  private _busy = false;
  private _problem: IProblem | null = null;
  private _job: IJob | null = null;
  private _changed = new Signal<SaveForm, void>(this);
}
