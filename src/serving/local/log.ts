import type { IDisposable } from '@lumino/disposable';
import type { IStream, StreamMessage } from '../../tokens';
import type { ILogFollower, LogNews } from '../servicetypes';

/** So long a lost connection waits for the next attempt. */
const AGAIN_MS = 2000;

/** What a process prints, from its last lines on. */
export class LocalLog implements ILogFollower {
  /**
   * Starts at once.
   *
   * @param stream - brings the lines
   * @param name - the server
   * @param tail - how many of its last lines to begin with
   * @param handler - takes what comes
   */
  constructor(
    private readonly stream: IStream,
    private readonly name: string,
    private readonly tail: number,
    private readonly handler: (news: LogNews) => void
  ) {
    this.resume();
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    this._isDisposed = true;
    this.pause();
  }

  pause(): void {
    clearTimeout(this._timer);
    this._subscription?.dispose();
    this._subscription = null;
  }

  resume(): void {
    if (this._subscription || this._isDisposed) {
      return;
    }
    const { name, tail } = this;
    this._subscription = this.stream.subscribe(
      {
        channel: 'local-log',
        name,
        tail,
        ...(this._next !== null && { start: this._next })
      },
      message => this._onMessage(message)
    );
  }

  private _onMessage(message: StreamMessage): void {
    switch (message.event) {
      case 'open':
        this.handler({ event: 'open' });
        break;
      case 'finished':
        this._finished = true;
        this.handler({ event: 'end' });
        break;
      case 'end':
        if (!this._finished) {
          this._subscription = null;
          this._timer = setTimeout(() => this.resume(), AGAIN_MS);
        }
        break;
      case 'lines':
        this._next = message.next ?? null;
        this.handler({ event: 'lines', lines: message.data });
        break;
      case 'error': {
        const { message: words, reason, hint } = message;
        const problem = { message: words, reason, hint };
        this.handler({ event: 'problem', problem });
        break;
      }
      default:
        break;
    }
  }

  private _subscription: IDisposable | null = null;
  private _next: number | null = null;
  private _finished = false;
  private _isDisposed = false;
  private _timer?: ReturnType<typeof setTimeout>;
}
