import { DisposableDelegate, type IDisposable } from '@lumino/disposable';
import type { IMigration, IMigrationSource } from '../tokens';

/** The registry of sources. */
export class Migration implements IMigration {
  get sources(): ReadonlyArray<IMigrationSource> {
    return [...this._sources.values()];
  }

  add(source: IMigrationSource): IDisposable {
    const { id } = source;
    if (this._sources.has(id)) {
      throw new Error(`There is a migration source ${id} already.`);
    }
    this._sources.set(id, source);
    return new DisposableDelegate(() => this._sources.delete(id));
  }

  private readonly _sources = new Map<string, IMigrationSource>();
}
