import type { IColumns } from '../../protocols/types';
import { v1 } from '../../protocols/v1';
import { v2 } from '../../protocols/v2';
import type { IModelCard } from '../../tokens';
import {
  arranged,
  cellsFromText,
  cellsOf,
  columnsOf,
  requestOf
} from '../table';

function card(inputs: object[]): IModelCard {
  return {
    schema_version: 1,
    name: 'm',
    version: '1',
    created: '',
    framework: null,
    format: null,
    files: [],
    signature: { inputs }
  } as IModelCard;
}

const named = columnsOf(
  card([
    { name: 'cpu', shape: [-1], datatype: 'FP64' },
    { name: 'pods', shape: [-1], datatype: 'INT64' },
    { name: 'zone', shape: [-1], datatype: 'BYTES' },
    { name: 'hot', shape: [-1], datatype: 'BOOL' }
  ])
)!;
const matrix = columnsOf(
  card([{ name: 'input-0', shape: [-1, 2], datatype: 'FP32' }])
)!;

describe('columnsOf()', () => {
  it('reads named columns and a matrix', () => {
    expect(named.columns.map(({ name }) => name)).toEqual([
      'cpu',
      'pods',
      'zone',
      'hot'
    ]);
    expect(matrix).toEqual({
      named: false,
      input: 'input-0',
      columns: [
        { name: '0', datatype: 'FP32' },
        { name: '1', datatype: 'FP32' }
      ]
    });
  });

  it.each([
    ['nothing', []],
    ['an image', [{ name: 'x', shape: [-1, 3, 224, 224] }]],
    [
      'two matrices',
      [
        { name: 'a', shape: [-1, 2] },
        { name: 'b', shape: [-1, 3] }
      ]
    ],
    ['a matrix of any width', [{ name: 'a', shape: [-1, -1] }]],
    ['more columns than a form has', [{ name: 'a', shape: [-1, 5000] }]]
  ])('leaves %s to JSON', (_what, inputs) => {
    expect(columnsOf(card(inputs))).toBeNull();
    expect(columnsOf(null)).toBeNull();
  });
});

describe('requestOf()', () => {
  const cells = [
    ['0.5', '3', 'eu', 'true'],
    ['1', '4', '', '0']
  ];

  it('names the columns over V1', () => {
    expect(requestOf(named, cells, v1)).toEqual({
      body: {
        instances: [
          { cpu: [0.5, 1], pods: [3, 4], zone: ['eu', ''], hot: [true, false] }
        ]
      }
    });
  });

  it('sends one input for a column over V2, marked as a DataFrame', () => {
    const { body } = requestOf(named, cells, v2) as {
      body: { inputs: object[] };
    };
    expect(body).toMatchObject({ parameters: { content_type: 'pd' } });
    expect(body.inputs[1]).toEqual({
      name: 'pods',
      shape: [2],
      datatype: 'INT64',
      data: [3, 4]
    });
  });

  it('sends a matrix by rows over V1 and in one piece over V2', () => {
    const rows = [
      ['1', '2'],
      ['3', '4']
    ];
    expect(requestOf(matrix, rows, v1)).toEqual({
      body: {
        instances: [
          [1, 2],
          [3, 4]
        ]
      }
    });
    expect(requestOf(matrix, rows, v2)).toEqual({
      body: {
        inputs: [
          {
            name: 'input-0',
            shape: [2, 2],
            datatype: 'FP32',
            data: [1, 2, 3, 4]
          }
        ]
      }
    });
  });

  it.each([
    [['x', '1', 'a', 'true'], 0],
    [['', '1', 'a', 'true'], 0],
    [['1', '1.5', 'a', 'true'], 1],
    [['1', '1', 'a', 'maybe'], 3]
  ])('finds the cell of %j that does not fit', (row, column) => {
    expect(requestOf(named, [cells[0], row], v1)).toMatchObject({
      problem: { row: 1, column }
    });
  });

  it('guesses the type where none is recorded', () => {
    const plain: IColumns = {
      named: true,
      input: '',
      columns: [
        { name: 'a', datatype: null },
        { name: 'b', datatype: null }
      ]
    };
    expect(requestOf(plain, [['1', 'x']], v2)).toMatchObject({
      body: {
        inputs: [
          { datatype: 'FP64', data: [1] },
          { datatype: 'BYTES', data: ['x'] }
        ]
      }
    });
  });
});

describe('cells', () => {
  it('come from a request that was saved', () => {
    const instances = [{ cpu: [0.5], pods: [3], zone: ['eu'], hot: [true] }];
    const cells = [['0.5', '3', 'eu', 'true']];
    expect(cellsOf(named, { instances }, v1)).toEqual(cells);
    const inputs = Object.entries(instances[0]).map(([name, data]) => ({
      name,
      data
    }));
    expect(cellsOf(named, { inputs }, v2)).toEqual(cells);
    expect(cellsOf(named, { instances }, v2)).toBeNull();
  });

  it.each([
    [
      'a\tb\n1\t2\n',
      [
        ['a', 'b'],
        ['1', '2']
      ]
    ],
    [
      '"a","b"\r\n1,2\r\n',
      [
        ['a', 'b'],
        ['1', '2']
      ]
    ],
    ['1;2', [['1', '2']]]
  ])('come from the text %j', (text, cells) => {
    expect(cellsFromText(text)).toEqual(cells);
  });

  it('are put in the order of the columns', () => {
    const cells = cellsFromText('zone,hot,pods,cpu\neu,true,3,0.5');
    expect(arranged(named, cells)).toEqual([['0.5', '3', 'eu', 'true']]);
    expect(arranged(matrix, [['1', '2']])).toEqual([['1', '2']]);
    expect(arranged(matrix, [['1', '2', '3']])).toBeNull();
  });
});
