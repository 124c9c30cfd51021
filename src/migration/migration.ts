import type {
  IDifference,
  IJob,
  IJobs,
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
   * @param jobs - its long operations
   */
  constructor(
    private readonly server: IServer,
    private readonly jobs: IJobs
  ) {}

  read(): Promise<{ folders: string[]; journal: IJob | null }> {
    return this.server.request('migration');
  }

  scan(folders?: ReadonlyArray<string>): Promise<IMigrationScan> {
    return this.server.request('migration/scan', {
      method: 'POST',
      json: { folders }
    });
  }

  async compare(line: IMigrationOriginal): Promise<IDifference[]> {
    const { differences } = await this.server.request<{
      differences: IDifference[];
    }>('migration/compare', { method: 'POST', json: line });
    return differences;
  }

  run(items: ReadonlyArray<IMigrationItem>): Promise<IJob> {
    return this.server.request('migration', {
      method: 'POST',
      json: { items }
    });
  }

  async remove(items: ReadonlyArray<IMigrationOriginal>): Promise<{
    removed: string[];
    kept: { path: string; why: string }[];
  }> {
    // Gigabytes are read before anything is removed: no request waits so long.
    const { id } = await this.server.request<IJob>('migration/remove', {
      method: 'POST',
      json: { items }
    });
    const job = await this.jobs.finished(id);
    const removed: string[] = [];
    const kept: { path: string; why: string }[] = [];
    for (const { title, state, result, problem } of job.items) {
      if (state === 'done' && result) {
        removed.push(...(result.removed as string[]));
      } else {
        const why = problem && [problem.message, problem.hint].filter(Boolean);
        kept.push({ path: title, why: why?.join(' ') ?? '' });
      }
    }
    return { removed, kept };
  }
}
