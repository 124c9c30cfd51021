// Everything between a fresh clone and a running extension. `node scripts/setup.mjs` does only this.
import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import {
  activated,
  environment,
  inRepository,
  mlserverEnvironment,
  oldestEnvironment,
  program
} from './places.mjs';
import { must, run, runScript } from './processes.mjs';
import { checkRequirements, isAtLeast, numbersOf } from './requirements.mjs';
import { runSteps, secondsSince } from './steps.mjs';

const labextension = inRepository('jupyterlab_kserve', 'labextension');
const uiTests = inRepository('ui-tests');

/** Make a virtual environment with a working pip, keeping one that is good. */
async function makeEnvironment(python, folder) {
  const own = program('python', folder);
  const { code, stdout } = await run(own, [
    '-c',
    'import sys; print("%d.%d" % sys.version_info[:2])'
  ]);
  if (code !== 0 || stdout.trim() !== python.version) {
    await must(python.executable, ['-m', 'venv', '--clear', folder]);
  } else if ((await run(own, ['-m', 'pip', '--version'])).code !== 0) {
    await must(own, ['-m', 'ensurepip']);
  }
}

function pip(folder, args, env = {}) {
  return must(
    program('python', folder),
    ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...args],
    { env: activated({ PIP_NO_INPUT: '1', ...env }) }
  );
}

function pythonSteps(python, name, folder, list, constraints) {
  const requirements = inRepository('requirements', list);
  const exact = inRepository('requirements', constraints);
  return [
    {
      name: `${name}: environment`,
      inputs: [],
      text: `${python.version} ${folder}`,
      outputs: [program('python', folder)],
      stamp: path.join(folder, '.setup-environment'),
      run: () => makeEnvironment(python, folder)
    },
    {
      name: `${name}: packages`,
      needs: [`${name}: environment`],
      inputs: [requirements, exact, path.join(folder, '.setup-environment')],
      outputs: [],
      stamp: path.join(folder, '.setup-packages'),
      run: () => pip(folder, ['-r', requirements, '-c', exact])
    }
  ];
}

function jlpm(args, cwd) {
  return must(program('jlpm'), args, {
    cwd,
    env: activated({
      // Chromium is the system's.
      PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1',
      YARN_ENABLE_PROGRESS_BARS: '0'
    })
  });
}

function nodeStep(name, folder) {
  return {
    name,
    needs: ['Python: packages'],
    inputs: ['package.json', 'yarn.lock'].map(file => path.join(folder, file)),
    outputs: [path.join(folder, 'node_modules')],
    stamp: path.join(folder, 'node_modules', '.setup-packages'),
    run: () => jlpm(['install', '--immutable'], folder)
  };
}

const build = {
  name: 'Extension: build',
  needs: ['Extension: packages'],
  inputs: [
    'src',
    'style',
    'schema',
    'package.json',
    'tsconfig.json',
    'yarn.lock'
  ].map(name => inRepository(name)),
  outputs: [path.join(labextension, 'package.json')],
  // Not the development build that `jlpm build` puts in its place: it is many times larger.
  isGood: () =>
    !readdirSync(path.join(labextension, 'static')).some(name =>
      name.endsWith('.map')
    ),
  stamp: inRepository('lib', '.setup-build'),
  run: () => jlpm(['build:prod'])
};

/**
 * Remove the copy of install.json that `develop` leaves behind its link: with
 * it the wheel would get the same file from two places, which hatch refuses.
 */
function dropInstallNote() {
  rmSync(path.join(labextension, 'install.json'), { force: true });
}

const install = {
  name: 'Extension: install',
  needs: ['Python: packages', 'Extension: build'],
  inputs: [
    ...['pyproject.toml', 'package.json', 'install.json', 'jupyter-config'].map(
      name => inRepository(name)
    ),
    path.join(environment, '.setup-packages')
  ],
  outputs: [
    path.join(environment, 'share/jupyter/labextensions/jupyterlab-kserve')
  ],
  stamp: path.join(environment, '.setup-install'),
  run: async () => {
    dropInstallNote();
    await pip(
      environment,
      ['--no-deps', '--no-build-isolation', '--editable', inRepository()],
      // The step before has built it.
      { SKIP_JUPYTER_BUILDER: '1' }
    );
    // A link instead of a copy: the next build is there at once.
    await must(
      program('jupyter-builder'),
      ['develop', '--overwrite', inRepository()],
      { env: activated() }
    );
    dropInstallNote();
  }
};

const cluster = {
  name: 'Embedded KServe: build',
  run: async () => {
    const script = inRepository('ui-tests', 'cluster', 'cluster.mjs');
    const started = Date.now();
    // What it says while it builds, for minutes the first time, is for people.
    await must(process.execPath, [script, 'build'], {
      stdio: ['ignore', 'pipe', 'inherit']
    });
    // It keeps its builds by itself, outside of the repository.
    return Date.now() - started < 1500 ? 'unchanged' : undefined;
  }
};

/**
 * Set up.
 *
 * @param parts - what beside the extension itself: `cluster`, `mlserver`, `browser` (the packages of the browser
 *   tests), `chromium`, `oldest` (the oldest JupyterLab)
 * @returns what was found on the machine
 */
export async function setUp(parts) {
  const started = Date.now();
  const found = await checkRequirements(parts);
  const steps = [
    ...pythonSteps(
      found.python,
      'Python',
      environment,
      'development.in',
      'constraints.txt'
    ),
    nodeStep('Extension: packages', inRepository()),
    build,
    install
  ];
  if (parts.cluster) {
    steps.push(cluster);
  }
  if (parts.browser) {
    steps.push(nodeStep('Browser tests: packages', uiTests));
  }
  if (parts.oldest) {
    steps.push(
      nodeStep('JupyterLab 4.2: types', inRepository('compat')),
      ...pythonSteps(
        found.python,
        'JupyterLab 4.2',
        oldestEnvironment,
        'compat.in',
        'compat-constraints.txt'
      )
    );
  }
  if (parts.mlserver) {
    if (isAtLeast(numbersOf(found.python.version), [3, 13])) {
      console.log('MLServer does not run on Python 3.13: left out.');
    } else {
      steps.push(
        ...pythonSteps(
          found.python,
          'MLServer',
          mlserverEnvironment,
          'mlserver.in',
          'mlserver-constraints.txt'
        )
      );
    }
  }
  const worked = await runSteps(steps);
  console.log(
    worked === 0
      ? 'Set-up: nothing to do.'
      : `Set-up: done in ${secondsSince(started).trim()}.`
  );
  return found;
}

if (process.argv[1] === inRepository('scripts', 'setup.mjs')) {
  await runScript(async () => {
    await setUp({
      cluster: true,
      mlserver: true,
      browser: true,
      chromium: true,
      oldest: true
    });
  });
}
