import type { TranslationBundle } from '@jupyterlab/translation';
import type {
  IDifference,
  IJob,
  IJobs,
  IMigrationItem,
  IMigrationOriginal,
  IMigrationRemoval,
  IMigrationScan,
  IMigrationSource,
  IMigrationStatus,
  IModelStore,
  IServer
} from '../tokens';
import { ModelPlan } from './plan';

export interface IModelSourceOptions {
  server: IServer;
  jobs: IJobs;
  store: IModelStore;
  trans: TranslationBundle;
}

/** Models of one kind of place, which the server half finds and copies. */
export abstract class ModelSource implements IMigrationSource<
  IMigrationScan,
  IMigrationItem
> {
  /** Nothing is asked before the first call. */
  constructor(protected readonly options: IModelSourceOptions) {}

  abstract readonly id: string;
  abstract readonly label: string;
  abstract readonly jobKinds: IMigrationSource['jobKinds'];

  read(): Promise<IMigrationStatus> {
    return this.options.server.request(this._path);
  }

  async scan(locations?: ReadonlyArray<string>): Promise<IMigrationScan> {
    const { server, store } = this.options;
    // The plan says of each whether the volume has it: that must not be old.
    const [scan] = await Promise.all([
      server.request<IMigrationScan>(`${this._path}/scan`, {
        method: 'POST',
        json: { locations }
      }),
      store.refresh()
    ]);
    return scan;
  }

  plan(scan: IMigrationScan): ModelPlan {
    const { store, trans } = this.options;
    return new ModelPlan(scan, {
      models: () => store.models,
      compare: line => this._compare(line),
      trans
    });
  }

  run(items: ReadonlyArray<IMigrationItem>): Promise<IJob> {
    return this.options.server.request(this._path, {
      method: 'POST',
      json: { items }
    });
  }

  async removeOriginals(
    originals: ReadonlyArray<IMigrationOriginal>
  ): Promise<IMigrationRemoval> {
    const { server, jobs } = this.options;
    // Gigabytes are read before anything is removed: no request waits so long.
    const { id } = await server.request<IJob>(`${this._path}/remove`, {
      method: 'POST',
      json: { items: originals }
    });
    const job = await jobs.finished(id);
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

  private async _compare(line: IMigrationOriginal): Promise<IDifference[]> {
    const { differences } = await this.options.server.request<{
      differences: IDifference[];
    }>(`${this._path}/compare`, { method: 'POST', json: line });
    return differences;
  }

  private get _path(): string {
    return `migration/${encodeURIComponent(this.id)}`;
  }
}
