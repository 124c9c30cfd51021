import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { inRepository } from '../places.mjs';
import { faultsOf, textsOf, textsOfTypeScript } from '../texts.mjs';

/** A checkout with these files. */
function checkout(t, files) {
  const root = mkdtempSync(path.join(tmpdir(), 'texts-'));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  for (const folder of ['src', 'schema', 'jupyterlab_kserve']) {
    mkdirSync(path.join(root, folder));
  }
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  }
  return root;
}

function check(root) {
  return spawnSync(
    process.execPath,
    [inRepository('scripts', 'texts.mjs'), '--check', root],
    { encoding: 'utf8' }
  );
}

test('finds translated texts, with the pieces of a long one joined', () => {
  const source = `const a = trans.__('Save');
const b = trans._n('%1 file', '%1 files', 2);
const c = this._trans._p('menu', 'Open');
const d = trans.__('A long ' + 'text ' + \`in pieces\`);
const e = other('Not translated');`;
  assert.deepEqual(
    textsOfTypeScript('a.ts', source).map(({ line, text }) => [line, text]),
    [
      [1, 'Save'],
      [2, '%1 file'],
      [2, '%1 files'],
      [3, 'Open'],
      [4, 'A long text in pieces']
    ]
  );
});

test('finds the texts of schemas and of Python', t => {
  const root = checkout(t, {
    'src/__tests__/a.ts': "trans.__('In a test')",
    'schema/panel.json':
      '{\n"title": "Models",\n"properties": {"a": {"type": "boolean", "title": "Keys"}}}',
    'jupyterlab_kserve/a.py': `"""A docstring is not shown."""
LIMIT = 1
"""Neither is one of an attribute."""
WORDS = "Index _new_Index".split()
raise SavingError(f"{name} was not saved: {'a file' if one else 'files'} in use.", "Try again.")
`,
    'jupyterlab_kserve/tests/test_a.py': 'print("In a test")'
  });
  assert.deepEqual(
    textsOf(root).map(({ file, line, text }) => `${file}:${line} ${text}`),
    [
      'schema/panel.json:2 Models',
      'schema/panel.json:3 Keys',
      "jupyterlab_kserve/a.py:5 {name} was not saved: {'a file' if one else 'files'} in use.",
      'jupyterlab_kserve/a.py:5 Try again.'
    ]
  );
});

test('finds the texts of this repository', () => {
  const texts = textsOf(inRepository());
  for (const [folder, least] of [
    ['src', 1000],
    ['schema', 3],
    ['jupyterlab_kserve', 300],
    ['model_storage_helpers', 1]
  ]) {
    const found = texts.filter(({ file }) => file.startsWith(`${folder}/`));
    assert.ok(found.length >= least, `${folder}: ${found.length} texts`);
  }
});

for (const [text, phrase] of [
  ['You may not deploy', 'may not'],
  ['“a.txt” is no model.', 'is no'],
  ['Give a whole number.', 'Give a'],
  ['What is deployed cannot be read', 'What is'],
  ['It was changed meanwhile.', 'meanwhile'],
  ['Choose one that is ready.', 'one that'],
  ['None takes this format', 'None']
]) {
  test(`advises against “${phrase}”`, () => {
    const faults = faultsOf([{ file: 'a.ts', line: 1, text }]);
    assert.ok(faults.some(fault => fault.phrase === phrase));
  });
}

for (const text of [
  'You are not allowed to deploy',
  'There is no pod.',
  'The version is no longer on the volume.',
  'What is the name of the model?',
  'There is no model file in the directory'
]) {
  test(`lets pass “${text}”`, () => {
    assert.deepEqual(faultsOf([{ file: 'a.ts', line: 1, text }]), []);
  });
}

test('--check fails on a bad text of any source and says where it is', t => {
  const good = checkout(t, { 'src/a.ts': "trans.__('Deploy a model');" });
  assert.equal(check(good).status, 0);
  for (const [file, text] of [
    ['src/a.ts', "\ntrans.__('You may ' + 'not deploy');"],
    ['schema/a.json', '{\n"title": "You may not deploy"}'],
    ['jupyterlab_kserve/a.py', '\nraise Error("You may not deploy")']
  ]) {
    const { status, stdout } = check(checkout(t, { [file]: text }));
    assert.equal(status, 1);
    assert.match(stdout, new RegExp(`^${file}:2\tYou may not deploy$`, 'm'));
    assert.match(stdout, /“may not”: say cannot/);
  }
});
