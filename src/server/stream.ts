import { URLExt } from '@jupyterlab/coreutils';
import type { ServerConnection } from '@jupyterlab/services';
import { DisposableDelegate, type IDisposable } from '@lumino/disposable';
import type { IStream, StreamMessage, StreamRequest } from './types';

/** How long the connection stays after the last subscription ended. */
const LINGER_MS = 1000;

/** The longest wait before the next attempt to connect. */
const MAX_WAIT_MS = 30_000;

interface ISubscription {
  request: StreamRequest;
  handler: (message: StreamMessage) => void;
}

/** All watches, logs and changes of the page over one WebSocket. */
export class Stream implements IStream {
  /**
   * Nothing is opened before the first subscription.
   *
   * @param settings - with the WebSocket to use, its address and its token
   */
  constructor(private readonly settings: ServerConnection.ISettings) {}

  subscribe(
    request: StreamRequest,
    handler: (message: StreamMessage) => void
  ): IDisposable {
    const id = String(++this._lastId);
    this._subscriptions.set(id, { request, handler });
    clearTimeout(this._linger);
    if (this._open) {
      this._send({ op: 'subscribe', id, ...request });
    } else {
      this._connect();
    }
    return new DisposableDelegate(() => {
      if (this._subscriptions.delete(id)) {
        if (this._open) {
          this._send({ op: 'unsubscribe', id });
        }
        this._closeWhenUnused();
      }
    });
  }

  /** Connect now, or when the wait after the last failure is over. */
  private _connect(): void {
    if (this._socket || this._retry !== undefined) {
      return;
    }
    const wait = this._notBefore - Date.now();
    if (wait <= 0) {
      this._createSocket();
      return;
    }
    this._retry = setTimeout(() => {
      this._retry = undefined;
      if (this._subscriptions.size > 0) {
        this._createSocket();
      }
    }, wait);
  }

  private _createSocket(): void {
    const { wsUrl, token, appendToken, WebSocket } = this.settings;
    const url = URLExt.join(wsUrl, 'jupyterlab-kserve', 'stream');
    const socket = new WebSocket(
      // As core does: elsewhere the cookie of the page is enough.
      appendToken && token ? `${url}?token=${encodeURIComponent(token)}` : url
    );
    this._socket = socket;
    socket.onopen = () => this._onOpen(socket);
    socket.onmessage = (event: MessageEvent) => this._onMessage(socket, event);
    socket.onclose = () => this._onClose(socket);
  }

  private _onOpen(socket: WebSocket): void {
    if (socket !== this._socket) {
      return;
    }
    this._open = true;
    for (const [id, { request }] of this._subscriptions) {
      this._send({ op: 'subscribe', id, ...request });
    }
  }

  private _onMessage(socket: WebSocket, event: MessageEvent): void {
    if (socket !== this._socket) {
      return;
    }
    // An open connection that brings nothing may be closed again at once, over
    // and over: only a message shows that it works.
    this._failures = 0;
    const message = JSON.parse(String(event.data)) as StreamMessage & {
      id: string;
    };
    const subscription = this._subscriptions.get(message.id);
    if (!subscription) {
      return;
    }
    if (message.event === 'end') {
      this._subscriptions.delete(message.id);
    }
    this._tell(subscription, message);
    this._closeWhenUnused();
  }

  /** The connection is lost, or could not be made. */
  private _onClose(socket: WebSocket): void {
    if (socket !== this._socket) {
      return;
    }
    this._socket = null;
    this._open = false;
    const longest = Math.min(MAX_WAIT_MS, 1000 * 2 ** this._failures);
    this._failures += 1;
    // Jitter, or all pages come back to a restarted server in one moment.
    this._notBefore = Date.now() + longest * (0.5 + Math.random() / 2);
    const ended = [...this._subscriptions.values()];
    this._subscriptions.clear();
    // Whoever subscribes anew starts the next attempt.
    ended.forEach(subscription => this._tell(subscription, { event: 'end' }));
  }

  /** One bad handler must not keep the others from their messages. */
  private _tell(subscription: ISubscription, message: StreamMessage): void {
    try {
      subscription.handler(message);
    } catch (error) {
      console.error(error);
    }
  }

  private _closeWhenUnused(): void {
    clearTimeout(this._linger);
    if (this._subscriptions.size > 0) {
      return;
    }
    // A watch that ends is mostly followed by another one.
    this._linger = setTimeout(() => {
      const socket = this._socket;
      this._socket = null;
      this._open = false;
      clearTimeout(this._retry);
      this._retry = undefined;
      socket?.close();
    }, LINGER_MS);
  }

  private _send(message: object): void {
    this._socket?.send(JSON.stringify(message));
  }

  private _subscriptions = new Map<string, ISubscription>();
  private _lastId = 0;
  private _socket: WebSocket | null = null;
  private _open = false;
  private _failures = 0;
  private _notBefore = 0;
  private _retry: ReturnType<typeof setTimeout> | undefined;
  private _linger: ReturnType<typeof setTimeout> | undefined;
}
