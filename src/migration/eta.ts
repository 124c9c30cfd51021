import type { TranslationBundle } from '@jupyterlab/translation';

/** The rate is that of the last seconds: volumes slow down and speed up. */
const WINDOW_MS = 15_000;

/** Before that, a guess would be a lie. */
const FIRST_GUESS_MS = 2_000;

/** Guesses how long a job still takes from how it went lately. */
export class Eta {
  /**
   * Tell how far it is.
   *
   * @param now - milliseconds since the epoch
   * @param done - bytes
   */
  add(now: number, done: number): void {
    const last = this._seen[this._seen.length - 1];
    if (last && (done < last.done || now < last.now)) {
      this._seen = []; // It began anew.
    }
    this._seen.push({ now, done });
    // One older than the window stays, or a slow job would have no rate.
    while (this._seen.length > 2 && now - this._seen[1].now > WINDOW_MS) {
      this._seen.shift();
    }
  }

  /**
   * How long it still takes.
   *
   * @param total - bytes; null if not known
   * @returns milliseconds; null while nothing can be said
   */
  left(total: number | null): number | null {
    const first = this._seen[0];
    const last = this._seen[this._seen.length - 1];
    if (total === null || !first || last.now - first.now < FIRST_GUESS_MS) {
      return null;
    }
    const rate = (last.done - first.done) / (last.now - first.now);
    return rate > 0 ? Math.max(0, total - last.done) / rate : null;
  }

  private _seen: { now: number; done: number }[] = [];
}

/**
 * A time in words, no finer than it is known.
 *
 * @param ms - milliseconds
 * @returns for example `2 min left`
 */
export function formatTimeLeft(ms: number, trans: TranslationBundle): string {
  const seconds = Math.ceil(ms / 1000);
  if (seconds < 60) {
    return trans.__('%1 s left', Math.max(1, seconds));
  }
  const minutes = Math.ceil(seconds / 60);
  return minutes < 60
    ? trans.__('%1 min left', minutes)
    : trans.__('%1 h %2 min left', Math.floor(minutes / 60), minutes % 60);
}
