import type { JSONObject } from '@lumino/coreutils';
import type { IDisposable } from '@lumino/disposable';
import paths from '../../../jupyterlab_kserve/protocols.json';
import { aService } from '../../__tests__/fakes';
import { exampleRequest } from '../../inference/example';
import { cellsOf, requestOf } from '../../inference/table';
import { curlCode } from '../../notebook/snippets';
import {
  protocolsOf,
  protocolVersionFor
} from '../../serving/kserve/protocols';
import { protocols } from '../registry';
import type { IColumns, IInferenceProtocol } from '../types';

/** Sends lines of text, and gets them back. */
const toy: IInferenceProtocol = {
  id: 'toy',
  name: 'Toy',
  streams: true,
  predictPath: model => `/toy/${model}/ask`,
  readyPath: model => `/toy/${model}`,
  build: (_table, rows) => ({
    lines: rows.map(row => (row as string[]).join(' '))
  }),
  rowsOf: (_table, request) =>
    ((request as JSONObject).lines as string[]).map(line => line.split(' ')),
  example: () => ({ lines: ['hello'] }),
  parse: answer => ({
    columns: ['line'],
    rows: ((answer as JSONObject).lines as string[]).map(line => [line])
  })
};

const table: IColumns = {
  named: true,
  input: '',
  columns: [{ name: 'word', datatype: 'BYTES' }]
};
const model = { modelFormat: { name: 'toys' } };

describe('a third protocol', () => {
  let added: IDisposable;
  beforeEach(() => {
    added = protocols.add(toy);
  });
  afterEach(() => added.dispose());

  it('is offered until it is taken away', () => {
    expect(protocols.all.map(({ id }) => id)).toEqual(['v1', 'v2', 'toy']);
    expect(protocols.choose(['v1', 'toy'], 'toy')).toBe(toy);
    expect(protocols.choose(['toy'], 'v1')).toBe(toy);
    expect(protocols.names(['v2', 'toy'])).toBe('V2, Toy');
    added.dispose();
    expect(protocols.find('toy')).toBeUndefined();
    expect(protocols.choose(['toy'], 'toy').id).toBe('v1');
  });

  it('is known of a service by its runtime, or by itself', () => {
    const runtime = { spec: { protocolVersions: ['grpc-v2', 'toy'] } };
    expect(protocolsOf(runtime, model)).toEqual(['toy']);
    expect(protocolVersionFor(['toy'])).toBe('toy');
    const stated = { ...model, protocolVersion: 'toy' };
    expect(protocolsOf(undefined, stated)).toEqual(['toy']);
    // Of a format that is not known each is worth a try.
    expect(protocolsOf(undefined, model)).toEqual(['v1', 'v2', 'toy']);
  });

  it('makes requests, code and tables', () => {
    const body = { lines: ['a', 'b'] };
    expect(requestOf(table, [['a'], ['b']], toy)).toEqual({ body });
    expect(cellsOf(table, body, toy)).toEqual([['a'], ['b']]);
    expect(exampleRequest(null, toy)).toEqual({ lines: ['hello'] });
    expect(toy.parse(body)).toEqual({
      columns: ['line'],
      rows: [['a'], ['b']]
    });
    const code = curlCode({
      service: aService({ name: 'echo' }),
      protocol: toy,
      body
    });
    expect(code).toContain('curl -sN');
    expect(code).toContain('/toy/echo/ask');
  });
});

describe('protocolsOf()', () => {
  const sklearn = { modelFormat: { name: 'sklearn' } };

  it('takes a service by its word where its runtime is not known', () => {
    const v2 = { ...sklearn, protocolVersion: 'v2' };
    expect(protocolsOf(undefined, v2)).toEqual(['v2']);
  });

  it('takes V1 for what KServe wrote there, which tells nothing', () => {
    const v1 = { ...sklearn, protocolVersion: 'v1' };
    expect(protocolsOf(undefined, v1)).toEqual(['v1', 'v2']);
  });

  it('knows what is usual for a format', () => {
    const onnx = { modelFormat: { name: 'onnx' } };
    expect(protocolsOf({}, onnx)).toEqual(['v2']);
    expect(protocolsOf(undefined, undefined)).toEqual(['v1', 'v2']);
  });
});

it('has the protocols of the server half, with the same paths', () => {
  const told = protocols.all.map(({ id, predictPath, readyPath }) => [
    id,
    { predict: predictPath('{model}'), ready: readyPath('{model}') }
  ]);
  expect(Object.fromEntries(told)).toEqual(paths);
});
