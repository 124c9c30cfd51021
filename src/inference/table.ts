import type { JSONObject, JSONValue } from '@lumino/coreutils';
import type { IColumns, IInferenceProtocol } from '../protocols/types';
import type { IModelCard } from '../tokens';

/** More columns than these are no form to fill in. */
export const MAX_COLUMNS = 200;

/** Rows of cells as they were typed; null where a value is missing. */
export type Cells = (string | null)[][];

/** The first cell that does not fit its column. */
export interface ICellProblem {
  row: number;
  column: number;
  /** It is whole, but so large that a browser would send another number. */
  inexact?: boolean;
}

/**
 * The columns that a model takes, by its signature. Pure.
 *
 * @param card - the card; null when there is none
 * @returns null for a model whose input is no table, or is not known
 */
export function columnsOf(card: IModelCard | null): IColumns | null {
  const inputs = card?.signature?.inputs ?? [];
  if (inputs.length === 0 || inputs.length > MAX_COLUMNS) {
    return null;
  }
  const shapes = inputs.map(({ shape }) => (Array.isArray(shape) ? shape : []));
  const datatype = (input: JSONObject) =>
    typeof input.datatype === 'string' ? input.datatype : null;
  const name = (input: JSONObject, index: number) =>
    typeof input.name === 'string' ? input.name : `input-${index}`;
  if (shapes.every(shape => shape.length === 1)) {
    return {
      named: true,
      input: '',
      columns: inputs.map((input, index) => ({
        name: name(input, index),
        datatype: datatype(input)
      }))
    };
  }
  const width = Number(shapes[0][1]);
  if (inputs.length > 1 || shapes[0].length !== 2 || !(width > 0)) {
    return null;
  }
  return width > MAX_COLUMNS
    ? null
    : {
        named: false,
        input: name(inputs[0], 0),
        columns: Array.from({ length: width }, (_, index) => ({
          name: String(index),
          // A matrix is of numbers, whether that is recorded or not.
          datatype: datatype(inputs[0]) ?? 'FP64'
        }))
      };
}

/**
 * What was typed into a cell, as its column takes it. A missing value is null:
 * the servers make NaN or None of it.
 *
 * @param text - the cell
 * @param datatype - of the column
 * @returns undefined when it does not fit
 */
function valueOf(
  text: string | null,
  datatype: string | null
): JSONValue | undefined {
  if (text === null) {
    return datatype === null || /^(FP|BYTES)/.test(datatype) ? null : undefined;
  }
  const word = text.trim();
  if (datatype === 'BYTES') {
    return text;
  }
  if (datatype === 'BOOL') {
    return { true: true, false: false, '1': true, '0': false }[
      word.toLowerCase()
    ];
  }
  const number = word === '' ? NaN : Number(word);
  if (datatype === null) {
    return Number.isFinite(number) && !isInexact(word) ? number : text;
  }
  if (datatype.startsWith('FP')) {
    return Number.isFinite(number) ? number : undefined;
  }
  return Number.isSafeInteger(number) ? number : undefined;
}

/**
 * Whether a text is a whole number that JavaScript has no number for.
 *
 * @param text - digits
 */
export function isInexact(text: string): boolean {
  return /^-?\d+$/.test(text) && !Number.isSafeInteger(Number(text));
}

/**
 * The request for rows of a table. Pure.
 *
 * @param table - the columns
 * @param cells - the rows
 * @param protocol - the protocol to ask over
 * @returns the body, or the first cell that does not fit
 */
export function requestOf(
  table: IColumns,
  cells: Cells,
  protocol: IInferenceProtocol
): { body: JSONValue } | { problem: ICellProblem } {
  const rows: JSONValue[][] = [];
  for (const [row, texts] of cells.entries()) {
    const values: JSONValue[] = [];
    for (const [column, { datatype }] of table.columns.entries()) {
      const text = texts[column] === undefined ? '' : texts[column];
      const value = valueOf(text, datatype);
      if (value === undefined) {
        const inexact = text !== null && isInexact(text.trim());
        return { problem: { row, column, inexact } };
      }
      values.push(value);
    }
    rows.push(values);
  }
  return { body: protocol.build(table, rows) };
}

/**
 * The rows of a request, as one would type them. Pure.
 *
 * @param table - the columns
 * @param body - the request
 * @param protocol - the protocol of the request
 * @returns null when they are not of these columns
 */
export function cellsOf(
  table: IColumns,
  body: JSONValue,
  protocol: IInferenceProtocol
): Cells | null {
  return protocol.rowsOf(table, body)?.map(row => row.map(typed)) ?? null;
}

/** A value as one would type it. */
function typed(value: JSONValue): string | null {
  return typeof value === 'string' || value === null
    ? value
    : JSON.stringify(value);
}

/**
 * The cells of a text that was copied from a table, or of a CSV file.
 *
 * @param text - lines of cells, with tabs, semicolons or commas between them
 */
export function cellsFromText(text: string): Cells {
  const lines = text.split(/\r?\n/).filter(line => line.trim() !== '');
  const separator =
    ['\t', ';', ','].find(mark => lines[0]?.includes(mark)) ?? ',';
  return lines.map(line =>
    line.split(separator).map(cell => cell.trim().replace(/^"(.*)"$/, '$1'))
  );
}

/**
 * The rows of a table with a head, in the order of the columns.
 *
 * @param columns - those of the model
 * @param cells - what was read; its first row may be the head
 * @returns null when they do not fit
 */
export function arranged({ columns }: IColumns, cells: Cells): Cells | null {
  const [head = [], ...rows] = cells;
  const places = columns.map(({ name }) => head.indexOf(name));
  if (places.every(place => place >= 0) && rows.length > 0) {
    return rows.map(row => places.map(place => row[place] ?? ''));
  }
  return cells.length > 0 && cells.every(row => row.length === columns.length)
    ? cells
    : null;
}
