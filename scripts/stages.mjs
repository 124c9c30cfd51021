// The stages of npm test, in their order. A new one is one more entry in the table.
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  activated,
  environment,
  inRepository,
  oldestEnvironment,
  program
} from './places.mjs';
import { run } from './processes.mjs';
import {
  countsOf,
  fromGo,
  fromJUnit,
  fromJest,
  fromTap,
  none,
  sum
} from './reports.mjs';
import { install } from './uv.mjs';
import { buildWheel, testWheel } from './wheel.mjs';

const clusterSource = inRepository('ui-tests', 'cluster');
const uiTests = inRepository('ui-tests');
const shown = ['ignore', 'inherit', 'inherit'];

/** Run programs that check everything at once: each counts as one test. */
async function checks(commands, options = { env: activated() }) {
  const counts = { ...none, failures: [] };
  for (const [command, ...args] of commands) {
    const { code, output } = await run(command, args, options);
    const name = [command, ...args].join(' ');
    console.log(`${code === 0 ? 'ok  ' : 'FAIL'} ${name}`);
    if (code !== 0) {
      console.log(output.trimEnd());
      counts.failures.push({ name, message: output });
    }
    counts[code === 0 ? 'passed' : 'failed'] += 1;
  }
  return counts;
}

/** Run a test runner that writes a report. */
async function runner(parse, context, name, [command, ...args], options = {}) {
  const file = path.join(context.reports, name);
  rmSync(file, { force: true });
  const { code } = await run(command, args, { stdio: shown, ...options });
  return countsOf(parse, { file, code });
}

/** Run a test runner that prints its report. */
async function printed(parse, [command, ...args], options) {
  const { code, stdout, output } = await run(command, args, options);
  const counts = countsOf(parse, { text: stdout, code });
  if (counts.failed > 0) {
    console.log(output.trimEnd());
  }
  return counts;
}

const lint = () =>
  checks([
    ['jlpm', 'eslint'],
    ['jlpm', 'stylelint'],
    ['jlpm', 'prettier'],
    [process.execPath, inRepository('scripts', 'texts.mjs'), '--check'],
    ['ruff', 'check', '.'],
    ['ruff', 'format', '--check', '.'],
    ['mypy']
  ]);

const types = () =>
  checks([
    ['jlpm', 'types'],
    ['jlpm', '--cwd', uiTests, 'types']
  ]);

function jest({ reports, grep }) {
  const args = ['--json', `--outputFile=${path.join(reports, 'jest.json')}`];
  return runner(
    fromJest,
    { reports },
    'jest.json',
    [program('jlpm'), 'jest', '--ci', ...args, ...(grep ? ['-t', grep] : [])],
    { env: activated() }
  );
}

const scripts = () =>
  printed(fromTap, [
    process.execPath,
    '--test',
    '--test-reporter=tap',
    // By name: newer releases of Node take not a folder here.
    ...readdirSync(inRepository('scripts', 'tests')).map(name =>
      inRepository('scripts', 'tests', name)
    )
  ]);

async function go() {
  const options = {
    cwd: clusterSource,
    env: { ...process.env, CGO_ENABLED: '0', GOTOOLCHAIN: 'local' }
  };
  return sum([
    await checks([['go', 'vet', './node/...']], options),
    await printed(fromGo, ['go', 'test', '-json', './node/...'], options)
  ]);
}

function pytest({ reports, grep, state }) {
  const args = [`--junitxml=${path.join(reports, 'pytest.xml')}`, '-q'];
  return runner(
    fromJUnit,
    { reports },
    'pytest.xml',
    [program('python'), '-m', 'pytest', ...args, ...(grep ? ['-k', grep] : [])],
    { env: activated({ JUPYTERLAB_KSERVE_TEST_CLUSTER: state }) }
  );
}

/** A namespace that only this run uses, and beside it one in which nothing is allowed. */
async function ownNamespace({ state, atEnd }) {
  const cluster = await import('../ui-tests/cluster/cluster.mjs');
  // Short: a service's name has to fit beside it.
  const namespace = `ui-${randomBytes(3).toString('hex')}`;
  const without = `${namespace}-none`;
  const volume = mkdtempSync(path.join(tmpdir(), 'kserve-volume-'));
  atEnd(async () => {
    await cluster.removeNamespace({ state, name: namespace });
    await cluster.removeNamespace({ state, name: without });
    rmSync(volume, { recursive: true, force: true });
  });
  await cluster.namespace({ state, name: namespace, volume });
  await cluster.namespace({ state, name: without, volume, role: 'none' });
  return { namespace, volume };
}

/** Run a project of Playwright's configuration, with JupyterLab from an environment. */
async function browser(context, project, jupyter) {
  const { reports, grep, state, chromium } = context;
  const { namespace, volume } = await ownNamespace(context);
  const report = `${project}.xml`;
  return runner(
    fromJUnit,
    { reports },
    report,
    [
      program('jlpm'),
      ...['test', '--project', project],
      ...(grep ? ['--grep', grep] : [])
    ],
    {
      cwd: uiTests,
      env: activated({
        CHROMIUM: chromium,
        JUPYTERLAB_KSERVE_TEST_CLUSTER: state,
        JUPYTERLAB_KSERVE_TEST_NAMESPACE: namespace,
        JUPYTERLAB_KSERVE_TEST_VOLUME: volume,
        JUPYTERLAB_KSERVE_TEST_ENVIRONMENT: jupyter,
        JUPYTERLAB_KSERVE_TEST_REPORT: path.join(reports, report)
      })
    }
  );
}

const ui = context => browser(context, 'ui', environment);

async function compat(context) {
  const types = await checks([['jlpm', 'tsc', '-p', 'compat']]);
  const folder = mkdtempSync(path.join(tmpdir(), 'wheel-'));
  try {
    // As users get it: a link to the sources would hide what the wheel lacks.
    const wheel = await buildWheel(folder);
    await install(oldestEnvironment, ['--no-deps', '--reinstall', wheel]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return sum([types, await browser(context, 'compat', oldestEnvironment)]);
}

/** The stages: `needs` what set-up and start must provide beside the extension itself. */
export const stages = [
  {
    name: 'lint',
    what: 'ESLint, stylelint, Prettier, wording, ruff, mypy',
    run: lint,
    needs: ['browser']
  },
  {
    name: 'types',
    what: 'TypeScript, with the tests',
    run: types,
    needs: ['browser']
  },
  { name: 'jest', what: 'TypeScript', run: jest, needs: [] },
  {
    name: 'scripts',
    what: 'the scripts of npm start and npm test',
    run: scripts,
    needs: []
  },
  {
    name: 'go',
    what: 'the node of the embedded KServe',
    run: go,
    needs: ['cluster']
  },
  {
    name: 'pytest',
    what: 'Python, against the embedded KServe',
    run: pytest,
    needs: ['cluster', 'mlserver', 'running']
  },
  {
    name: 'ui',
    what: 'the browser, against the embedded KServe',
    run: ui,
    needs: ['cluster', 'mlserver', 'running', 'browser']
  },
  { name: 'wheel', what: 'what is in the package', run: testWheel, needs: [] },
  {
    name: 'compat',
    what: 'the package in JupyterLab 4.2 and Notebook 7.2',
    run: compat,
    needs: ['cluster', 'running', 'browser', 'oldest']
  }
];

/** A folder for the reports. */
export function prepareReports() {
  const reports = inRepository('ui-tests', '.state', 'reports');
  mkdirSync(reports, { recursive: true });
  return reports;
}
