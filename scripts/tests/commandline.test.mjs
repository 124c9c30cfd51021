import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { inRepository } from '../places.mjs';
import { isAtLeast, numbersOf } from '../requirements.mjs';
import { checkWheel } from '../wheel.mjs';

function script(name, ...args) {
  return spawnSync(process.execPath, [inRepository('scripts', name), ...args], {
    encoding: 'utf8'
  });
}

test('help needs no set-up', () => {
  for (const name of ['start.mjs', 'test.mjs', 'bench.mjs']) {
    const { status, stdout } = script(name, '--help');
    assert.equal(status, 0);
    assert.match(stdout, /--help/);
  }
});

for (const [name, args, message] of [
  ['start.mjs', ['--port', 'many'], /--port takes a number/],
  ['start.mjs', ['--port', '70000'], /--port takes a number/],
  ['start.mjs', ['--volume', '/does/not/exist'], /--volume takes a folder/],
  ['start.mjs', ['--kubeconfig', '/does/not/exist'], /--kubeconfig takes a/],
  [
    'start.mjs',
    ['--cluster', 'none', '--kubeconfig', 'x'],
    /exclude each other/
  ],
  ['start.mjs', ['--cluster', 'soon'], /--cluster takes background, wait/],
  ['start.mjs', ['--surprise'], /Unknown option '--surprise'/],
  ['start.mjs', ['surprise'], /surprise/],
  ['test.mjs', ['surprise'], /no stage "surprise"/],
  ['bench.mjs', ['surprise'], /no measurement "surprise"/]
]) {
  test(`${name} ${args.join(' ')} is refused in plain words`, () => {
    const { status, stderr } = script(name, ...args);
    assert.equal(status, 2);
    assert.match(stderr, message);
    assert.doesNotMatch(stderr, /\n\s+at /);
  });
}

test('compares versions by numbers', () => {
  assert.ok(isAtLeast(numbersOf('go1.26.8'), [1, 25]));
  assert.ok(!isAtLeast(numbersOf('3.9.18'), [3, 10]));
  assert.ok(isAtLeast(numbersOf('20.0.0'), [20]));
});

test('says what a wheel lacks and what it must not contain', () => {
  const { failures } = checkWheel(['ui-tests/x.ts']);
  const lines = failures.map(({ name }) => name);
  assert.ok(lines.includes('The wheel contains tests: ui-tests/x.ts'));
  assert.ok(lines.includes('The wheel lacks the labextension.'));
});
