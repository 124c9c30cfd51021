import type { JSONValue } from '@lumino/coreutils';
import type { IAnswerTable } from '../protocols/types';

/** A value of two answers to the same request. */
export interface IDifference {
  /** Counted from 1. */
  row: number;
  column: string;
  one: JSONValue | undefined;
  other: JSONValue | undefined;
  /** For numbers: how far they are from each other. */
  distance: number | null;
}

/**
 * Where two answers differ by more than a tolerance. Pure. Columns are compared
 * by their place: servers give their outputs names of their own.
 *
 * @param one - an answer
 * @param other - another answer to the same request
 * @param tolerance - how far numbers may be from each other, for each column by
 *   its place
 * @returns null when the two are not tables of one size
 */
export function differencesOf(
  one: IAnswerTable | null,
  other: IAnswerTable | null,
  tolerance: (column: number) => number
): IDifference[] | null {
  if (
    !one ||
    !other ||
    one.columns.length !== other.columns.length ||
    one.rows.length !== other.rows.length
  ) {
    return null;
  }
  return one.rows.flatMap((row, index) =>
    one.columns.flatMap((column, place) => {
      const [first, second] = [row[place], other.rows[index][place]];
      const distance =
        typeof first === 'number' && typeof second === 'number'
          ? Math.abs(first - second)
          : null;
      const same =
        distance === null
          ? JSON.stringify(first) === JSON.stringify(second)
          : distance <= tolerance(place);
      return same
        ? []
        : [{ row: index + 1, column, one: first, other: second, distance }];
    })
  );
}
