import * as fs from 'node:fs';
import { parse } from 'yaml';
import { runtimeTemplate } from '../runtimetemplate';

describe('runtimeTemplate()', () => {
  it('is the runtime that deploy/ sets up', () => {
    const text = fs.readFileSync('deploy/servingruntime.yaml', 'utf8');
    expect(runtimeTemplate('sklearn', null)).toEqual(parse(text));
  });

  it('is for the namespace', () => {
    const runtime = runtimeTemplate('sklearn', 'demo');
    expect(runtime?.metadata?.namespace).toBe('demo');
  });

  it('has none for what needs another image', () => {
    expect(runtimeTemplate('onnx', 'demo')).toBeNull();
    expect(runtimeTemplate('', 'demo')).toBeNull();
  });
});
