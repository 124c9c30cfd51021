import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  countsOf,
  fromGo,
  fromJUnit,
  fromJest,
  fromTap,
  linesOf,
  sum
} from '../reports.mjs';

test('counts the suites of a JUnit report', () => {
  const text = `<testsuites tests="9" failures="2">
    <testsuite name="a" tests="5" failures="1" errors="1" skipped="1" time="1"></testsuite>
    <testsuite name="b" tests="4" failures="0" skipped="0" errors="0">
  </testsuites>`;
  assert.deepEqual(fromJUnit(text), {
    passed: 6,
    failed: 2,
    skipped: 1,
    failures: []
  });
});

test('names what failed in a JUnit report, and what happened', () => {
  const text = `<testsuite tests="4" failures="1" errors="1">
    <testcase classname="a.spec.ts" name="closes itself" time="1"/>
    <testcase classname="a.spec.ts" name="a &gt; b" time="1">
      <failure message="a.spec.ts:3:1 a &gt; b" type="FAILURE"><![CDATA[
  Error: 1 < 2]]></failure>
      <system-out>trace</system-out>
    </testcase>
    <testcase classname="test_c" name="test_passes"></testcase>
    <testcase classname="test_c" name="test_d">
      <error message="assert 1 == 2&#10; +  where">def test_d(): ...</error>
    </testcase>
  </testsuite>`;
  assert.deepEqual(fromJUnit(text).failures, [
    { name: 'a.spec.ts a > b', message: '\n  Error: 1 < 2' },
    { name: 'test_c test_d', message: 'assert 1 == 2\n +  where' }
  ]);
});

test('counts a file that jest could not load as a failure', () => {
  const text = JSON.stringify({
    numPassedTests: 3,
    numFailedTests: 1,
    numRuntimeErrorTestSuites: 1,
    numPendingTests: 2,
    numTodoTests: 0,
    testResults: [
      {
        name: '/a.spec.ts',
        status: 'failed',
        message: 'no such module',
        assertionResults: []
      },
      {
        name: '/b.spec.ts',
        status: 'failed',
        message: 'both together',
        assertionResults: [
          { status: 'passed', fullName: 'b passes', failureMessages: [] },
          { status: 'failed', fullName: 'b fails', failureMessages: ['no'] }
        ]
      }
    ]
  });
  assert.deepEqual(fromJest(text), {
    passed: 3,
    failed: 2,
    skipped: 2,
    failures: [
      { name: '/a.spec.ts', message: 'no such module' },
      { name: 'b fails', message: 'no' }
    ]
  });
});

test('counts tests of Go, not packages', () => {
  const text = [
    '{"Action":"pass","Test":"TestA"}',
    '{"Action":"fail","Test":"TestB"}',
    '{"Action":"fail"}',
    '# a line of the compiler'
  ].join('\n');
  assert.deepEqual(fromGo(text), {
    passed: 1,
    failed: 1,
    skipped: 0,
    failures: [{ name: 'TestB', message: '' }]
  });
});

test('reads the summary of TAP', () => {
  const text =
    'ok 1 - a\nnot ok 2 - adds up\n# pass 2\n# fail 1\n# cancelled 0\n# skipped 1\n# todo 0\n';
  assert.deepEqual(fromTap(text), {
    passed: 2,
    failed: 1,
    skipped: 1,
    failures: [{ name: 'adds up', message: '' }]
  });
});

test('never loses a failure for which there is no report', () => {
  const file = '/there/is/no/report';
  assert.deepEqual(countsOf(fromJest, { file, code: 2 }), {
    passed: 0,
    failed: 1,
    skipped: 0,
    failures: [{ name: 'exit code 2', message: '' }]
  });
});

test('shows of a failure the beginning, without colours', () => {
  const message = `\u001b[31mno\u001b[39m\n\n${'line\n'.repeat(20)}`;
  const lines = linesOf('ui', [{ name: 'a test', message }]);
  assert.deepEqual(lines.slice(0, 3), ['ui: a test', '    no', '    line']);
  assert.equal(lines.length, 14);
  assert.equal(lines.at(-1), '    …');
});

test('adds up', () => {
  const failures = [{ name: 'a', message: 'b' }];
  const one = { passed: 1, failed: 2, skipped: 3, failures };
  assert.deepEqual(sum([one, one]), {
    passed: 2,
    failed: 4,
    skipped: 6,
    failures: [...failures, ...failures]
  });
});
