import type { IDisposable } from '@lumino/disposable';
import { Poll } from '@lumino/polling';
import type { IModelStore, IServer, StreamMessage } from '../tokens';

/** How often the list is read while the server cannot tell of changes. */
const POLL_MS = 15_000;

/**
 * Has the list of models read when it changes: the server half tells of that;
 * while the connection is gone, a poll asks instead.
 */
export class ListFollower implements IDisposable {
  /**
   * Reads the list, and follows it until it is disposed of.
   *
   * @param store - what to have read
   */
  constructor(
    private readonly server: IServer,
    private readonly store: Pick<IModelStore, 'refresh' | 'revision' | 'state'>
  ) {
    server.changed.connect(this._onServerChanged, this);
    this._poll = new Poll({
      auto: false,
      name: 'jupyterlab-kserve:models',
      frequency: { interval: POLL_MS, backoff: false },
      standby: 'when-hidden',
      factory: () => this._readAndSubscribe()
    });
    void this._readAndSubscribe();
  }

  get isDisposed(): boolean {
    return this._poll.isDisposed;
  }

  /** Follow it no more. */
  dispose(): void {
    this.server.changed.disconnect(this._onServerChanged, this);
    this._poll.dispose();
    this._unsubscribe();
  }

  private async _readAndSubscribe(): Promise<void> {
    await this.store.refresh();
    this._subscribe();
  }

  private _subscribe(): void {
    if (this.isDisposed || this._subscription) {
      return;
    }
    if (this.server.state !== 'ready') {
      void this._poll.start();
      return;
    }
    this._subscription = this.server.stream.subscribe(
      { channel: 'models' },
      message => this._onMessage(message)
    );
  }

  private _unsubscribe(): void {
    this._subscription?.dispose();
    this._subscription = null;
  }

  private _onMessage(message: StreamMessage): void {
    switch (message.event) {
      case 'open':
        void this._poll.stop();
        // Something may have changed between the list and the subscription.
        void this.store.refresh();
        break;
      case 'changed':
        if (message.revision !== this.store.revision) {
          void this.store.refresh();
          // The space that is left has changed too.
          void this.server.check();
        }
        break;
      case 'end':
      case 'error':
        this._unsubscribe();
        // Its first round is at once, and subscribes anew.
        void this._poll.start();
        break;
      default:
        break;
    }
  }

  /** The server half is back: do not wait for the next round of the poll. */
  private _onServerChanged(): void {
    if (this.server.state === 'ready' && this.store.state === 'unavailable') {
      void this._readAndSubscribe();
    }
  }

  private readonly _poll: Poll;
  private _subscription: IDisposable | null = null;
}
