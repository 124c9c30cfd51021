import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { runSteps } from '../steps.mjs';

let folder;
let runs;
const say = () => undefined;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'steps-'));
  runs = [];
});
afterEach(() => rmSync(folder, { recursive: true }));

function step(name, extra = {}) {
  return {
    name,
    inputs: [path.join(folder, 'input')],
    outputs: [],
    stamp: path.join(folder, `${name}.stamp`),
    run: async () => {
      runs.push(name);
    },
    ...extra
  };
}

test('runs a step again only if its inputs changed', async () => {
  writeFileSync(path.join(folder, 'input'), 'one');
  assert.equal(await runSteps([step('a')], say), 1);
  assert.equal(await runSteps([step('a')], say), 0);
  writeFileSync(path.join(folder, 'input'), 'two');
  assert.equal(await runSteps([step('a')], say), 1);
});

test('runs a step again if what it made is gone', async () => {
  const output = path.join(folder, 'output');
  const make = {
    outputs: [output],
    run: async () => writeFileSync(output, '')
  };
  await runSteps([step('a', make)], say);
  rmSync(output);
  assert.equal(await runSteps([step('a', make)], say), 1);
});

test('runs a step after those it needs', async () => {
  await runSteps([step('b', { needs: ['a'] }), step('a')], say);
  assert.deepEqual(runs, ['a', 'b']);
});

test('does not take a step that failed for done', async () => {
  const fail = {
    run: async () => {
      throw new Error('no');
    }
  };
  await assert.rejects(runSteps([step('a', fail)], say), /no/);
  assert.equal(await runSteps([step('a')], say), 1);
});
