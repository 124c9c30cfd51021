import type { V1Status } from '@kubernetes/client-node';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { IDisposable } from '@lumino/disposable';
import { Signal, type ISignal } from '@lumino/signaling';
import { ServerError } from '../tokens';
import type { IProblem, IStream, State, StreamMessage } from '../tokens';
import { explain, type IAttempt } from './problem';
import type { IKubernetesList, IKubernetesObject, ILiveList } from './types';

/** The longest wait before the next attempt. */
const MAX_WAIT_MS = 30_000;

/** A watch that lived this long was a good one: start anew without a wait. */
const STABLE_MS = 5000;

/** How a live list lists and watches. */
export interface ILiveListOptions<T extends IKubernetesObject> {
  list: () => Promise<IKubernetesList<T>>;
  stream: IStream;
  /** The API path of the list. */
  path: string;
  query?: Record<string, string>;
  /** What to say was tried when a watch is refused. */
  attempt: IAttempt;
  trans: TranslationBundle;
}

/**
 * What a kind of object looks like now: one list, then one watch from where
 * the list stood. A watch that ended goes on from the last version it saw; one
 * whose version the cluster has forgotten (410) starts with a new list.
 */
export class LiveList<T extends IKubernetesObject> implements ILiveList<T> {
  /**
   * Starts at once.
   *
   * @param options - how to list and to watch
   */
  constructor(private readonly options: ILiveListOptions<T>) {
    void this._list();
  }

  get state(): State {
    return this._state;
  }

  get problem(): IProblem | null {
    return this._problem;
  }

  get items(): ReadonlyArray<T> {
    this._sorted ??= [...this._items.values()].sort((one, other) =>
      nameOf(one) < nameOf(other) ? -1 : 1
    );
    return this._sorted;
  }

  get changed(): ISignal<ILiveList<T>, void> {
    return this._changed;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    if (this._isDisposed) {
      return;
    }
    this._isDisposed = true;
    clearTimeout(this._timer);
    this._unsubscribe();
    Signal.clearData(this);
  }

  private async _list(): Promise<void> {
    let list: IKubernetesList<T>;
    try {
      list = await this.options.list();
    } catch (error) {
      if (!this._isDisposed) {
        this._fail(error as ServerError);
      }
      return;
    }
    if (this._isDisposed) {
      return;
    }
    this._version = list.metadata?.resourceVersion ?? '';
    this._items = new Map(list.items.map(item => [keyOf(item), item]));
    this._sorted = null;
    this._state = 'ready';
    this._problem = null;
    this._changed.emit();
    this._watch();
  }

  private _watch(): void {
    this._unsubscribe();
    this._openedAt = null;
    // Messages of a subscription that was given up may still be on their way.
    const turn = ++this._turn;
    this._subscription = this.options.stream.subscribe(
      {
        channel: 'watch',
        path: this.options.path,
        query: {
          ...this.options.query,
          allowWatchBookmarks: 'true',
          resourceVersion: this._version
        }
      },
      message => {
        if (turn === this._turn && !this._isDisposed) {
          this._onMessage(message);
        }
      }
    );
  }

  private _onMessage(message: StreamMessage): void {
    switch (message.event) {
      case 'open':
        this._onOpen();
        break;
      case 'watch':
        this._onOpen();
        this._onEvent(message.type, message.object);
        break;
      case 'end':
        this._onEnd();
        break;
      case 'error':
        if (message.status === 410) {
          this._relist();
        } else {
          this._failWatch(
            new ServerError(message.status, message, message.kubernetes ?? null)
          );
        }
        break;
      default:
        break;
    }
  }

  private _onOpen(): void {
    this._openedAt ??= Date.now();
    if (this._state !== 'ready') {
      this._state = 'ready';
      this._problem = null;
      this._changed.emit();
    }
  }

  private _onEvent(type: string, object: unknown): void {
    if (type === 'ERROR') {
      const status = object as V1Status;
      if (status.code === 410) {
        this._relist();
      } else {
        const { code = 500, message = '', reason = '' } = status;
        this._fail(
          new ServerError(code, { message, reason, hint: '' }, status)
        );
      }
      return;
    }
    const item = object as T;
    this._version = item.metadata?.resourceVersion ?? this._version;
    if (type === 'BOOKMARK') {
      return;
    }
    if (type === 'DELETED') {
      this._items.delete(keyOf(item));
    } else {
      this._items.set(keyOf(item), item);
    }
    this._sorted = null;
    this._changed.emit();
  }

  /** The watch ended by itself, or its connection is lost. */
  private _onEnd(): void {
    if (this._openedAt === null) {
      this._fail(
        {
          message: this.options.trans.__('Live updates are disconnected.'),
          reason: 'NoAnswer',
          hint: this.options.trans.__(
            'The connection is retried automatically.'
          )
        },
        () => this._watch()
      );
    } else {
      this._again(() => this._watch());
    }
  }

  private _relist(): void {
    this._again(() => void this._list());
  }

  private _failWatch(error: ServerError): void {
    const { attempt, trans } = this.options;
    this._fail(explain(error, attempt, trans) as ServerError);
  }

  private _fail(
    { message, reason, hint }: IProblem,
    again: () => void = () => void this._list()
  ): void {
    this._state = 'unavailable';
    this._problem = { message, reason, hint };
    // At least one wait: `_again` is without one after a good watch.
    this._failures = Math.max(1, this._failures);
    this._openedAt = null;
    this._again(again);
    this._changed.emit();
  }

  /** The first time at once, then after longer and longer waits. */
  private _again(action: () => void): void {
    this._turn += 1;
    this._unsubscribe();
    if (this._openedAt !== null && Date.now() - this._openedAt >= STABLE_MS) {
      this._failures = 0;
    }
    const longest = Math.min(MAX_WAIT_MS, 500 * 2 ** this._failures);
    // Jitter, or all lists of all pages come back in one moment.
    const wait = this._failures && longest * (0.5 + Math.random() / 2);
    this._failures += 1;
    clearTimeout(this._timer);
    this._timer = setTimeout(action, wait);
  }

  private _unsubscribe(): void {
    this._subscription?.dispose();
    this._subscription = null;
  }

  private _state: State = 'checking';
  private _problem: IProblem | null = null;
  private _items = new Map<string, T>();
  private _sorted: T[] | null = null;
  private _version = '';
  private _subscription: IDisposable | null = null;
  private _turn = 0;
  private _openedAt: number | null = null;
  private _failures = 0;
  private _timer: ReturnType<typeof setTimeout> | undefined;
  private _isDisposed = false;
  private _changed = new Signal<ILiveList<T>, void>(this);
}

function nameOf(item: IKubernetesObject): string {
  return item.metadata?.name ?? '';
}

/** The same name after a delete and a create is another object. */
function keyOf(item: IKubernetesObject): string {
  return item.metadata?.uid ?? nameOf(item);
}
