import type { JSONObject, JSONValue } from '@lumino/coreutils';
import type { IAnswerTable, IColumns, IInferenceProtocol } from './types';

/**
 * KServe's V1 protocol, which is TensorFlow Serving's.
 *
 * @see https://kserve.github.io/website/docs/concepts/architecture/data-plane/v1-protocol
 */
export const v1: IInferenceProtocol = {
  id: 'v1',
  name: 'V1',
  streams: false,
  predictPath: model => `/v1/models/${model}:predict`,
  readyPath: model => `/v1/models/${model}`,
  build,
  rowsOf,
  example: table => build(table, [table.columns.map(() => 0)]),
  parse
};

/** Named columns need their names: the servers make a DataFrame of them. */
function build({ columns, named }: IColumns, rows: JSONValue[][]): JSONValue {
  const byName = columns.map(({ name }, index) => [
    name,
    rows.map(values => values[index])
  ]);
  return {
    instances: named ? [Object.fromEntries(byName) as JSONObject] : rows
  };
}

function rowsOf(
  { columns, named }: IColumns,
  request: JSONValue
): JSONValue[][] | null {
  const instances = (request as JSONObject | null)?.instances;
  if (!Array.isArray(instances) || instances.length === 0) {
    return null;
  }
  if (!named) {
    return instances.every(
      row => Array.isArray(row) && row.length === columns.length
    )
      ? (instances as JSONValue[][])
      : null;
  }
  const [first] = instances as (JSONObject | null)[];
  const lists = columns.map(({ name }) => first?.[name]);
  const count = Array.isArray(lists[0]) ? lists[0].length : 0;
  return count > 0 && lists.every(Array.isArray)
    ? Array.from({ length: count }, (_, row) =>
        (lists as JSONValue[][]).map(list => list[row] ?? null)
      )
    : null;
}

/** `{"predictions": [...]}`: a row each, of one value, of several or of an object. */
function parse(answer: JSONValue): IAnswerTable | null {
  const predictions = (answer as JSONObject | null)?.predictions;
  if (!Array.isArray(predictions) || predictions.length === 0) {
    return null;
  }
  const name = 'prediction';
  if (predictions.every(value => Array.isArray(value))) {
    const rows = predictions as JSONValue[][];
    const width = Math.max(...rows.map(row => row.length));
    return {
      columns: Array.from({ length: width }, (_, index) =>
        width === 1 ? name : `${name} ${index}`
      ),
      rows
    };
  }
  if (
    predictions.every(
      value =>
        value !== null && typeof value === 'object' && !Array.isArray(value)
    )
  ) {
    const columns = [
      ...new Set(predictions.flatMap(value => Object.keys(value!)))
    ];
    return {
      columns,
      rows: (predictions as JSONObject[]).map(value =>
        columns.map(column => value[column] ?? null)
      )
    };
  }
  return { columns: [name], rows: predictions.map(value => [value]) };
}
