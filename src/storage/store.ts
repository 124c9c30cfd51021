import { JSONExt, type JSONValue } from '@lumino/coreutils';
import { DisposableDelegate, type IDisposable } from '@lumino/disposable';
import { Signal, type ISignal } from '@lumino/signaling';
import { ServerError, type IServer } from '../tokens';
import { ListFollower } from './follower';
import { SavedRequests } from './requests';
import { Trash } from './trash';
import type { ProtocolId } from '../protocols/types';
import type {
  ICardChanges,
  IDifference,
  IInspection,
  IModel,
  IModelRecord,
  IModelStore,
  IModelVersion,
  IProblem,
  ISavedRequests,
  ITrash,
  State
} from '../tokens';

/** So many models are asked for at first, to have something to show. */
const FIRST = 100;

/** The answer of `GET models`. */
interface IModelList {
  revision: string;
  models: IModelRecord[];
  /** How many there are in all; missing when these are all. */
  total?: number;
  /** What to ask for the models after these; null when these are the last. */
  next?: string | null;
}

/** The models on the volume, followed while somebody watches. */
export class ModelStore implements IModelStore {
  /** Nothing is asked before the first call. */
  constructor(private readonly server: IServer) {
    this.requests = new SavedRequests(server);
    this.trash = new Trash(server, () => this.refresh());
  }

  readonly requests: ISavedRequests;
  readonly trash: ITrash;

  get state(): State {
    return this._state;
  }

  get problem(): IProblem | null {
    return this._problem;
  }

  get models(): ReadonlyArray<IModelRecord> {
    return this._models;
  }

  get total(): number {
    return this._total;
  }

  get revision(): string | null {
    return this._revision;
  }

  get changed(): ISignal<IModelStore, void> {
    return this._changed;
  }

  watch(): IDisposable {
    this._watchers += 1;
    this._follower ??= new ListFollower(this.server, this);
    return new DisposableDelegate(() => {
      this._watchers -= 1;
      if (this._watchers === 0) {
        this._follower?.dispose();
        this._follower = null;
      }
    });
  }

  refresh(): Promise<void> {
    if (!this._reading) {
      this._reading = this._read().finally(() => {
        this._reading = null;
      });
      return this._reading;
    }
    // What is being read may be older than what the caller knows of: read once
    // more after it, for all who ask in the meantime.
    this._next ??= this._reading.then(() => {
      this._next = null;
      return this.refresh();
    });
    return this._next;
  }

  get(name: string, version: string): Promise<IModelVersion> {
    return this.server.request<IModelVersion>(pathOf(name, version));
  }

  inspect(
    what: { path: string } | { model: string; version: string }
  ): Promise<IInspection> {
    return this.server.request('inspect', { method: 'POST', json: what });
  }

  model(name: string): Promise<IModel> {
    return this.server.request<IModel>(pathOf(name));
  }

  async files(name: string, version: string): Promise<string[]> {
    const folder = ['files', name, version].map(encodeURIComponent).join('/');
    const { content } = await this.server.request<{
      content?: { name: string; type: string }[] | null;
    }>(folder, { query: { type: 'directory', content: '1' } });
    return (content ?? [])
      .filter(({ type }) => type !== 'directory')
      .map(entry => entry.name);
  }

  example(
    name: string,
    version: string
  ): Promise<Partial<Record<ProtocolId, JSONValue>>> {
    return this.server.request(pathOf(name, version, 'example'));
  }

  async openForReading(name: string, version: string): Promise<string[]> {
    const { left } = await this.server.request<{ left: string[] }>(
      pathOf(name, version, 'permissions'),
      { method: 'POST', json: {} }
    );
    return left;
  }

  async edit(
    name: string,
    version: string,
    etag: string,
    changes: ICardChanges
  ): Promise<void> {
    await this.server.request(pathOf(name, version), {
      method: 'PATCH',
      ifMatch: etag,
      json: changes
    });
    await this.refresh();
  }

  async compare(
    name: string,
    one: string,
    other: string
  ): Promise<IDifference[]> {
    const { differences } = await this.server.request<{
      differences: IDifference[];
    }>('comparison', {
      query: { one: `${name}/${one}`, other: `${name}/${other}` }
    });
    return differences;
  }

  async moveAlias(name: string, alias: string, version: string): Promise<void> {
    await this.server.request(pathOf(name, 'aliases', alias), {
      method: 'PUT',
      json: { version }
    });
    await this.refresh();
  }

  async removeAlias(name: string, alias: string): Promise<void> {
    await this.server.request(pathOf(name, 'aliases', alias), {
      method: 'DELETE'
    });
    await this.refresh();
  }

  async delete(name: string, version: string, served = false): Promise<string> {
    const { trash } = await this.server.request<{ trash: string }>(
      pathOf(name, version),
      { method: 'DELETE', ...(served && { query: { served: 'true' } }) }
    );
    await this.refresh();
    return trash;
  }

  private async _read(): Promise<void> {
    if (this.server.state !== 'ready') {
      await this.server.check();
    }
    if (this.server.state !== 'ready') {
      this._update('unavailable', this.server.problem, this._models);
      return;
    }
    try {
      await this._readList();
    } catch (error) {
      const { message, reason, hint } = error as ServerError;
      this._update('unavailable', { message, reason, hint }, this._models);
      if (error instanceof ServerError && error.status === 0) {
        // Not the volume but the server is gone: let the server's state say so.
        await this.server.check();
      }
    }
  }

  private async _readList(): Promise<void> {
    // Once there is something to show, all is read before anything changes.
    const few = this._models.length === 0;
    let page = await this._readPage(few ? { limit: String(FIRST) } : {});
    const { revision } = page;
    let models = page.models;
    while (page.next) {
      if (few) {
        this._update('ready', null, models, page.total);
      }
      page = await this._readPage({ after: page.next });
      models = [...models, ...page.models];
    }
    if (page.revision !== revision) {
      // The volume changed between the parts: they may not fit together.
      page = await this._readPage({});
      models = page.models;
    }
    this._update('ready', null, models, models.length, page.revision);
  }

  private _readPage(query: Record<string, string>): Promise<IModelList> {
    return this.server.request<IModelList>('models', { query });
  }

  private _update(
    state: State,
    problem: IProblem | null,
    read: ReadonlyArray<IModelRecord>,
    total: number = read.length,
    revision: string | null = this._revision
  ): void {
    const before = new Map(this._models.map(model => [model.name, model]));
    const models = read.map(model => {
      const known = before.get(model.name);
      return known && equal(known, model) ? known : model;
    });
    const same =
      state === this._state &&
      equal(problem, this._problem) &&
      total === this._total &&
      revision === this._revision &&
      models.length === this._models.length &&
      models.every((model, index) => model === this._models[index]);
    this._state = state;
    this._problem = problem;
    this._total = total;
    this._revision = revision;
    if (!same) {
      this._models = models;
      this._changed.emit();
    }
  }

  private _state: State = 'checking';
  private _problem: IProblem | null = null;
  private _models: ReadonlyArray<IModelRecord> = [];
  private _total = 0;
  private _revision: string | null = null;
  private _watchers = 0;
  private _reading: Promise<void> | null = null;
  private _next: Promise<void> | null = null;
  private _follower: ListFollower | null = null;
  private _changed = new Signal<IModelStore, void>(this);
}

function equal(one: unknown, other: unknown): boolean {
  return JSONExt.deepEqual(one as JSONValue, other as JSONValue);
}

function pathOf(...names: string[]): string {
  return ['models', ...names].map(encodeURIComponent).join('/');
}
