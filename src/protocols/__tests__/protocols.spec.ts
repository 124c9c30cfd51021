import type { JSONObject, JSONValue } from '@lumino/coreutils';
import { v1 } from '../v1';
import { v2 } from '../v2';
import type { IColumns, IInferenceProtocol } from '../types';

const named: IColumns = {
  named: true,
  input: '',
  columns: [
    { name: 'cpu', datatype: 'FP64' },
    { name: 'zone', datatype: 'BYTES' }
  ]
};
const matrix: IColumns = {
  named: false,
  input: 'input-0',
  columns: [
    { name: '0', datatype: 'FP32' },
    { name: '1', datatype: 'FP32' }
  ]
};
const rows: [string, IColumns, JSONValue[][]][] = [
  [
    'named columns',
    named,
    [
      [0.5, 'eu'],
      [1, null]
    ]
  ],
  [
    'a matrix',
    matrix,
    [
      [1, 2],
      [3, 4]
    ]
  ]
];

describe.each([
  ['V1', v1],
  ['V2', v2]
])('%s', (name, protocol) => {
  it('has a name for people, and paths of a model of its own', () => {
    expect(protocol.name).toBe(name);
    expect(protocol.predictPath('a')).not.toBe(protocol.predictPath('b'));
    expect(protocol.readyPath('a')).toContain('/models/a');
  });

  it.each(rows)(
    'reads the rows of %s that it has built',
    (_what, table, all) => {
      expect(protocol.rowsOf(table, protocol.build(table, all))).toEqual(all);
      const example = protocol.rowsOf(table, protocol.example(table));
      expect(example).toEqual([[0, 0]]);
    }
  );

  it.each([
    [null],
    ['text'],
    [{}],
    [{ instances: [] }],
    [{ inputs: [] }],
    [{ instances: [null] }],
    [{ instances: [[1, 2, 3]] }],
    [{ instances: [{ cpu: [1] }] }],
    [{ inputs: [null, null] }],
    [{ inputs: [{ name: 'cpu', data: [1] }] }],
    [{ inputs: [{ name: 'input-0', data: [1, 2, 3] }] }],
    [
      {
        inputs: [
          { name: 'cpu', data: [1] },
          { name: 'zone', data: [] }
        ]
      }
    ]
  ])('takes no rows from %j', request => {
    expect(protocol.rowsOf(named, request)).toBeNull();
    expect(protocol.rowsOf(matrix, request)).toBeNull();
  });
});

it('marks the inputs of V2 as a DataFrame', () => {
  const request = v2.build(named, [[1, 'eu']]) as JSONObject;
  expect(request.parameters).toEqual({ content_type: 'pd' });
});

describe('parse()', () => {
  it.each<[string, IInferenceProtocol, JSONValue, string[], JSONValue[][]]>([
    ['labels', v1, { predictions: [1, -1] }, ['prediction'], [[1], [-1]]],
    [
      'probabilities',
      v1,
      { predictions: [[0.1, 0.9]] },
      ['prediction 0', 'prediction 1'],
      [[0.1, 0.9]]
    ],
    [
      'objects',
      v1,
      { predictions: [{ a: 1 }, { b: 2 }] },
      ['a', 'b'],
      [
        [1, null],
        [null, 2]
      ]
    ],
    [
      'KServe',
      v2,
      { outputs: [{ name: 'output-0', shape: [2], data: [1, -1] }] },
      ['output-0'],
      [[1], [-1]]
    ],
    [
      'MLServer',
      v2,
      { outputs: [{ name: 'predict', shape: [2, 1], data: [1, -1] }] },
      ['predict'],
      [[1], [-1]]
    ],
    [
      'two outputs',
      v2,
      {
        outputs: [
          { name: 'a', shape: [1, 2], data: [1, 2] },
          { name: 'b', shape: [1], data: ['x'] }
        ]
      },
      ['a 0', 'a 1', 'b'],
      [[1, 2, 'x']]
    ]
  ])('reads %s', (_what, protocol, answer, columns, all) => {
    expect(protocol.parse(answer)).toEqual({ columns, rows: all });
  });

  it.each([
    [{ error: 'no' }],
    ['text'],
    [null],
    [{ predictions: [] }],
    [{ outputs: [{ name: 'a', shape: [2], data: [1] }] }],
    [{ outputs: [{ name: 'a', shape: [0], data: [] }] }]
  ])('leaves %j to JSON', answer => {
    expect(v1.parse(answer)).toBeNull();
    expect(v2.parse(answer)).toBeNull();
  });
});
