import { nullTranslator } from '@jupyterlab/translation';
import { cellsOfFrame, columnsOfFrame, type IFrameRows } from '../dataframes';
import { requestOf } from '../../inference/table';
import type { IColumns } from '../../protocols/types';
import { v1 } from '../../protocols/v1';
import { v2 } from '../../protocols/v2';

const trans = nullTranslator.load('');

const frame: IFrameRows = {
  columns: [
    { name: 'target', kind: 'i' },
    { name: 'hot', kind: 'b' },
    { name: 'cpu', kind: 'f' },
    { name: 'seen', kind: 'M' }
  ],
  rows: [
    ['1', 'true', '0.5', '2025-11-07T10:00:00'],
    ['2', 'false', null, null]
  ],
  left: []
};

function taking(named: boolean, ...columns: [string, string][]): IColumns {
  return {
    named,
    input: 'input-0',
    columns: columns.map(([name, datatype]) => ({ name, datatype }))
  };
}

describe('cellsOfFrame()', () => {
  it('takes the columns of the model in their order, and no others', () => {
    const table = taking(true, ['cpu', 'FP64'], ['hot', 'FP64']);
    const cells = cellsOfFrame(table, frame, trans);
    expect(cells).toEqual([
      ['0.5', '1'],
      [null, '0']
    ]);
    expect(requestOf(table, cells, v1)).toEqual({
      body: { instances: [{ cpu: [0.5, null], hot: [1, 0] }] }
    });
  });

  it('names the columns that are not there', () => {
    const table = taking(true, ['cpu', 'FP64'], ['memory', 'FP64']);
    expect(() => cellsOfFrame(table, frame, trans)).toThrow('memory');
  });

  it('takes columns by their place for a model without names', () => {
    const table = taking(false, ['0', 'FP64'], ['1', 'FP64']);
    expect(() => cellsOfFrame(table, frame, trans)).toThrow(
      '2 unnamed columns, but the DataFrame has 4'
    );
    const columns = frame.columns.slice(1, 3);
    const rows = frame.rows.map(row => row.slice(1, 3));
    expect(cellsOfFrame(table, { columns, rows, left: [] }, trans)).toEqual([
      ['1', '0.5'],
      ['0', null]
    ]);
  });
});

describe('columnsOfFrame()', () => {
  it('has the datatypes of V2; a number that is missing is one with a point', () => {
    const missing: IFrameRows = {
      ...frame,
      rows: [...frame.rows, [null, 'true', '1.0', null]]
    };
    expect(
      columnsOfFrame(frame).columns.map(({ datatype }) => datatype)
    ).toEqual(['INT64', 'BOOL', 'FP64', 'BYTES']);
    expect(columnsOfFrame(missing).columns[0].datatype).toBe('FP64');
    expect(requestOf(columnsOfFrame(frame), frame.rows, v2)).toMatchObject({
      body: {
        parameters: { content_type: 'pd' },
        inputs: [
          { name: 'target', datatype: 'INT64', data: [1, 2] },
          { name: 'hot', datatype: 'BOOL', data: [true, false] },
          { name: 'cpu', datatype: 'FP64', data: [0.5, null] },
          {
            name: 'seen',
            datatype: 'BYTES',
            data: ['2025-11-07T10:00:00', null]
          }
        ]
      }
    });
  });

  it('refuses a number that a browser would send as another one', () => {
    const columns = [{ name: 'id', kind: 'i' }];
    const rows = [['9007199254740993']];
    const table = columnsOfFrame({ columns, rows, left: [] });
    expect(requestOf(table, rows, v1)).toEqual({
      problem: { row: 0, column: 0, inexact: true }
    });
  });
});
