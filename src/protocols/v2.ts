import type { JSONObject, JSONValue } from '@lumino/coreutils';
import type { IAnswerTable, IColumns, IInferenceProtocol } from './types';

/**
 * The Open Inference Protocol, which KServe calls V2.
 *
 * @see https://github.com/kserve/open-inference-protocol
 */
export const v2: IInferenceProtocol = {
  id: 'v2',
  name: 'V2',
  streams: false,
  predictPath: model => `/v2/models/${model}/infer`,
  readyPath: model => `/v2/models/${model}/ready`,
  build,
  rowsOf,
  example: table =>
    build(
      {
        ...table,
        columns: table.columns.map(({ name }) => ({ name, datatype: null }))
      },
      [table.columns.map(() => 0)]
    ),
  parse
};

/** One input for each named column, which the servers make a DataFrame of. */
function build(
  { columns, named, input }: IColumns,
  rows: JSONValue[][]
): JSONValue {
  if (named) {
    return {
      parameters: { content_type: 'pd' },
      inputs: columns.map(({ name, datatype }, index) => {
        const data = rows.map(values => values[index]);
        return {
          name,
          shape: [rows.length],
          datatype: datatype ?? datatypeOf(data),
          data
        };
      })
    };
  }
  const data = rows.flat();
  return {
    inputs: [
      {
        name: input,
        shape: [rows.length, columns.length],
        datatype: columns[0].datatype ?? datatypeOf(data),
        data
      }
    ]
  };
}

/** The type with which values are sent that have none. */
function datatypeOf(all: ReadonlyArray<JSONValue>): string {
  const values = all.filter(value => value !== null);
  if (values.every(value => typeof value === 'number')) {
    return 'FP64';
  }
  return values.every(value => typeof value === 'boolean') ? 'BOOL' : 'BYTES';
}

function rowsOf(
  { columns, named }: IColumns,
  request: JSONValue
): JSONValue[][] | null {
  const inputs = (request as JSONObject | null)?.inputs;
  if (
    !Array.isArray(inputs) ||
    inputs.length !== (named ? columns.length : 1)
  ) {
    return null;
  }
  const tensors = named
    ? columns.map(({ name }) =>
        (inputs as JSONObject[]).find(input => input?.name === name)
      )
    : (inputs as JSONObject[]);
  const width = named ? 1 : columns.length;
  const lists = tensors.map(tensor =>
    Array.isArray(tensor?.data) ? (tensor.data.flat() as JSONValue[]) : []
  );
  const count = lists[0].length / width;
  return count > 0 &&
    Number.isInteger(count) &&
    lists.every(list => list.length === count * width)
    ? Array.from({ length: count }, (_, row) =>
        lists.flatMap(list => list.slice(row * width, (row + 1) * width))
      )
    : null;
}

/** One row for each of the first dimension, side by side for all outputs. */
function parse(answer: JSONValue): IAnswerTable | null {
  const outputs = (answer as JSONObject | null)?.outputs;
  if (!Array.isArray(outputs) || outputs.length === 0) {
    return null;
  }
  const parts = (outputs as JSONObject[]).map(({ name, shape, data }) => {
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
