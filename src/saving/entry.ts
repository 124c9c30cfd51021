import type { TranslationBundle } from '@jupyterlab/translation';
import type { IInspection, IModelStore, IProblem } from '../tokens';
import { problemOf } from '../tokens';
import {
  nameProblem,
  proposeName,
  proposeVersion,
  versionProblem,
  type IVersionProposal
} from './proposal';

export interface ISaveEntryOptions {
  store: IModelStore;
  trans: TranslationBundle;
  /** The model whose next version it is to be. */
  name?: string;
  /** Called when something of it has changed. */
  onChanged: () => void;
}

/** A file or folder that was chosen, and what it would be saved as. */
export class SaveEntry {
  /**
   * Nothing is asked before `inspect()`.
   *
   * @param path - as the server half takes it; empty while none is chosen
   */
  constructor(
    readonly path: string,
    private readonly options: ISaveEntryOptions
  ) {
    this._name = options.name ?? (path && proposeName(path));
    this._named = options.name !== undefined;
    this._settle();
  }

  get name(): string {
    return this._name;
  }
  /** Change the name; the version follows until it is changed. */
  set name(name: string) {
    this._name = name;
    this._named = true;
    this._typed = true;
    this._settle();
    this.options.onChanged();
  }

  get version(): string {
    return this._version;
  }
  /** Change the version; no proposal replaces it any more. */
  set version(version: string) {
    this._version = version;
    this._versioned = true;
    this.options.onChanged();
  }

  /** What it is; null until the server has looked, and where it cannot. */
  get inspection(): IInspection | null {
    return this._inspection;
  }

  /** Why it is not known what it is. */
  get problem(): IProblem | null {
    return this._problem;
  }

  /** The formats that it can be saved in; empty where there is no choice to make. */
  get formats(): ReadonlyArray<string> {
    return this._inspection?.formats ?? [];
  }

  /** The format that it is saved in; null for what its name says. */
  get format(): string | null {
    return this._format ?? this.formats[0] ?? null;
  }
  set format(format: string | null) {
    this._format = format;
    this.options.onChanged();
  }

  /** The user has changed something of it. */
  get edited(): boolean {
    return this._typed || this._versioned || this._format !== null;
  }

  /** The versions that its model has, newest first. */
  get versions(): ReadonlyArray<string> {
    const { models } = this.options.store;
    return models.find(({ name }) => name === this._name)?.versions ?? [];
  }

  /** The versions that could come next. */
  get proposal(): IVersionProposal {
    return proposeVersion(
      this.versions,
      this._inspection?.proposed.version ?? null
    );
  }

  /** Its version is there already. */
  get taken(): boolean {
    return this.versions.includes(this._version);
  }

  /** What is wrong with its name; null when nothing is. */
  get nameProblem(): string | null {
    return nameProblem(this._name, this.options.trans);
  }

  /** What is wrong with its version; null when nothing is. */
  get versionProblem(): string | null {
    return versionProblem(this._version, this.options.trans);
  }

  /** Have the server look at it. Never rejects: see `problem`. */
  async inspect(): Promise<void> {
    if (this.path === '') {
      return;
    }
    const { store, trans } = this.options;
    try {
      this._inspection = await store.inspect({ path: this.path });
      this._problem = null;
      if (!this._named) {
        this._name = this._inspection.proposed.name;
      }
    } catch (error) {
      this._problem = problemOf(error, trans);
    }
    this._settle();
    this.options.onChanged();
  }

  private _settle(): void {
    if (!this._versioned) {
      this._version = this.proposal.version;
    }
  }

  private _name: string;
  private _version = '';
  private _format: string | null = null;
  private _inspection: IInspection | null = null;
  private _problem: IProblem | null = null;
  /** No proposal replaces the name any more. */
  private _named: boolean;
  private _typed = false;
  private _versioned = false;
}
