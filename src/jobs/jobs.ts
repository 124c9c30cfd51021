import { DisposableDelegate, type IDisposable } from '@lumino/disposable';
import { Signal, type ISignal } from '@lumino/signaling';
import { ServerError, type IServer } from '../tokens';
import type {
  IJob,
  IJobItem,
  IJobs,
  IProblem,
  ISaveRequest,
  State,
  StreamMessage
} from '../tokens';

/**
 * The long operations in the server half. While somebody watches, the stream
 * tells of each change; a lost connection is made again by itself.
 */
export class Jobs implements IJobs {
  /** Nothing is asked before the first call. */
  constructor(private readonly server: IServer) {}

  get state(): State {
    return this._state;
  }

  get problem(): IProblem | null {
    return this._problem;
  }

  get jobs(): ReadonlyArray<IJob> {
    return this._jobs;
  }

  get changed(): ISignal<IJobs, void> {
    return this._changed;
  }

  get ended(): ISignal<IJobs, IJob> {
    return this._ended;
  }

  watch(): IDisposable {
    this._watchers += 1;
    this._subscribe();
    return new DisposableDelegate(() => {
      this._watchers -= 1;
      if (this._watchers === 0) {
        this._subscription?.dispose();
        this._subscription = null;
      }
    });
  }

  async refresh(): Promise<void> {
    try {
      const { jobs } = await this.server.request<{ jobs: IJob[] }>('jobs');
      this._replace(jobs);
    } catch (error) {
      this._fail(error as ServerError);
    }
    this._subscribe();
  }

  find(id: string): IJob | undefined {
    return this._jobs.find(job => job.id === id);
  }

  async finished(id: string): Promise<IJob> {
    const watching = this.watch();
    let slot = () => {};
    try {
      return await new Promise<IJob>(resolve => {
        slot = () => {
          const job = this.find(id);
          if (job && isOver(job)) {
            resolve(job);
          }
        };
        this._changed.connect(slot);
        slot();
      });
    } finally {
      this._changed.disconnect(slot);
      watching.dispose();
    }
  }

  save(request: ISaveRequest | ReadonlyArray<ISaveRequest>): Promise<IJob> {
    const json = Array.isArray(request) ? { items: request } : request;
    return this._post('models', json);
  }

  verify(model: string, version: string): Promise<IJob> {
    return this._post('jobs', { kind: 'verify', model, version });
  }

  convert(model: string, version?: string, keep?: boolean): Promise<IJob> {
    return this._post('jobs', { kind: 'convert', model, version, keep });
  }

  retry(id: string): Promise<IJob> {
    return this._post(pathOf(id), { action: 'retry' });
  }

  async cancel(id: string): Promise<void> {
    // Not DELETE: a job that has just ended would be forgotten by it.
    await this._post(pathOf(id), { action: 'cancel' });
  }

  async forget(id: string): Promise<void> {
    await this.server.request(pathOf(id), { method: 'DELETE' });
    this._remove(id);
  }

  private async _post(path: string, json: unknown): Promise<IJob> {
    const job = await this.server.request<IJob>(path, { method: 'POST', json });
    this._put(job);
    return job;
  }

  private _subscribe(): void {
    if (this._watchers === 0 || this._subscription) {
      return;
    }
    this._subscription = this.server.stream.subscribe(
      { channel: 'jobs' },
      message => this._onMessage(message)
    );
  }

  private _onMessage(message: StreamMessage): void {
    switch (message.event) {
      case 'jobs':
        this._replace(message.jobs as IJob[]);
        break;
      case 'job':
        this._put(message.job as IJob);
        break;
      case 'forgotten':
        this._remove(message.job);
        break;
      case 'end':
        // The connection is lost; the stream waits before the next attempt.
        this._subscription = null;
        this._subscribe();
        break;
      case 'error':
        // Not tried again by itself: refresh() does.
        this._subscription?.dispose();
        this._subscription = null;
        this._fail(message);
        break;
      default:
        break;
    }
  }

  private _fail({ message, reason, hint }: IProblem): void {
    this._state = 'unavailable';
    this._problem = { message, reason, hint };
    this._changed.emit();
  }

  private _replace(jobs: ReadonlyArray<IJob>): void {
    this._state = 'ready';
    this._problem = null;
    this._update([...jobs]);
  }

  /** Take a job with those of its items that have changed. */
  private _put(news: IJob): void {
    const known = this.find(news.id);
    if (known && news.updated < known.updated) {
      return; // An answer that was overtaken by the stream.
    }
    const job = known
      ? { ...news, items: mergeItems(known.items, news.items) }
      : news;
    this._update([job, ...this._jobs.filter(({ id }) => id !== job.id)]);
  }

  private _remove(id: string): void {
    if (this.find(id)) {
      this._update(this._jobs.filter(job => job.id !== id));
    }
  }

  private _update(jobs: IJob[]): void {
    const before = this._jobs;
    this._jobs = jobs.sort((one, other) =>
      other.created < one.created ? -1 : Number(other.created > one.created)
    );
    this._changed.emit();
    for (const job of jobs) {
      const known = before.find(({ id }) => id === job.id);
      if (known && !isOver(known) && isOver(job)) {
        this._ended.emit(job);
      }
    }
  }

  private _state: State = 'checking';
  private _problem: IProblem | null = null;
  private _jobs: ReadonlyArray<IJob> = [];
  private _watchers = 0;
  private _subscription: IDisposable | null = null;
  private _changed = new Signal<IJobs, void>(this);
  private _ended = new Signal<IJobs, IJob>(this);
}

function isOver({ state }: IJob): boolean {
  return state !== 'waiting' && state !== 'running';
}

function mergeItems(
  known: ReadonlyArray<IJobItem>,
  news: ReadonlyArray<IJobItem>
): ReadonlyArray<IJobItem> {
  if (news.length === 0) {
    return known;
  }
  const changed = new Map(news.map(item => [item.id, item]));
  return known.map(item => changed.get(item.id) ?? item);
}

function pathOf(id: string): string {
  return `jobs/${encodeURIComponent(id)}`;
}
