import type {
  IJob,
  IMigration,
  IMigrationItem,
  IMigrationOriginal,
  IMigrationScan,
  IServer
} from '../tokens';

/** Bringing models from the workbench to the volume. */
export class Migration implements IMigration {
  /**
   * Nothing is asked before the first call.
   *
   * @param server - the server half
   */
  constructor(private readonly server: IServer) {}

  read(): Promise<{ folders: string[]; journal: IJob | null }> {
    return this.server.request('migration');
  }

  scan(folders?: ReadonlyArray<string>): Promise<IMigrationScan> {
    return this.server.request('migration/scan', {
      method: 'POST',
      json: { folders }
    });
  }

  run(items: ReadonlyArray<IMigrationItem>): Promise<IJob> {
    return this.server.request('migration', {
      method: 'POST',
      json: { items }
    });
  }

  remove(items: ReadonlyArray<IMigrationOriginal>): Promise<{
    removed: string[];
    kept: { path: string; why: string }[];
  }> {
    return this.server.request('migration/remove', {
      method: 'POST',
      json: { items }
    });
  }
}
