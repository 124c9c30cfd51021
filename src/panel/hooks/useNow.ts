import { useEffect, useState } from 'react';

const MINUTE_MS = 60_000;

/**
 * The time, once a minute while the page can be seen: ages are told in minutes
 * at the finest.
 *
 * @returns milliseconds since the epoch
 */
export function useNow(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) {
        setNow(Date.now());
      }
    }, MINUTE_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}
