import type { Kernel } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';
import { askKernel } from './kernel';
import { MAX_COLUMNS, type Cells } from '../inference/table';
import type { IColumns } from '../protocols/types';

/** A DataFrame in a variable of a kernel. */
export interface IFrame {
  name: string;
  rows: number;
  columns: number;
}

/** The first rows of a DataFrame. */
export interface IFrameRows {
  columns: {
    name: string;
    /** Of the dtype: numpy's `kind`. */
    kind: string;
  }[];
  /** As they would be typed; null where there is no value. */
  rows: Cells;
  /** Columns with values that no request can hold, and their class. */
  left: { name: string; type: string }[];
}

/**
 * Both look only: at objects whose class is pandas' own DataFrame and nothing
 * derived from it, so that no code of the user's runs, and at values whose class
 * is one of Python's, numpy's or pandas' own.
 */
const LIST = `
import json, sys
pandas = sys.modules.get("pandas")
answer = json.dumps([
    {"name": name, "rows": len(value), "columns": len(value.columns)}
    for name, value in sorted(scope.items(), key=lambda item: str(item[0]))
    if pandas and type(value) is pandas.DataFrame and not name.startswith("_")
])`;

const ROWS = `
import datetime, decimal, json, sys
pandas = sys.modules["pandas"]
frame = scope[name]
assert type(frame) is pandas.DataFrame

def plain(value):
    return value.item() if type(value).__module__ == "numpy" else value

def cell(value):
    value = plain(value)
    kind = type(value)
    if value is None or value is pandas.NA or value is pandas.NaT:
        return None
    if kind is float:
        return None if value != value else repr(value)
    if kind is bool:
        return "true" if value else "false"
    if kind is int or kind is decimal.Decimal:
        return str(value)
    if kind is str:
        return value
    if kind in (pandas.Timestamp, datetime.datetime, datetime.date):
        return value.isoformat()
    raise TypeError(kind.__qualname__)

columns, cells, left = [], [], []
for place, label in enumerate(list(frame.columns)):
    label = plain(label)
    if type(label) not in (str, int) or (wanted is not None and str(label) not in wanted):
        continue
    if len(columns) == limit:
        break
    values = frame.iloc[:count, place]
    try:
        cells.append([cell(value) for value in values.tolist()])
        columns.append({"name": str(label), "kind": values.dtype.kind})
    except TypeError as error:
        left.append({"name": str(label), "type": str(error)})
answer = json.dumps({
    "columns": columns,
    "rows": [list(row) for row in zip(*cells)],
    "left": left,
})
if len(answer) > 1_000_000:
    answer = "null"`;

/** One expression that runs the lines in a namespace of their own. */
function expression(code: string, values: Record<string, string>): string {
  const given = Object.entries({ scope: 'b.globals()', ...values })
    .map(([name, value]) => `"${name}": ${value}`)
    .join(', ');
  return `(lambda b: (lambda own: (b.exec(${JSON.stringify(code)}, own), own["answer"].encode().hex())[1])({${given}}))(__import__("builtins"))`;
}

function wordsFor(trans: TranslationBundle) {
  return {
    language: (name: string) =>
      trans.__(
        'The notebook uses %1. Only pandas DataFrames can be sent. Use a file instead.',
        name
      ),
    failed: trans.__(
      'The kernel could not read its DataFrames. Save the data to a CSV file and select that file.'
    )
  };
}

/**
 * The DataFrames in the variables of a running kernel.
 *
 * @throws Error with words for the user when it cannot be asked
 */
export async function framesIn(
  kernel: Kernel.IKernelConnection,
  trans: TranslationBundle
): Promise<IFrame[]> {
  const asked = expression(LIST, {});
  return (await askKernel(kernel, asked, wordsFor(trans), trans)) as IFrame[];
}

/**
 * The first rows of a DataFrame.
 *
 * @param name - of its variable
 * @param count - how many rows
 * @param table - the columns that the model takes; null when they are not known
 * @throws Error with words for the user when they cannot be had
 */
export async function rowsOf(
  kernel: Kernel.IKernelConnection,
  name: string,
  count: number,
  table: IColumns | null,
  trans: TranslationBundle
): Promise<IFrameRows> {
  const wanted = table?.named ? table.columns.map(column => column.name) : null;
  const asked = expression(ROWS, {
    name: JSON.stringify(name),
    count: String(count),
    limit: String(MAX_COLUMNS + 1),
    wanted: wanted ? JSON.stringify(wanted) : 'None'
  });
  const found = await askKernel(kernel, asked, wordsFor(trans), trans);
  if (found === null) {
    throw new Error(trans.__('The rows are too large. Use fewer rows.'));
  }
  const frame = found as IFrameRows;
  if (frame.columns.length > MAX_COLUMNS) {
    throw new Error(
      trans.__(
        'The DataFrame has more than %1 columns. Use a JSON file instead.',
        MAX_COLUMNS
      )
    );
  }
  return frame;
}

/**
 * The rows of a DataFrame in the order of the model's columns. Pure.
 *
 * @param table - the columns that the model takes
 * @param frame - what was read
 * @throws Error with words for the user when they do not fit
 */
export function cellsOfFrame(
  table: IColumns,
  frame: IFrameRows,
  trans: TranslationBundle
): Cells {
  const names = frame.columns.map(({ name }) => name);
  const places = table.named
    ? table.columns.map(({ name }) => names.indexOf(name))
    : names.map((_, place) => place);
  const missing = table.columns.filter((_, index) => places[index] === -1);
  if (missing.length > 0) {
    throw new Error(
      trans.__(
        'The DataFrame does not have a usable column %1, which the model requires.',
        missing.map(({ name }) => name).join(', ')
      )
    );
  }
  if (places.length !== table.columns.length) {
    throw new Error(
      trans.__(
        'The model requires %1 unnamed columns, but the DataFrame has %2 columns that can be sent.',
        table.columns.length,
        names.length
      )
    );
  }
  return frame.rows.map(row =>
    places.map((place, index) => {
      const value = row[place];
      const numeric = /^(FP|INT|UINT)/.test(
        table.columns[index].datatype ?? ''
      );
      return numeric && (value === 'true' || value === 'false')
        ? String(Number(value === 'true'))
        : value;
    })
  );
}

/** The datatypes of columns, by numpy's kind of their dtype. */
const DATATYPES: Record<string, string> = {
  b: 'BOOL',
  i: 'INT64',
  u: 'UINT64',
  f: 'FP64'
};

/**
 * The columns of a DataFrame, for a model that does not say what it takes. Pure.
 *
 * @param frame - what was read
 */
export function columnsOfFrame({ columns, rows }: IFrameRows): IColumns {
  return {
    named: true,
    input: '',
    columns: columns.map(({ name, kind }, place) => {
      const datatype = DATATYPES[kind] ?? 'BYTES';
      const whole = rows.every(row => row[place] !== null);
      // Of numbers only those with a floating point can be missing.
      return {
        name,
        datatype: whole || !datatype.includes('INT') ? datatype : 'FP64'
      };
    })
  };
}
