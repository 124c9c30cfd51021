import type { TranslationBundle } from '@jupyterlab/translation';
import type { IDisposable } from '@lumino/disposable';
import type { IStream, StreamMessage } from '../../../tokens';
import type { ILogFollower, ILogSource, LogNews } from '../../servicetypes';

/** The waits before the next attempt, in milliseconds. */
const FIRST_WAIT_MS = 500;
const MAX_WAIT_MS = 15_000;

/** What a log is followed with. */
export interface ILogOptions {
  stream: IStream;
  /** The API path of the pod's log, from the first slash on. */
  path: string;
  source: ILogSource;
  /** How many of the last lines to begin with. */
  tail: number;
  trans: TranslationBundle;
}

/**
 * Follows a log. Each line comes from the cluster with its time, so that after
 * a lost connection it goes on behind the last one that came.
 */
export class LogFollower implements ILogFollower {
  /**
   * Starts at once.
   *
   * @param options - which log
   * @param handler - takes what it brings; lines begin with their time
   */
  constructor(
    private readonly options: ILogOptions,
    private readonly handler: (news: LogNews) => void
  ) {
    this._subscribe();
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    this._isDisposed = true;
    clearTimeout(this._timer);
    this._subscription?.dispose();
  }

  pause(): void {
    if (!this._isPaused) {
      this._isPaused = true;
      clearTimeout(this._timer);
      this._subscription?.dispose();
    }
  }

  resume(): void {
    if (this._isPaused && !this._isDisposed) {
      this._isPaused = false;
      this._skip = this._last !== '';
      this._subscribe();
    }
  }

  private _subscribe(): void {
    const { stream, path, source, tail } = this.options;
    this._opened = false;
    this._subscription = stream.subscribe(
      {
        channel: 'log',
        path,
        query: {
          container: source.container,
          timestamps: 'true',
          ...(source.previous && { previous: 'true' }),
          // The API knows whole seconds only: what comes twice is left out.
          ...(this._last
            ? { sinceTime: this._last.replace(/\.\d+/, '') }
            : { tailLines: String(tail) })
        }
      },
      message => {
        if (!this._isDisposed && !this._isPaused) {
          this._onMessage(message);
        }
      }
    );
  }

  private _onMessage(message: StreamMessage): void {
    switch (message.event) {
      case 'open':
        this._opened = true;
        this.handler({ event: 'open' });
        break;
      case 'lines':
        this._onLines(message.data);
        break;
      case 'error': {
        const { message: said, reason, hint, status } = message;
        this.handler({
          event: 'problem',
          problem: { message: said, reason, hint }
        });
        // A container that is not started yet is a matter of time; a pod that
        // is gone and a missing right are not.
        if (status === 404 || status === 403) {
          this._subscription?.dispose();
        } else {
          this._again();
        }
        break;
      }
      case 'end':
        this._onEnd();
        break;
      default:
        break;
    }
  }

  private _onLines(lines: string[]): void {
    const behind = this._skip ? lines.filter(line => this._isNew(line)) : lines;
    if (behind.length === 0) {
      return;
    }
    this._skip = false;
    this._wait = FIRST_WAIT_MS;
    this._remember(behind);
    this.handler({ event: 'lines', lines: behind });
  }

  /** Whether a line is behind the last one that came before the connection was lost. */
  private _isNew(line: string): boolean {
    const time = timeOf(line);
    return (
      time === null ||
      time > this._last ||
      (time === this._last && !this._lastLines.has(line))
    );
  }

  private _remember(lines: string[]): void {
    const last = lines
      .map(timeOf)
      .filter(time => time !== null)
      .pop();
    if (last === undefined) {
      return;
    }
    if (last !== this._last) {
      this._lastLines.clear();
    }
    this._last = last;
    lines
      .filter(line => timeOf(line) === last)
      .forEach(line => this._lastLines.add(line));
  }

  /** The log is over, or the connection is. */
  private _onEnd(): void {
    const { source, trans } = this.options;
    this.handler(
      this._opened
        ? { event: 'end' }
        : {
            event: 'problem',
            problem: {
              message: trans.__('Live updates are disconnected.'),
              reason: 'NoAnswer',
              hint: trans.__('The connection is retried automatically.')
            }
          }
    );
    // A container that ended may be started again.
    if (!this._opened || !source.previous) {
      this._again();
    }
  }

  private _again(): void {
    this._subscription?.dispose();
    this._skip = this._last !== '';
    clearTimeout(this._timer);
    this._timer = setTimeout(() => this._subscribe(), this._wait);
    this._wait = Math.min(MAX_WAIT_MS, this._wait * 2);
  }

  private _subscription: IDisposable | null = null;
  private _timer: ReturnType<typeof setTimeout> | undefined;
  private _isDisposed = false;
  private _isPaused = false;
  private _opened = false;
  private _skip = false;
  private _wait = FIRST_WAIT_MS;
  /** The time of the last line, and the lines of that time. */
  private _last = '';
  private readonly _lastLines = new Set<string>();
}

/** The time that a line begins with, so long that it sorts as text; null without one. */
function timeOf(line: string): string | null {
  const match = /^(\d{4}-\d\d-\d\dT[\d:]+)(?:\.(\d+))?Z /.exec(line);
  return match && `${match[1]}.${(match[2] ?? '').padEnd(9, '0')}Z`;
}
