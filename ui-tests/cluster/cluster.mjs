#!/usr/bin/env node
// The embedded KServe: builds it, starts and stops it, adds namespaces to it. README.md says what it is.
//
//   node cluster.mjs build
//   node cluster.mjs start [--state DIR] [--volume DIR] [--namespace NAME] [--python PATH] [--mlserver-python PATH]
//                          [--timeout SECONDS] [--keep] [--owner PID]
//   node cluster.mjs namespace --name NAME --volume DIR [--state DIR] [--role notebook|none]
//   node cluster.mjs remove-namespace --name NAME [--state DIR]
//   node cluster.mjs kubectl [--state DIR] [--kubeconfig FILE] -- ARGUMENTS
//   node cluster.mjs status [--state DIR]
//   node cluster.mjs stop [--state DIR]
//
// What is for people goes to stderr; the last line of stdout is JSON.
import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ClusterError, build, run, say } from './build.mjs';

export { ClusterError, build };

const here = path.dirname(fileURLToPath(import.meta.url));
const repository = path.resolve(here, '..', '..');
const deploy = path.join(repository, 'deploy');
const defaultState = path.join(repository, 'ui-tests', '.state', 'cluster');

// Start, stop

/** The process of a state folder, or 0. A process number alone is not enough: it may be another program's by now. */
function runningPid(state) {
  try {
    const pid = Number(fs.readFileSync(path.join(state, 'pid'), 'utf8'));
    const command = fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    return path.basename(command[0]) === 'kserve-cluster' &&
      command.includes(state)
      ? pid
      : 0;
  } catch {
    return 0;
  }
}

/**
 * What a running cluster said when it became ready, or null.
 *
 * @returns {{kubeconfig: string, adminKubeconfig: string, namespace: string, server: string, pid: number} | null}
 */
export function status({ state = defaultState } = {}) {
  state = path.resolve(state);
  const pid = runningPid(state);
  try {
    const ready = JSON.parse(
      fs.readFileSync(path.join(state, 'ready.json'), 'utf8')
    );
    return pid && ready.pid === pid ? ready : null;
  } catch {
    return null;
  }
}

function lastLines(file, count) {
  try {
    return fs
      .readFileSync(file, 'utf8')
      .trimEnd()
      .split('\n')
      .slice(-count)
      .join('\n');
  } catch {
    return '(no log)';
  }
}

/**
 * Start a cluster in the background and wait until it can be used.
 *
 * @param {{state?: string, volume?: string, namespace?: string, python?: string, mlserverPython?: string,
 *   timeout?: number, keep?: boolean, owner?: number}} options
 *   `keep`: keep the objects of the last start. `owner`: the cluster ends when this process does.
 * @returns {Promise<{kubeconfig: string, adminKubeconfig: string, namespace: string, server: string, pid: number}>}
 */
export async function start(options = {}) {
  const state = path.resolve(options.state ?? defaultState);
  const volume = path.resolve(options.volume ?? path.join(state, 'models'));
  const timeout = options.timeout ?? 120;
  const already = status({ state });
  if (already) {
    say(`A cluster is already running in ${state}.`);
    return already;
  }
  const { binary, manifests } = await build();
  fs.mkdirSync(state, { recursive: true, mode: 0o700 });
  const log = path.join(state, 'cluster.log');
  const out = fs.openSync(log, 'w', 0o600);
  const optional = (name, value) => (value ? [name, String(value)] : []);
  const child = spawn(
    binary,
    [
      'start',
      ...[
        '--state',
        state,
        '--volume',
        volume,
        '--deploy',
        deploy,
        '--manifests',
        manifests
      ],
      ...[
        '--python',
        path.resolve(
          options.python ?? path.join(repository, '.venv', 'bin', 'python')
        )
      ],
      ...[
        '--mlserver-python',
        path.resolve(
          options.mlserverPython ??
            path.join(repository, '.venv-mlserver', 'bin', 'python')
        )
      ],
      ...['--timeout', `${timeout}s`],
      ...optional('--namespace', options.namespace),
      ...optional('--owner', options.owner),
      ...(options.keep ? ['--keep'] : [])
    ],
    { detached: true, stdio: ['ignore', out, out] }
  );
  fs.closeSync(out);
  let ended = null;
  child.on('error', error => (ended = error.message));
  child.on('exit', (code, signal) => (ended = `exit ${signal ?? code}`));
  const deadline = Date.now() + (timeout + 5) * 1000;
  while (!ended && Date.now() < deadline) {
    const ready = status({ state });
    if (ready && ready.pid === child.pid) {
      child.unref();
      return ready;
    }
    await sleep(100);
  }
  if (!ended) {
    child.kill('SIGKILL');
  }
  throw new ClusterError(
    `The embedded KServe did not start (${ended ?? `not ready within ${timeout} seconds`}). ` +
      `The end of ${log}:\n${lastLines(log, 20)}`
  );
}

/**
 * Stop a cluster and every process of its pods. It is no error when none is running.
 *
 * @returns {Promise<boolean>} whether one was running
 */
export async function stop({ state = defaultState } = {}) {
  state = path.resolve(state);
  const pid = runningPid(state);
  if (!pid) {
    return false;
  }
  process.kill(pid, 'SIGTERM');
  const deadline = Date.now() + 10000;
  while (runningPid(state) === pid) {
    if (Date.now() > deadline) {
      say(
        `Process ${pid} did not end within 10 seconds: killing it. The kernel ends its pods with it.`
      );
      process.kill(pid, 'SIGKILL');
    }
    await sleep(50);
  }
  return true;
}

// Namespaces, kubectl

/**
 * Add a namespace with volume, runtime and service account, as the one that start makes.
 *
 * @param {{state?: string, name: string, volume: string, role?: 'notebook' | 'none'}} options
 *   `role: 'none'`: the service account may do nothing.
 * @returns {Promise<{kubeconfig: string, namespace: string}>}
 */
export async function namespace({
  state = defaultState,
  name,
  volume,
  role = 'notebook'
}) {
  if (!name || !volume) {
    throw new ClusterError('A namespace needs --name and --volume.');
  }
  state = path.resolve(state);
  if (!status({ state })) {
    throw new ClusterError(
      `No cluster is running in ${state}. Start one first.`
    );
  }
  const { binary } = await build();
  const args = [
    '--state',
    state,
    '--name',
    name,
    '--volume',
    path.resolve(volume),
    '--deploy',
    deploy,
    '--role',
    role
  ];
  return JSON.parse(await run(binary, ['namespace', ...args]));
}

/**
 * Remove a namespace with all that it added to the cluster. Its pods end while this returns.
 *
 * @param {{state?: string, name: string}} options
 */
export async function removeNamespace({ state = defaultState, name }) {
  if (!name) {
    throw new ClusterError('A namespace is removed by its --name.');
  }
  const { binary } = await build();
  const admin = path.join(path.resolve(state), 'admin.kubeconfig');
  for (const objects of [
    ['namespace', name],
    // Bound to its claim, which is gone by then.
    ['persistentvolume', `${name}-model-storage`],
    ['clusterrolebinding', `jupyterlab-kserve-cluster-read-${name}`]
  ]) {
    const options = ['--ignore-not-found', '--wait=false'];
    await run(binary, ['kubectl', 'delete', ...objects, ...options], {
      env: { ...process.env, KUBECONFIG: admin }
    });
  }
  fs.rmSync(path.join(path.resolve(state), `${name}.kubeconfig`), {
    force: true
  });
}

/**
 * Run the kubectl that is in the cluster's program, on this process's input and output.
 *
 * @returns {Promise<number>} its exit code
 */
export async function kubectl(args, { state = defaultState, kubeconfig } = {}) {
  const { binary } = await build();
  const config =
    kubeconfig ?? path.join(path.resolve(state), 'admin.kubeconfig');
  const child = spawn(binary, ['kubectl', ...args], {
    stdio: 'inherit',
    env: { ...process.env, KUBECONFIG: path.resolve(config) }
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', code => resolve(code ?? 1));
  });
}

// Command line

const text = { type: 'string' };
const commands = {
  build: {
    options: {},
    run: async () => console.log(JSON.stringify(await build()))
  },
  start: {
    options: {
      state: text,
      volume: text,
      namespace: text,
      python: text,
      'mlserver-python': text,
      timeout: text,
      owner: text,
      keep: { type: 'boolean' }
    },
    run: async ({
      'mlserver-python': mlserverPython,
      timeout,
      owner,
      ...rest
    }) => {
      const options = {
        ...rest,
        mlserverPython,
        owner: number('owner', owner),
        timeout: number('timeout', timeout)
      };
      console.log(JSON.stringify(await start(options)));
    }
  },
  namespace: {
    options: { state: text, name: text, volume: text, role: text },
    run: async values => console.log(JSON.stringify(await namespace(values)))
  },
  'remove-namespace': {
    options: { state: text, name: text },
    run: removeNamespace
  },
  kubectl: {
    options: { state: text, kubeconfig: text },
    run: async (values, rest) =>
      (process.exitCode = await kubectl(rest, values))
  },
  status: {
    options: { state: text },
    run: async values => {
      const ready = status(values);
      console.log(JSON.stringify(ready ?? { running: false }));
      process.exitCode = ready ? 0 : 1;
    }
  },
  stop: {
    options: { state: text },
    run: async values =>
      say((await stop(values)) ? 'Stopped.' : 'No cluster is running there.')
  }
};

function number(name, value) {
  if (value === undefined) {
    return undefined;
  }
  if (!/^\d+$/.test(value)) {
    throw new ClusterError(`--${name} takes a number, not "${value}".`);
  }
  return Number(value);
}

async function main([name, ...args]) {
  const command = Object.hasOwn(commands, name ?? '') ? commands[name] : null;
  if (!command) {
    throw new ClusterError(
      `Usage: node cluster.mjs ${Object.keys(commands).join(' | ')}  (README.md has the options)`
    );
  }
  let parsed;
  try {
    parsed = parseArgs({
      args,
      options: command.options,
      allowPositionals: name === 'kubectl'
    });
  } catch (error) {
    throw new ClusterError(error.message);
  }
  await command.run(parsed.values, parsed.positionals);
}

if (
  process.argv[1] &&
  fs.realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)
) {
  main(process.argv.slice(2)).catch(error => {
    say(
      error instanceof ClusterError
        ? error.message
        : (error.stack ?? String(error))
    );
    process.exitCode = 1;
  });
}
