/** A load run asks no more often than this. */
export const MAX_REQUESTS = 200;

/** Nor for longer, in milliseconds. */
export const MAX_MS = 10_000;

/** Requests that are under way at once: fewer than a browser has connections. */
const AT_ONCE = 4;

/** What a load run found. Times are in milliseconds. */
export interface ILoadResult {
  /** Requests that were answered with success. */
  answered: number;
  failed: number;
  /** From the first request to the last answer. */
  duration: number;
  p50: number;
  p99: number;
}

/**
 * Send a request over and over, within bounds that no option can widen.
 *
 * @param send - sends it once; resolves with the latency in milliseconds
 * @param count - how many requests are wanted
 * @param onProgress - told of how many are done
 * @param signal - ends it
 */
export async function runLoad(
  send: () => Promise<number>,
  count: number,
  onProgress: (done: number) => void,
  signal: AbortSignal
): Promise<ILoadResult> {
  const wanted = Math.max(1, Math.min(MAX_REQUESTS, Math.floor(count) || 1));
  const started = Date.now();
  const times: number[] = [];
  let begun = 0;
  let failed = 0;
  const worker = async () => {
    while (begun < wanted && Date.now() - started < MAX_MS && !signal.aborted) {
      begun += 1;
      try {
        times.push(await send());
      } catch {
        failed += 1;
      }
      onProgress(times.length + failed);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  times.sort((one, other) => one - other);
  return {
    answered: times.length,
    failed,
    duration: Date.now() - started,
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99)
  };
}

/** The value that so large a part does not exceed; NaN of nothing. */
function percentile(sorted: ReadonlyArray<number>, part: number): number {
  return sorted.length === 0
    ? NaN
    : sorted[Math.min(sorted.length - 1, Math.ceil(part * sorted.length) - 1)];
}
