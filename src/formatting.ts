import type { JSONValue } from '@lumino/coreutils';
import type { TranslationBundle } from '@jupyterlab/translation';

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

/**
 * A size in words.
 *
 * @param bytes - the size in bytes
 * @returns for example `4.2 MiB`: one decimal below 10, none above
 */
export function formatSize(bytes: number): string {
  let unit = 0;
  let value = bytes;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const digits = unit > 0 && value < 10 ? 1 : 0;
  return `${value.toFixed(digits)} ${UNITS[unit]}`;
}

/**
 * A number of things.
 *
 * @param count - how many
 * @returns for example `10,000`, as the user's language writes it
 */
export function formatCount(count: number): string {
  return count.toLocaleString();
}

/**
 * A part of a size.
 *
 * @param part - bytes
 * @param whole - bytes
 * @returns for example `3.2 of 10 GiB`: a unit that both have stands once
 */
export function formatShare(
  part: number,
  whole: number,
  trans: TranslationBundle
): string {
  const words = [part, whole].map(formatSize);
  const [unit, same] = words.map(word => word.split(' ')[1]);
  return trans.__(
    '%1 of %2',
    unit === same || part === 0 ? words[0].split(' ')[0] : words[0],
    words[1]
  );
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * How long ago something was, as short as a row needs it.
 *
 * @param iso - ISO 8601 time
 * @param now - milliseconds since the epoch
 * @returns for example `3 d`; the date from a year on; empty for no valid time
 */
export function formatAge(
  iso: string | null,
  trans: TranslationBundle,
  now: number = Date.now()
): string {
  const then = iso ? Date.parse(iso) : NaN;
  if (Number.isNaN(then)) {
    return '';
  }
  // Clocks of a workbench and a laptop differ: the future is now.
  const seconds = Math.max(0, (now - then) / 1000);
  if (seconds < MINUTE) {
    return trans.__('now');
  }
  if (seconds < HOUR) {
    return trans.__('%1 min', Math.floor(seconds / MINUTE));
  }
  if (seconds < DAY) {
    return trans.__('%1 h', Math.floor(seconds / HOUR));
  }
  if (seconds < 31 * DAY) {
    return trans.__('%1 d', Math.floor(seconds / DAY));
  }
  if (seconds < 365 * DAY) {
    return trans.__('%1 mo', Math.floor(seconds / (30 * DAY)));
  }
  return new Date(then).toLocaleDateString();
}

/**
 * The exact time, for tooltips.
 *
 * @param iso - ISO 8601 time
 */
export function formatTime(iso: string | null): string {
  const then = iso ? Date.parse(iso) : NaN;
  return Number.isNaN(then) ? '' : new Date(then).toLocaleString();
}

/** A value of metadata as text. */
export function formatValue(value: JSONValue | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null);
}
