// Everything between a fresh clone and a running extension. `node scripts/setup.mjs` does only this.
import {
  mkdirSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync
} from 'node:fs';
import path from 'node:path';
import { bundle } from './bundle.mjs';
import {
  activated,
  environment,
  inRepository,
  mlserverEnvironment,
  oldestEnvironment,
  program
} from './places.mjs';
import { must, runScript } from './processes.mjs';
import { checkRequirements, isAtLeast, numbersOf } from './requirements.mjs';
import { runSteps, secondsSince } from './steps.mjs';
import { install, makeEnvironment, uvStep } from './uv.mjs';

const labextension = inRepository('jupyterlab_kserve', 'labextension');
const uiTests = inRepository('ui-tests');

function environmentStep(python, name, folder) {
  return {
    name: `${name}: environment`,
    needs: ['uv'],
    inputs: [],
    text: `${python.version} ${folder}`,
    outputs: [program('python', folder)],
    stamp: path.join(folder, '.setup-environment'),
    run: () => makeEnvironment(python, folder)
  };
}

function packagesStep(name, folder, list, constraints, needs) {
  const requirements = inRepository('requirements', list);
  const exact = inRepository('requirements', constraints);
  return {
    name,
    needs,
    inputs: [
      inRepository('requirements', 'start.in'),
      requirements,
      exact,
      path.join(folder, '.setup-environment')
    ],
    outputs: [],
    stamp: path.join(folder, `.setup-${path.parse(list).name}`),
    run: () => install(folder, ['-r', requirements, '-c', exact])
  };
}

function pythonSteps(python, name, folder, list, constraints) {
  const environment = environmentStep(python, name, folder);
  return [
    environment,
    packagesStep(`${name}: packages`, folder, list, constraints, [
      environment.name
    ])
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

const bundleFolder = inRepository('bundle');

const bundlePackages = {
  name: 'Bundle: packages',
  inputs: ['package.json', 'package-lock.json'].map(file =>
    path.join(bundleFolder, file)
  ),
  outputs: [path.join(bundleFolder, 'node_modules')],
  stamp: path.join(bundleFolder, 'node_modules', '.setup-packages'),
  run: () =>
    must('npm', ['ci', '--no-audit', '--no-fund', '--prefer-offline'], {
      cwd: bundleFolder
    })
};

const build = {
  name: 'Extension: build',
  needs: ['Bundle: packages'],
  inputs: [
    ...['src', 'style', 'schema', 'package.json'],
    ...['package-lock.json', 'rspack.config.cjs'].map(file => `bundle/${file}`)
  ].map(name => inRepository(name)),
  outputs: [path.join(labextension, 'package.json')],
  // Not a development build: it is many times larger.
  isGood: () =>
    !readdirSync(path.join(labextension, 'static')).some(name =>
      name.endsWith('.map')
    ),
  stamp: inRepository('bundle', 'extension', '.setup-build'),
  run: () => bundle()
};

/** A link in place of the copy that installing makes: the next build is there at once. */
function linkExtension(link) {
  // A copy of install.json within it would get into the wheel from two places, which hatch refuses.
  rmSync(path.join(labextension, 'install.json'), { force: true });
  rmSync(link, { recursive: true, force: true });
  mkdirSync(path.dirname(link), { recursive: true });
  symlinkSync(realpathSync(labextension), link);
}

const installation = {
  name: 'Extension: install',
  needs: ['Python: packages', 'Extension: build'],
  inputs: [
    ...['pyproject.toml', 'package.json', 'install.json', 'jupyter-config'].map(
      name => inRepository(name)
    ),
    path.join(environment, '.setup-start')
  ],
  outputs: [
    path.join(environment, 'share/jupyter/labextensions/jupyterlab-kserve')
  ],
  stamp: path.join(environment, '.setup-install'),
  run: async () => {
    const [link] = installation.outputs;
    // Installing must not write through the link.
    rmSync(link, { recursive: true, force: true });
    await install(
      environment,
      ['--no-deps', '--no-build-isolation', '--editable', inRepository()],
      // The step before has built it.
      { SKIP_JUPYTER_BUILDER: '1' }
    );
    linkExtension(link);
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
 * @param parts - what beside the extension itself: `tests` (the packages of all tests), `cluster`, `mlserver`, `browser` (the packages of the browser
 *   tests), `chromium`, `oldest` (the oldest JupyterLab)
 * @returns what was found on the machine
 */
export async function setUp(parts) {
  const started = Date.now();
  const found = await checkRequirements(parts);
  const steps = [
    uvStep(found.python),
    ...pythonSteps(
      found.python,
      'Python',
      environment,
      'start.in',
      'constraints.txt'
    ),
    bundlePackages,
    build,
    installation
  ];
  if (parts.tests) {
    steps.push(
      packagesStep(
        'Python: packages of the tests',
        environment,
        'development.in',
        'constraints.txt',
        // Not side by side with another installation into the environment.
        ['Extension: install']
      ),
      nodeStep('Extension: packages', inRepository())
    );
  }
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
      tests: true,
      cluster: true,
      mlserver: true,
      browser: true,
      chromium: true,
      oldest: true
    });
  });
}
