import type { JSONObject, JSONValue } from '@lumino/coreutils';

/** A model's answer as rows. */
export interface IAnswerTable {
  columns: string[];
  rows: JSONValue[][];
}

/**
 * A model's answer as a table. Pure.
 *
 * @param body - what a server answered over V1 or V2
 * @returns null for an answer that is no table
 */
export function tableOfAnswer(body: JSONValue): IAnswerTable | null {
  if (body === null || typeof body !== 'object' || Array.isArray(body)) {
    return null;
  }
  const { predictions, outputs } = body;
  if (Array.isArray(predictions)) {
    return ofRows(predictions, 'prediction');
  }
  return Array.isArray(outputs) && outputs.length > 0
    ? ofOutputs(outputs as JSONObject[])
    : null;
}

function ofRows(values: JSONValue[], name: string): IAnswerTable | null {
  if (values.length === 0) {
    return null;
  }
  if (values.every(value => Array.isArray(value))) {
    const rows = values as JSONValue[][];
    const width = Math.max(...rows.map(row => row.length));
    return {
      columns: Array.from({ length: width }, (_, index) =>
        width === 1 ? name : `${name} ${index}`
      ),
      rows
    };
  }
  if (
    values.every(
      value =>
        value !== null && typeof value === 'object' && !Array.isArray(value)
    )
  ) {
    const columns = [...new Set(values.flatMap(value => Object.keys(value!)))];
    return {
      columns,
      rows: (values as JSONObject[]).map(value =>
        columns.map(column => value[column] ?? null)
      )
    };
  }
  return { columns: [name], rows: values.map(value => [value]) };
}

/** One row for each of the first dimension, side by side for all outputs. */
function ofOutputs(outputs: JSONObject[]): IAnswerTable | null {
  const parts = outputs.map(({ name, shape, data }) => {
    const values = Array.isArray(data) ? data.flat() : [];
    const count = Array.isArray(shape) ? Number(shape[0]) : values.length;
    const width = count > 0 ? values.length / count : 0;
    const title = typeof name === 'string' ? name : 'output';
    return { name: title, values, count, width };
  });
  const [{ count }] = parts;
  if (
    count === 0 ||
    parts.some(part => part.count !== count || !Number.isInteger(part.width))
  ) {
    return null;
  }
  return {
    columns: parts.flatMap(({ name, width }) =>
      width === 1
        ? [name]
        : Array.from({ length: width }, (_, index) => `${name} ${index}`)
    ),
    rows: Array.from({ length: count }, (_, row) =>
      parts.flatMap(({ values, width }) =>
        values.slice(row * width, (row + 1) * width)
      )
    )
  };
}

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
