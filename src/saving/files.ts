import { Signal, type ISignal } from '@lumino/signaling';
import { looksLikeModel } from '../modelformats';
import type { IServerConnection } from '../tokens';
import { SaveEntry, type ISaveEntryOptions } from './entry';

/** What the files are made with. */
export interface ISaveFilesOptions extends Omit<
  ISaveEntryOptions,
  'onChanged'
> {
  paths: ReadonlyArray<string>;
  /** Knows the extensions of models' files. */
  server: IServerConnection;
}

/** The files that are to be saved: a model each, or one with what goes with it. */
export class SaveFiles {
  /**
   * @param options - the files, and what they are looked at with
   */
  constructor(private readonly options: ISaveFilesOptions) {
    this._choose(options.paths);
  }

  /** All of them; one at least, which may have no path yet. */
  get chosen(): ReadonlyArray<SaveEntry> {
    return this._chosen;
  }

  /** What becomes a model. */
  get entries(): ReadonlyArray<SaveEntry> {
    return this._together ? [this.main] : this._chosen;
  }

  /** What goes with the one model. */
  get artifacts(): ReadonlyArray<SaveEntry> {
    return this._together
      ? this._chosen.filter(entry => entry !== this.main)
      : [];
  }

  /** Where they are; empty while nothing is chosen. */
  get paths(): ReadonlyArray<string> {
    return this._chosen.map(({ path }) => path).filter(path => path !== '');
  }
  set paths(paths: ReadonlyArray<string>) {
    this._choose(paths);
    this._changed.emit();
  }

  /** Several are one model: its own file, and what goes with it. */
  get together(): boolean {
    return this._together;
  }
  set together(together: boolean) {
    this._together = together;
    this._changed.emit();
  }

  /** Of several that are one model, the model's own. */
  get main(): SaveEntry {
    return this._main ?? this._likeliest();
  }
  set main(entry: SaveEntry) {
    this._main = entry;
    this._changed.emit();
  }

  /** Emitted when another file is chosen, or something of one has changed. */
  get changed(): ISignal<SaveFiles, void> {
    return this._changed;
  }

  private _choose(paths: ReadonlyArray<string>): void {
    const options = {
      ...this.options,
      onChanged: () => this._changed.emit()
    };
    this._chosen = (paths.length > 0 ? paths : ['']).map(
      path => new SaveEntry(path, options)
    );
    this._main = null;
    // Of several of which one is a model, the others surely go with it.
    this._together =
      paths.length > 1 &&
      paths.filter(path => this._isLikely(path)).length === 1;
  }

  private _isLikely(path: string): boolean {
    return looksLikeModel(path, this.options.server.status?.formats);
  }

  /** Of what could be the model, the largest: what goes with it is small. */
  private _likeliest(): SaveEntry {
    const models = this._chosen.filter(({ path }) => this._isLikely(path));
    const [first, ...others] = models.length > 0 ? models : this._chosen;
    const size = (entry: SaveEntry) => entry.inspection?.size ?? 0;
    return others.reduce(
      (best, entry) => (size(entry) > size(best) ? entry : best),
      first
    );
  }

  private _chosen!: ReadonlyArray<SaveEntry>;
  private _together = false;
  private _main: SaveEntry | null = null;
  private _changed = new Signal<SaveFiles, void>(this);
}
