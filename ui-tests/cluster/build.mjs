// Builds the cluster's program and keeps it in the user's cache folder.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import * as readline from 'node:readline';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));

/** A failure that is explained in plain words: print the message, not the stack. */
export class ClusterError extends Error {}

export function say(text) {
  process.stderr.write(`${text}\n`);
}

function sources() {
  const files = ['go.mod', 'go.sum'];
  for (const folder of ['.', 'node']) {
    for (const name of fs.readdirSync(path.join(here, folder))) {
      if (/\.(go|json)$/.test(name) && !name.endsWith('_test.go')) {
        files.push(path.join(folder, name));
      }
    }
  }
  return files.sort();
}

function cacheFolder() {
  const base = process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache');
  return path.join(base, 'jupyterlab-kserve', 'cluster');
}

function checkMachine() {
  if (process.platform !== 'linux') {
    throw new ClusterError(
      'The embedded KServe needs Linux: its pods are processes with their own view of mounts. ' +
        'On other systems, run it in a Linux virtual machine or container.'
    );
  }
}

/** Go's settings: no other Go version is downloaded, and no C compiler is needed. */
const goEnvironment = {
  ...process.env,
  GOTOOLCHAIN: 'local',
  CGO_ENABLED: '0',
  GOWORK: 'off'
};

function checkGo() {
  const needed = /^go (\S+)$/m.exec(
    fs.readFileSync(path.join(here, 'go.mod'), 'utf8')
  )[1];
  const advice =
    `The embedded KServe is built with Go ${needed} or newer. ` +
    'Install it from https://go.dev/dl (unpack the archive and add its bin folder to PATH), then run this again.';
  const go = spawnSync('go', ['env', 'GOVERSION'], {
    env: goEnvironment,
    cwd: os.tmpdir(),
    encoding: 'utf8'
  });
  if (go.error || go.status !== 0) {
    throw new ClusterError(`Go was not found. ${advice}`);
  }
  const found = go.stdout.trim().replace(/^go/, '');
  const number = version =>
    version.split('.').map(part => parseInt(part, 10) || 0);
  const [have, want] = [number(found), number(needed)];
  const at = want.findIndex((part, i) => part !== (have[i] ?? 0));
  if (at >= 0 && (have[at] ?? 0) < want[at]) {
    throw new ClusterError(`Go ${found} is too old. ${advice}`);
  }
}

/**
 * Run a program and return its output; what it says on an error is in the error.
 *
 * @param options - as of `spawn`; `onLine` is called with each line that it writes to its standard error
 */
export function run(command, args, { onLine, ...options } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      ...options
    });
    let [out, err] = ['', ''];
    child.stdout.on('data', data => (out += data));
    child.stderr.on('data', data => (err += data));
    if (onLine) {
      readline.createInterface({ input: child.stderr }).on('line', onLine);
    }
    child.on('error', reject);
    child.on('close', code => {
      if (code === 0) {
        resolve(out);
      } else {
        reject(
          new ClusterError(
            `"${path.basename(command)} ${args[0]}" failed:\n${(err || out).trimEnd()}`
          )
        );
      }
    });
  });
}

/** Each compiler needs up to this much, in bytes: more at once would make the machine swap. */
const COMPILER_MEMORY = 1 << 30;

/** What Go will have to compile, and how much of it at once. */
async function plan(go) {
  const list = await run(
    'go',
    ['list', '-deps', '-f', '{{if .Stale}}{{.ImportPath}}{{end}}', '.'],
    go
  );
  const atOnce = Math.floor(os.freemem() / COMPILER_MEMORY);
  return {
    total: list.split('\n').filter(Boolean).length,
    parallel: Math.max(1, Math.min(os.availableParallelism(), atOnce))
  };
}

/**
 * Build the cluster's program unless it is there for these sources.
 *
 * @param {{onProgress?: (progress: {done: number, total: number, seconds: number}) => void, signal?: AbortSignal}} options
 *   `onProgress`: told of packages that are compiled, and of all that have to be; `signal`: gives up
 * @returns {Promise<{binary: string, manifests: string}>}
 */
export async function build({ onProgress, signal } = {}) {
  checkMachine();
  const hash = createHash('sha256');
  for (const file of sources()) {
    hash
      .update(file)
      .update('\0')
      .update(fs.readFileSync(path.join(here, file)))
      .update('\0');
  }
  const cache = cacheFolder();
  const folder = path.join(cache, hash.digest('hex').slice(0, 16));
  const built = {
    binary: path.join(folder, 'kserve-cluster'),
    manifests: path.join(folder, 'kserve.json')
  };
  if (fs.existsSync(folder)) {
    fs.utimesSync(folder, new Date(), new Date()); // it is in use: removeOld keeps it
    return built;
  }
  checkGo();
  say(
    'Building the embedded KServe: 5 to 20 minutes the first time, 15 seconds after a change.'
  );
  const started = Date.now();
  const seconds = () => Math.round((Date.now() - started) / 1000);
  const progress = { done: 0, total: 0 };
  const telling = setInterval(() => {
    const { done, total } = progress;
    say(`  ${done} of ${total} packages after ${seconds()} seconds`);
  }, 30000);
  const report = () => onProgress?.({ ...progress, seconds: seconds() });
  fs.mkdirSync(cache, { recursive: true });
  const parts = fs.mkdtempSync(path.join(cache, 'building-'));
  try {
    const go = { cwd: here, env: goEnvironment, signal };
    const kubernetes = (
      await run(
        'go',
        ['list', '-m', '-f', '{{.Version}}', 'k8s.io/kubernetes'],
        go
      )
    ).trim();
    const binary = path.join(parts, 'kserve-cluster');
    const flags = `-s -w -X k8s.io/component-base/version.gitVersion=${kubernetes}`;
    report();
    const { total, parallel } = await plan(go);
    progress.total = total;
    await run(
      'go',
      [
        ...['build', '-v', '-p', String(parallel), '-buildvcs=false'],
        ...['-ldflags', flags, '-o', binary, '.']
      ],
      {
        ...go,
        // A line for each package.
        onLine: () => {
          progress.done += 1;
          report();
        }
      }
    );
    const kserve = (
      await run(
        'go',
        ['list', '-m', '-f', '{{.Dir}}', 'github.com/kserve/kserve'],
        go
      )
    ).trim();
    await run(binary, [
      'manifests',
      '--kserve',
      kserve,
      '--out',
      path.join(parts, 'kserve.json')
    ]);
    try {
      fs.renameSync(parts, folder);
    } catch (error) {
      if (!fs.existsSync(folder)) {
        throw error;
      } // otherwise another build of the same sources was faster
    }
  } finally {
    clearInterval(telling);
    fs.rmSync(parts, { recursive: true, force: true });
  }
  say(`Built in ${seconds()} seconds.`);
  removeOld(cache);
  return built;
}

/** Keep the two builds that were used last: each has 160 MB. */
function removeOld(cache) {
  const used = name => fs.statSync(path.join(cache, name)).mtimeMs;
  const builds = fs
    .readdirSync(cache)
    .filter(name => !name.startsWith('building-'));
  for (const name of builds.sort((a, b) => used(b) - used(a)).slice(2)) {
    fs.rmSync(path.join(cache, name), { recursive: true, force: true });
  }
}
