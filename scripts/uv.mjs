// Makes Python environments, with uv: a fraction of the time that pip takes, and nothing is compiled before it is used.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { inRepository, onPath, program } from './places.mjs';
import { must, run } from './processes.mjs';
import { isAtLeast, numbersOf } from './requirements.mjs';

const version = '0.13.9';
const oldest = [0, 8];
const folder = inRepository('.uv');
const own = path.join(folder, 'bin', 'uv');

/** What pip was told about the network, in uv's words: it reads neither pip's variables nor its files. */
function variables() {
  const { env } = process;
  const said = {
    UV_DEFAULT_INDEX: env.PIP_INDEX_URL,
    UV_INDEX: env.PIP_EXTRA_INDEX_URL,
    UV_FIND_LINKS: env.PIP_FIND_LINKS,
    SSL_CERT_FILE: env.PIP_CERT ?? env.REQUESTS_CA_BUNDLE
  };
  const variables = { ...env, UV_NO_CONFIG: '1', UV_PYTHON_DOWNLOADS: 'never' };
  for (const [name, value] of Object.entries(said)) {
    if (value && !env[name]) {
      variables[name] = value;
    }
  }
  // An environment that the caller has activated must not be changed.
  delete variables.VIRTUAL_ENV;
  delete variables.CONDA_PREFIX;
  return variables;
}

/** The user's own uv where it is new enough. */
async function onMachine() {
  const found = onPath(['uv']);
  const { code, stdout } = found
    ? await run(found, ['--version'])
    : { code: 1, stdout: '' };
  return code === 0 && isAtLeast(numbersOf(stdout), oldest) ? found : null;
}

let found = null;

/** The path of uv, once its step is through. */
export function uv() {
  return (found ??= existsSync(own) ? own : 'uv');
}

function runUv(args, extra) {
  const env = { ...variables(), ...extra };
  return must(uv(), [...args, '--quiet'], { env });
}

/**
 * The step that brings uv into the repository, unless the machine has it.
 *
 * @param python - what `checkRequirements` found
 */
export function uvStep(python) {
  return {
    name: 'uv',
    inputs: [],
    text: version,
    outputs: [],
    isGood: () => existsSync(own) || onPath(['uv']) !== null,
    stamp: path.join(folder, '.setup-uv'),
    run: async () => {
      found = await onMachine();
      if (found) {
        return;
      }
      const pip = ['-m', 'pip', '--disable-pip-version-check', 'install'];
      const wanted = ['--quiet', '--no-deps', '--no-compile', `uv==${version}`];
      const { code } = await run(python.executable, ['-m', 'pip', '--version']);
      if (code === 0) {
        await must(
          python.executable,
          [...pip, ...wanted, ...['--upgrade', '--target', folder]],
          // pip refuses a target where the user's settings say --user.
          { env: { ...process.env, PIP_USER: '0' } }
        );
      } else {
        // As on Debian, whose Python has pip in virtual environments only.
        await must(python.executable, ['-m', 'venv', '--clear', folder]);
        await must(program('python', folder), [...pip, ...wanted]);
      }
      found = own;
    }
  };
}

/** Make an environment, in place of one that is not as it should be. */
export async function makeEnvironment(python, environment) {
  await runUv(['venv', '--clear', '--python', python.executable, environment]);
}

/**
 * Install into an environment; links to the cache where the file system can.
 *
 * @param args - as `pip install` takes them
 * @param extra - variables for what is built
 */
export async function install(environment, args, extra = {}) {
  const python = program('python', environment);
  await runUv(['pip', 'install', '--python', python, ...args], extra);
}
