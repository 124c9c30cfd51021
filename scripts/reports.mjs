// Counts the tests of all runners from the reports that they write.
import { readFileSync } from 'node:fs';

/** Counts of nothing. */
export const none = Object.freeze({ passed: 0, failed: 0, skipped: 0 });

/** Add counts up. */
export function sum(all) {
  return all.reduce(
    (total, one) => ({
      passed: total.passed + one.passed,
      failed: total.failed + one.failed,
      skipped: total.skipped + one.skipped
    }),
    none
  );
}

/** The counts of jest's JSON report. */
export function fromJest(text) {
  const report = JSON.parse(text);
  return {
    passed: report.numPassedTests,
    // A file that cannot be loaded has no tests to fail.
    failed: report.numFailedTests + report.numRuntimeErrorTestSuites,
    skipped: report.numPendingTests + report.numTodoTests
  };
}

/** The counts of a JUnit report, as pytest and Playwright write them. */
export function fromJUnit(text) {
  const counts = { ...none };
  for (const [suite] of text.matchAll(/<testsuite\s[^>]*>/g)) {
    const number = name =>
      Number(new RegExp(`\\s${name}="(\\d+)"`).exec(suite)?.[1] ?? 0);
    const failed = number('failures') + number('errors');
    counts.failed += failed;
    counts.skipped += number('skipped');
    counts.passed += Math.max(0, number('tests') - failed - number('skipped'));
  }
  return counts;
}

/** The counts of `go test -json`, one event a line. */
export function fromGo(text) {
  const counts = { ...none };
  const names = { pass: 'passed', fail: 'failed', skip: 'skipped' };
  for (const line of text.split('\n')) {
    const event = line.startsWith('{') ? JSON.parse(line) : {};
    if (event.Test && names[event.Action]) {
      counts[names[event.Action]] += 1;
    }
  }
  return counts;
}

/** The counts of Node's own test runner in TAP. */
export function fromTap(text) {
  const number = name =>
    Number(new RegExp(`^# ${name} (\\d+)$`, 'm').exec(text)?.[1] ?? 0);
  return {
    passed: number('pass'),
    failed: number('fail') + number('cancelled'),
    skipped: number('skipped') + number('todo')
  };
}

/**
 * What a runner's stage amounts to.
 *
 * @param parse - one of the functions above
 * @param source - a report's file, or null for `text`
 * @param code - the runner's exit code
 */
export function countsOf(parse, { file, text, code }) {
  let counts = none;
  try {
    counts = parse(file ? readFileSync(file, 'utf8') : text);
  } catch {
    // No report: the runner did not get that far.
  }
  if (code !== 0 && counts.failed === 0) {
    // It failed outside of its tests. That must not vanish from the sum.
    return { ...counts, failed: 1 };
  }
  return counts;
}
