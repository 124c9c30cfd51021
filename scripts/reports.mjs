// Counts the tests of all runners, and names those that failed, from the reports that they write.
import { readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';

/** Counts of nothing. `failures` says of tests that failed their `name` and the `message`. */
export const none = Object.freeze({
  passed: 0,
  failed: 0,
  skipped: 0,
  failures: Object.freeze([])
});

/** Add counts up. */
export function sum(all) {
  return all.reduce(
    (total, one) => ({
      passed: total.passed + one.passed,
      failed: total.failed + one.failed,
      skipped: total.skipped + one.skipped,
      failures: [...total.failures, ...one.failures]
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
    skipped: report.numPendingTests + report.numTodoTests,
    failures: report.testResults.flatMap(file =>
      file.assertionResults.length === 0 && file.status === 'failed'
        ? [{ name: file.name, message: file.message }]
        : file.assertionResults
            .filter(one => one.status === 'failed')
            .map(one => ({
              name: one.fullName,
              message: one.failureMessages.join('\n')
            }))
    )
  };
}

const entities = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };

function unescapeXml(text) {
  return text.replace(
    /&(?:#(x?)([\da-f]+)|(\w+));/gi,
    (whole, hexadecimal, digits, name) =>
      digits
        ? String.fromCodePoint(parseInt(digits, hexadecimal ? 16 : 10))
        : (entities[name] ?? whole)
  );
}

/** An attribute of an XML element's opening tag. */
function attribute(tag, name) {
  return unescapeXml(new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? '');
}

function failuresOfJUnit(text) {
  const failures = [];
  // A test without a body closes itself, and must not swallow its neighbour.
  for (const [, tag, body] of text.matchAll(
    /(<testcase\s(?:[^>"]|"[^"]*")*?)(?:\/>|>([\s\S]*?)<\/testcase>)/g
  )) {
    const [, failure, told] =
      /(<(?:failure|error)\s(?:[^>"]|"[^"]*")*)>([\s\S]*?)<\/(?:failure|error)>/.exec(
        body ?? ''
      ) ?? [];
    if (failure) {
      const [, data] = /<!\[CDATA\[([\s\S]*?)\]\]>/.exec(told) ?? [];
      failures.push({
        name: `${attribute(tag, 'classname')} ${attribute(tag, 'name')}`.trim(),
        // Playwright's attribute repeats the name; what happened is in the text.
        message: data ?? attribute(failure, 'message')
      });
    }
  }
  return failures;
}

/** The counts of a JUnit report, as pytest and Playwright write them. */
export function fromJUnit(text) {
  const counts = { ...none, failures: failuresOfJUnit(text) };
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
  const counts = { ...none, failures: [] };
  const names = { pass: 'passed', fail: 'failed', skip: 'skipped' };
  for (const line of text.split('\n')) {
    const event = line.startsWith('{') ? JSON.parse(line) : {};
    if (event.Test && names[event.Action]) {
      counts[names[event.Action]] += 1;
    }
    if (event.Test && event.Action === 'fail') {
      counts.failures.push({ name: event.Test, message: '' });
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
    skipped: number('skipped') + number('todo'),
    failures: [...text.matchAll(/^\s*not ok \d+ - (.*)$/gm)].map(
      ([, name]) => ({
        name,
        message: ''
      })
    )
  };
}

const shownLines = 12;

/**
 * What failed, for the end of the output: there it is found, and there it is
 * when only the end has been kept.
 *
 * @param stage - the stage's name
 * @param failures - `name` and `message` of each
 * @returns lines
 */
export function linesOf(stage, failures) {
  return failures.flatMap(({ name, message }) => {
    const lines = stripVTControlCharacters(message)
      .split('\n')
      .filter(line => line.trim());
    return [
      `${stage}: ${name}`,
      ...lines.slice(0, shownLines).map(line => `    ${line.slice(0, 200)}`),
      ...(lines.length > shownLines ? ['    …'] : [])
    ];
  });
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
    const failure = { name: `exit code ${code}`, message: text ?? '' };
    return { ...counts, failed: 1, failures: [failure] };
  }
  return counts;
}
