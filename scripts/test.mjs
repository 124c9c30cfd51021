// npm test: sets up, runs all tests, and says how many passed.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { badOption, parse } from './options.mjs';
import { mlserverEnvironment, program } from './places.mjs';
import { PlainError, runScript } from './processes.mjs';
import { linesOf, none, sum } from './reports.mjs';
import { setUp } from './setup.mjs';
import { prepareReports, stages } from './stages.mjs';
import { secondsSince } from './steps.mjs';

const help = `npm test -- [options] [stage ...]

Sets up what is missing and runs the stages, all of them or those named:

${stages.map(({ name, what }) => `  ${name.padEnd(10)} ${what}`).join('\n')}

  --grep TEXT  only the tests whose names contain it (jest, pytest, ui)
  --help       this text

With JUPYTERLAB_KSERVE_TEST_CLUSTER set to the state folder of an embedded
KServe that runs already, that one is used, and left running: each run has
namespaces of its own in it.
`;

function readOptions(args) {
  const { values, positionals } = parse(
    args,
    { grep: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    { allowPositionals: true }
  );
  for (const name of positionals) {
    if (!stages.some(stage => stage.name === name)) {
      throw badOption(`There is no stage "${name}".`);
    }
  }
  const wanted = stages.filter(
    ({ name }) => positionals.length === 0 || positionals.includes(name)
  );
  return { help: values.help, grep: values.grep, wanted };
}

/** The state folder of an embedded KServe that runs. */
async function startCluster(atEnd) {
  const cluster = await import('../ui-tests/cluster/cluster.mjs');
  const given = process.env.JUPYTERLAB_KSERVE_TEST_CLUSTER;
  if (given) {
    if (!cluster.status({ state: given })) {
      throw new PlainError(`No embedded KServe is running in ${given}.`);
    }
    return path.resolve(given);
  }
  // The system's folder: short names, and local even if the repository is on a network.
  const state = mkdtempSync(path.join(tmpdir(), 'kserve-test-'));
  atEnd(async () => {
    await cluster.stop({ state });
    rmSync(state, { recursive: true, force: true });
  });
  await cluster.start({
    state,
    python: program('python'),
    mlserverPython: program('python', mlserverEnvironment),
    owner: process.pid
  });
  return state;
}

async function main(atEnd) {
  const options = readOptions(process.argv.slice(2));
  if (options.help) {
    process.stdout.write(help);
    return 0;
  }
  const { wanted } = options;
  const needs = part => wanted.some(stage => stage.needs.includes(part));
  const begun = Date.now();
  const { chromium } = await setUp({
    tests: true,
    cluster: needs('cluster'),
    mlserver: needs('mlserver'),
    browser: needs('browser'),
    chromium: needs('running') && needs('browser'),
    oldest: needs('oldest')
  });
  const context = {
    reports: prepareReports(),
    grep: options.grep,
    chromium,
    atEnd
  };
  const results = [];
  for (const stage of wanted) {
    const started = Date.now();
    console.log(`\n== ${stage.name}: ${stage.what}`);
    let counts;
    try {
      if (stage.needs.includes('running')) {
        context.state ??= await startCluster(atEnd);
      }
      counts = await stage.run(context);
    } catch (error) {
      // The other stages can still tell something.
      console.error(error instanceof PlainError ? error.message : error);
      const failure = { name: stage.what, message: error.message };
      counts = { ...none, failed: 1, failures: [failure] };
    }
    results.push({ stage, counts, time: secondsSince(started) });
  }
  report(results, begun);
  return results.some(({ counts }) => counts.failed > 0) ? 1 : 0;
}

function report(results, begun) {
  console.log('');
  for (const { stage, counts } of results) {
    linesOf(stage.name, counts.failures).forEach(line => console.log(line));
  }
  console.log('');
  for (const { stage, counts, time } of results) {
    const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
    console.log(
      `${counts.failed > 0 ? 'FAIL' : 'ok  '} ${stage.name.padEnd(8)} ${time}   ` +
        `${counts.passed} passed, ${counts.failed} failed${skipped}`
    );
  }
  console.log(`     ${'all'.padEnd(8)} ${secondsSince(begun)}, with set-up\n`);
  const total = sum(results.map(({ counts }) => counts));
  console.log(`${total.passed} passed, ${total.failed} failed`);
}

await runScript(main);
