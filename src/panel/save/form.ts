import type { TranslationBundle } from '@jupyterlab/translation';
import { Signal, type ISignal } from '@lumino/signaling';
import type {
  IInspection,
  IJob,
  IJobs,
  IModelStore,
  IProblem,
  ISaveRequest,
  IServer
} from '../../tokens';
import type { ISubmitForm } from '../dialog';
import { formatSize } from '../format';
import { problemOf } from '../problem';
import {
  nameProblem,
  proposeName,
  proposeVersion,
  readMetrics,
  versionProblem,
  type IMetric,
  type IVersionProposal
} from './proposal';

/** A model that is to be saved. */
export interface IEntry {
  /** A file or folder, below the Jupyter server's root. */
  path: string;
  name: string;
  version: string;
  /** What it is; null until the server has looked, and where it cannot. */
  inspection: IInspection | null;
  /** Why it is not known. */
  problem: IProblem | null;
  /** The user has changed them: no proposal replaces them any more. */
  named: boolean;
  versioned: boolean;
}

/** What the form works with. */
export interface ISaveFormOptions {
  server: IServer;
  store: IModelStore;
  jobs: IJobs;
  trans: TranslationBundle;
  paths: ReadonlyArray<string>;
  /** The model whose next version it is to be. */
  name?: string;
}

/** The state of the dialog that saves files as models. */
export class SaveForm implements ISubmitForm {
  /**
   * Nothing is asked before `load()`.
   *
   * @param options - what to save, and with what
   */
  constructor(private readonly options: ISaveFormOptions) {
    this._entries = this._makeEntries(options.paths);
  }

  get entries(): ReadonlyArray<IEntry> {
    return this._entries;
  }

  /** What is to be saved: a model in each; empty while nothing is chosen. */
  get paths(): ReadonlyArray<string> {
    return this._entries.map(({ path }) => path).filter(path => path !== '');
  }
  set paths(paths: ReadonlyArray<string>) {
    this._entries = this._makeEntries(paths);
    void this.load();
  }

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

  /** The versions that the model of an entry has, newest first. */
  versionsOf(entry: IEntry): ReadonlyArray<string> {
    const { models } = this.options.store;
    return models.find(({ name }) => name === entry.name)?.versions ?? [];
  }

  /** The versions that could come next for an entry. */
  proposalOf(entry: IEntry): IVersionProposal {
    return proposeVersion(
      this.versionsOf(entry),
      entry.inspection?.proposed.version ?? null
    );
  }

  /** What is wrong with a name; null when nothing is. */
  nameProblem(entry: IEntry): string | null {
    const { trans } = this.options;
    const own = nameProblem(entry.name, trans);
    const twice = this._entries.some(
      other =>
        other !== entry &&
        other.name === entry.name &&
        other.version === entry.version
    );
    return own ?? (twice ? trans.__('Two would be the same version.') : null);
  }

  /** What is wrong with a version; null when nothing is. */
  versionProblem(entry: IEntry): string | null {
    const { trans } = this.options;
    const own = versionProblem(entry.version, trans);
    if (own || !this.isTaken(entry) || this._replace) {
      return own;
    }
    return trans.__('%1 %2 exists already.', entry.name, entry.version);
  }

  /** Whether the version of an entry is there already. */
  isTaken(entry: IEntry): boolean {
    return this.versionsOf(entry).includes(entry.version);
  }

  /** What is wrong with the metrics; null when nothing is. */
  get metricsProblem(): string | null {
    return readMetrics(this._metrics, this.options.trans).problem;
  }

  /** Whether loading one of them is known to be dangerous. */
  get dangerous(): boolean {
    return this._entries.some(
      ({ inspection }) => inspection?.risk === 'dangerous'
    );
  }

  get blocked(): string {
    const { server, trans } = this.options;
    if (this._busy) {
      return trans.__('Starting…');
    }
    if (this.paths.length === 0) {
      return trans.__('Cannot save yet: choose a file.');
    }
    const volume = server.status?.models;
    if (volume && !volume.writable) {
      return (
        volume.problem?.message ??
        trans.__('Cannot save: the volume cannot be written.')
      );
    }
    const size = this._entries.reduce(
      (sum, { inspection }) => sum + (inspection?.size ?? 0),
      0
    );
    if (volume && size > volume.free) {
      return trans.__(
        'Cannot save: it needs %1, %2 are free.',
        formatSize(size),
        formatSize(volume.free)
      );
    }
    const wrong = [
      this._entries.some(entry => this.nameProblem(entry)) && trans.__('name'),
      this._entries.some(entry => this.versionProblem(entry)) &&
        trans.__('version'),
      this.metricsProblem && trans.__('metrics')
    ].filter(Boolean);
    if (wrong.length > 0) {
      return trans.__('Cannot save yet: %1.', wrong.join(', '));
    }
    if (this.dangerous && !this._trusted) {
      return trans.__('Cannot save yet: see what loading it would run.');
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
      ...this._entries.map(entry => this._inspect(entry))
    ]);
  }

  /**
   * Change the name of an entry; its version follows until it is changed.
   *
   * @param entry - the entry
   * @param name - its new name
   */
  setName(entry: IEntry, name: string): void {
    entry.name = name;
    entry.named = true;
    this._settle(entry);
    void this._compare();
  }

  /**
   * Change the version of an entry.
   *
   * @param entry - the entry
   * @param version - its new version
   */
  setVersion(entry: IEntry, version: string): void {
    entry.version = version;
    entry.versioned = true;
    this._replace = false;
    this._changed.emit();
  }

  async submit(): Promise<boolean> {
    if (this.blocked) {
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
    const alone = this._entries.length === 1;
    return this._entries.map(entry => ({
      path: entry.path,
      name: entry.name,
      version: entry.version,
      ...(alone && { description: this._description.trim(), metrics }),
      ...(this.isTaken(entry) && { overwrite: this._replace })
    }));
  }

  private _makeEntries(paths: ReadonlyArray<string>): IEntry[] {
    const { name } = this.options;
    return (paths.length > 0 ? paths : ['']).map(path => {
      const entry: IEntry = {
        path,
        name: name ?? (path && proposeName(path)),
        version: '',
        inspection: null,
        problem: null,
        named: name !== undefined,
        versioned: false
      };
      entry.version = this.proposalOf(entry).version;
      return entry;
    });
  }

  private async _inspect(entry: IEntry): Promise<void> {
    const { store, trans } = this.options;
    if (entry.path === '') {
      return;
    }
    try {
      entry.inspection = await store.inspect({ path: entry.path });
      if (!entry.named) {
        entry.name = entry.inspection.proposed.name;
      }
    } catch (error) {
      entry.problem = problemOf(error, trans);
    }
    if (this._entries.includes(entry)) {
      this._settle(entry);
      await this._compare();
    }
  }

  private _settle(entry: IEntry): void {
    if (!entry.versioned) {
      entry.version = this.proposalOf(entry).version;
      this._replace = false;
    }
    this._changed.emit();
  }

  /** Read the metrics of the model's newest version, and ask for the same. */
  private async _compare(): Promise<void> {
    const [entry] = this._entries;
    const version = this.versionsOf(entry)[0];
    if (this._entries.length > 1 || version === undefined) {
      this._before = null;
      this._changed.emit();
      return;
    }
    const { name } = entry;
    try {
      const { card } = await this.options.store.get(name, version);
      if (this._entries[0]?.name !== name) {
        return; // Overtaken by the next key.
      }
      const metrics = card?.metrics ?? {};
      this._before = { version, metrics };
      const typed = this._metrics.some(({ value }) => value !== '');
      if (!typed) {
        this._metrics = Object.keys(metrics).map(key => ({
          name: key,
          value: ''
        }));
      }
    } catch {
      // There is nothing to compare with; all else works.
      this._before = null;
    }
    this._changed.emit();
  }

  private _entries: IEntry[];
  private _description = '';
  private _metrics: ReadonlyArray<IMetric> = [];
  private _before: {
    version: string;
    metrics: Record<string, number>;
  } | null = null;
  private _replace = false;
  private _trusted = false;
  private _busy = false;
  private _problem: IProblem | null = null;
  private _job: IJob | null = null;
  private _changed = new Signal<SaveForm, void>(this);
}
