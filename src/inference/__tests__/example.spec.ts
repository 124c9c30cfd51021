import { v1 } from '../../protocols/v1';
import { v2 } from '../../protocols/v2';
import type { IModelCard } from '../../tokens';
import { exampleRequest } from '../example';

function card(inputs: IModelCard['signature']): IModelCard {
  return {
    schema_version: 1,
    name: 'anomaly-detector',
    version: '1.0.0',
    created: '2026-11-24T12:00:00Z',
    framework: null,
    format: 'sklearn',
    files: [],
    signature: inputs
  };
}

const matrix = card({ inputs: [{ name: 'input-0', shape: [-1, 3] }] });
const columns = card({
  inputs: [
    { name: 'cpu', shape: [-1] },
    { name: 'memory', shape: [-1] }
  ]
});

describe('exampleRequest', () => {
  it('sends a row as wide as the signature over V1', () => {
    expect(exampleRequest(matrix, v1)).toEqual({ instances: [[0, 0, 0]] });
  });

  it('sends a row as wide as the signature over V2', () => {
    expect(exampleRequest(matrix, v2)).toEqual({
      inputs: [
        { name: 'input-0', shape: [1, 3], datatype: 'FP64', data: [0, 0, 0] }
      ]
    });
  });

  it('names the columns over V1', () => {
    expect(exampleRequest(columns, v1)).toEqual({
      instances: [{ cpu: [0], memory: [0] }]
    });
  });

  it('sends one input per column over V2, marked as a DataFrame', () => {
    expect(exampleRequest(columns, v2)).toEqual({
      parameters: { content_type: 'pd' },
      inputs: [
        { name: 'cpu', shape: [1], datatype: 'FP64', data: [0] },
        { name: 'memory', shape: [1], datatype: 'FP64', data: [0] }
      ]
    });
  });

  it('guesses without a card, and with one that says nonsense', () => {
    const nonsense = card({ inputs: [{ name: 'x', shape: [-1, -5] }] });
    expect(exampleRequest(null, v1)).toEqual({ instances: [[0, 0, 0, 0]] });
    expect(exampleRequest(nonsense, v1)).toEqual({ instances: [[0]] });
  });
});
