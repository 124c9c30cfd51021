// What a machine must have before set-up can begin, and how to get it.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { onPath } from './places.mjs';
import { PlainError, must, run } from './processes.mjs';

const node = [20];
const python = [3, 10];
const go = [1, 25];

/** The numbers of a version, for example [3, 11, 7]. */
export function numbersOf(text) {
  const found = /(\d+(?:\.\d+)+|\d+)/.exec(text);
  return found ? found[1].split('.').map(Number) : [];
}

/** Whether a version is the wanted one or newer. */
export function isAtLeast(version, wanted) {
  for (const [i, number] of wanted.entries()) {
    const difference = (version[i] ?? 0) - number;
    if (difference !== 0) {
      return difference > 0;
    }
  }
  return true;
}

/**
 * Check the machine, and say everything that is missing at once.
 *
 * @param needs - `cluster` (Go) and `chromium`, beside Node and Python
 * @returns the paths of what was found
 */
export async function checkRequirements({ cluster, chromium }) {
  const missing = [];
  const found = { python: null, chromium: null };
  const check = async (name, task) => {
    try {
      found[name] = await task();
    } catch (error) {
      missing.push(error.message);
    }
  };
  await check('node', checkNode);
  await check('python', findPython);
  if (cluster) {
    await check('go', checkGo);
  }
  if (chromium) {
    await check('chromium', findChromium);
  }
  if (missing.length > 0) {
    throw new PlainError(
      `This machine lacks something:\n\n${missing.map(text => `- ${text}`).join('\n')}`
    );
  }
  return found;
}

function checkNode() {
  if (!isAtLeast(numbersOf(process.versions.node), node)) {
    throw new Error(
      `Node.js ${node} or newer is needed; this is ${process.versions.node}. Get it from https://nodejs.org.`
    );
  }
}

async function findPython() {
  // MLServer, which the tests use too, does not run on Python 3.13 yet: it comes after those it runs on.
  const names = process.env.PYTHON
    ? [process.env.PYTHON]
    : ['python3', 'python3.12', 'python3.11', 'python3.10', 'python3.13'];
  const script =
    'import sys, ensurepip, venv; print(sys.executable, "%d.%d" % sys.version_info[:2], sep="\\n")';
  const usable = [];
  let withoutVenv = null;
  for (const name of names) {
    const { code, stdout, output } = await run(name, ['-c', script]);
    if (code === 0) {
      const [executable, version] = stdout.trim().split('\n');
      if (isAtLeast(numbersOf(version), python)) {
        usable.push({ executable, version });
      }
    } else if (/ensurepip|venv/.test(output)) {
      withoutVenv = name;
    }
  }
  const preferred = usable.find(
    one => !isAtLeast(numbersOf(one.version), [3, 13])
  );
  const chosen = preferred ?? usable[0];
  if (chosen) {
    return chosen;
  }
  throw new Error(
    withoutVenv
      ? `${withoutVenv} cannot make virtual environments. On Debian and Ubuntu: apt-get install python3-venv.`
      : `Python ${python.join('.')} or newer is needed and was not found as ${names[0]}. ` +
          'Install it (on Debian and Ubuntu: apt-get install python3 python3-venv), ' +
          'or say where it is with the environment variable PYTHON.'
  );
}

async function checkGo() {
  if (process.platform !== 'linux') {
    throw new Error(
      'The embedded KServe runs on Linux only. `npm start -- --cluster none` runs without it.'
    );
  }
  const { code, stdout } = await run('go', ['env', 'GOVERSION']);
  if (code !== 0 || !isAtLeast(numbersOf(stdout), go)) {
    throw new Error(
      `Go ${go.join('.')} or newer is needed to build the embedded KServe, and ` +
        (code === 0 ? `this is ${stdout.trim()}` : 'was not found') +
        '. Get it from https://go.dev/dl and put its bin folder on PATH. ' +
        '`npm start -- --cluster none` runs without it.'
    );
  }
}

/** Find Chromium; on Debian, root gets it installed. */
async function findChromium() {
  const names = process.env.CHROMIUM
    ? [process.env.CHROMIUM]
    : ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  const found = onPath(names);
  if (found) {
    return found;
  }
  const advice =
    'Chromium is needed for the browser tests and was not found as ' +
    `${names.join(' or ')}. Install it (on Debian: apt-get install chromium), ` +
    'or say where it is with the environment variable CHROMIUM.';
  if (process.env.CHROMIUM || !isDebian() || process.getuid?.() !== 0) {
    throw new Error(advice);
  }
  console.log('Installing Chromium with apt-get.');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const packages = ['chromium', 'fonts-dejavu-core'];
  try {
    await must('apt-get', ['update', '-q'], { env });
    await must(
      'apt-get',
      ['install', '-qy', '--no-install-recommends', ...packages],
      { env }
    );
  } catch (error) {
    throw new Error(`${advice}\n${error.message}`);
  }
  return path.join('/usr', 'bin', 'chromium');
}

function isDebian() {
  try {
    return /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'));
  } catch {
    return false;
  }
}
