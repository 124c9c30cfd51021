import type { JSONObject, JSONValue } from '@lumino/coreutils';
import type { IModelCard, Protocol } from '../tokens';

/** One column or one matrix of the signature. */
interface IInput {
  name: string;
  /** Columns; 1 for a named column. */
  width: number;
  named: boolean;
}

function inputsOf(card: IModelCard | null): IInput[] {
  return (card?.signature?.inputs ?? []).map(input => {
    const shape = Array.isArray(input.shape) ? input.shape : [];
    const width = shape.length > 1 ? Number(shape[1]) : 1;
    return {
      name: typeof input.name === 'string' ? input.name : 'input-0',
      width: Number.isInteger(width) && width > 0 ? width : 1,
      named: shape.length === 1
    };
  });
}

/**
 * A request with one row of zeros that fits a model's signature.
 *
 * Named columns need their names: KServe's servers make a DataFrame of
 * `{"column": [value]}` over V1 and of one input per column over V2.
 *
 * @param card - the card; null when the model is not one of the volume
 * @param protocol - V1 or V2
 */
export function exampleRequest(
  card: IModelCard | null,
  protocol: Protocol
): JSONValue {
  const inputs = inputsOf(card);
  const named = inputs.length > 0 && inputs.every(input => input.named);
  const row = new Array<number>(inputs[0]?.width ?? 4).fill(0);
  if (protocol === 'v1') {
    const columns: JSONObject = {};
    inputs.forEach(input => (columns[input.name] = [0]));
    return { instances: [named ? columns : row] };
  }
  if (named) {
    return {
      parameters: { content_type: 'pd' },
      inputs: inputs.map(input => ({
        name: input.name,
        shape: [1],
        datatype: 'FP64',
        data: [0]
      }))
    };
  }
  return {
    inputs: [
      {
        name: inputs[0]?.name ?? 'input-0',
        shape: [1, row.length],
        datatype: 'FP64',
        data: row
      }
    ]
  };
}
