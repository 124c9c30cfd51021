// Runs other programs so that none of them outlives the script.
import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { repository } from './places.mjs';

const running = new Set();

/** A failure that is explained in plain words: the message is printed, not the stack. */
export class PlainError extends Error {
  constructor(message, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** Start a program as the leader of its own process group. */
export function launch(command, args, { cwd = repository, env, stdio } = {}) {
  const child = spawn(command, args, {
    cwd,
    env: env ?? process.env,
    stdio: stdio ?? ['ignore', 'pipe', 'pipe'],
    // Ctrl+C in a terminal must reach this script only, which then ends its programs in order.
    detached: true
  });
  running.add(child);
  child.exited = new Promise(resolve => {
    child.on('error', error => {
      running.delete(child);
      resolve({ code: 127, error });
    });
    child.on('close', (code, signal) => {
      running.delete(child);
      resolve({ code: code ?? 1, signal });
    });
  });
  return child;
}

/**
 * Run a program to its end.
 *
 * @returns its exit code, and what of its output was not let through by `stdio`
 */
export async function run(command, args, options = {}) {
  const child = launch(command, args, options);
  let output = '';
  let stdout = '';
  child.stdout?.setEncoding('utf8').on('data', text => {
    output += text;
    stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', text => {
    output += text;
  });
  const { code, error } = await child.exited;
  return { code, stdout, output: error ? error.message : output };
}

/** Run a program that has to succeed; its output is shown only if it does not. */
export async function must(command, args, options) {
  const { code, stdout, output } = await run(command, args, options);
  if (code !== 0) {
    const shown = output.trimEnd().split('\n').slice(-60).join('\n');
    throw new PlainError(
      `"${[command, ...args].join(' ')}" failed with exit code ${code}.\n${shown}`
    );
  }
  return stdout;
}

/** End a program and all that it started. */
export async function end(child, patience = 10_000) {
  const signal = name => {
    try {
      process.kill(-child.pid, name);
    } catch {
      // Gone already.
    }
  };
  if (!child.pid || !running.has(child)) {
    return;
  }
  signal('SIGTERM');
  const waiting = new AbortController();
  const late = sleep(patience, 'late', { signal: waiting.signal });
  late.catch(() => undefined);
  if ((await Promise.race([child.exited, late])) === 'late') {
    signal('SIGKILL');
  }
  waiting.abort();
}

/** End everything that is still running. */
export async function endAll() {
  await Promise.all([...running].map(child => end(child)));
}

/**
 * Run a script's main function: it says in plain words what went wrong, and cleans up also when it is interrupted.
 *
 * @param main - called with a function that registers what to do at the end
 */
export async function runScript(main) {
  const atEnd = [];
  let ending = null;
  const finish = () =>
    (ending ??= (async () => {
      for (const task of atEnd.reverse()) {
        await task().catch(error => console.error(String(error)));
      }
      await endAll();
    })());
  for (const [signal, number] of [
    ['SIGINT', 2],
    ['SIGTERM', 15],
    ['SIGHUP', 1]
  ]) {
    // A second Ctrl+C does not cut the cleaning up short: it takes seconds.
    process.on(signal, () => {
      void finish().then(() => process.exit(128 + number));
    });
  }
  let code;
  try {
    code = await main(task => atEnd.push(task));
  } catch (error) {
    if (ending) {
      // The failure is the interruption's echo.
      await ending;
      return;
    }
    // The cluster's own errors are plain as well, and it cannot import from here.
    const plain =
      error instanceof PlainError ||
      error?.constructor?.name === 'ClusterError';
    console.error(`${plain ? error.message : (error?.stack ?? error)}`);
    code = error?.exitCode ?? 1;
  }
  await finish();
  process.exit(code ?? 0);
}
