import type { JSONValue } from '@lumino/coreutils';
import type { IColumns, IInferenceProtocol } from '../protocols/types';
import type { IModelCard } from '../tokens';

/** One column or one matrix of the signature. */
interface IInput {
  name: string;
  /** Columns; 1 for a named column. */
  width: number;
  named: boolean;
}

/** The width of a matrix of which nothing is known. */
const ANY_WIDTH = 4;

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

/** Columns that a signature may mean; types do not matter for zeros. */
function likelyColumns(card: IModelCard | null): IColumns {
  const inputs = inputsOf(card);
  const named = inputs.length > 0 && inputs.every(input => input.named);
  const names = named
    ? inputs.map(({ name }) => name)
    : Array.from({ length: inputs[0]?.width ?? ANY_WIDTH }, (_, i) =>
        String(i)
      );
  return {
    named,
    input: inputs[0]?.name ?? 'input-0',
    columns: names.map(name => ({ name, datatype: null }))
  };
}

/**
 * A request with one row of zeros that fits a model's signature.
 *
 * @param card - the card; null when the model is not one of the volume
 * @param protocol - the protocol to ask over
 */
export function exampleRequest(
  card: IModelCard | null,
  protocol: IInferenceProtocol
): JSONValue {
  return protocol.example(likelyColumns(card));
}
