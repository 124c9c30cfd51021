import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  countsOf,
  fromGo,
  fromJUnit,
  fromJest,
  fromTap,
  sum
} from '../reports.mjs';

test('counts the suites of a JUnit report', () => {
  const text = `<testsuites tests="9" failures="2">
    <testsuite name="a" tests="5" failures="1" errors="1" skipped="1" time="1"></testsuite>
    <testsuite name="b" tests="4" failures="0" skipped="0" errors="0">
  </testsuites>`;
  assert.deepEqual(fromJUnit(text), { passed: 6, failed: 2, skipped: 1 });
});

test('counts a file that jest could not load as a failure', () => {
  const text = JSON.stringify({
    numPassedTests: 3,
    numFailedTests: 1,
    numRuntimeErrorTestSuites: 1,
    numPendingTests: 2,
    numTodoTests: 0
  });
  assert.deepEqual(fromJest(text), { passed: 3, failed: 2, skipped: 2 });
});

test('counts tests of Go, not packages', () => {
  const text = [
    '{"Action":"pass","Test":"TestA"}',
    '{"Action":"fail","Test":"TestB"}',
    '{"Action":"fail"}',
    '# a line of the compiler'
  ].join('\n');
  assert.deepEqual(fromGo(text), { passed: 1, failed: 1, skipped: 0 });
});

test('reads the summary of TAP', () => {
  const text = '# pass 2\n# fail 1\n# cancelled 0\n# skipped 1\n# todo 0\n';
  assert.deepEqual(fromTap(text), { passed: 2, failed: 1, skipped: 1 });
});

test('never loses a failure for which there is no report', () => {
  const file = '/there/is/no/report';
  assert.deepEqual(countsOf(fromJest, { file, code: 2 }), {
    passed: 0,
    failed: 1,
    skipped: 0
  });
});

test('adds up', () => {
  const one = { passed: 1, failed: 2, skipped: 3 };
  assert.deepEqual(sum([one, one]), { passed: 2, failed: 4, skipped: 6 });
});
