// The first minute: from a fresh clone to the address of JupyterLab, beside a plain environment made with uv.
//
//   npm run bench -- start
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { answers } from '../scripts/jupyter.mjs';
import { inRepository, program } from '../scripts/places.mjs';
import { freePorts } from '../scripts/ports.mjs';
import { end, launch, must, runScript } from '../scripts/processes.mjs';
import { uv } from '../scripts/uv.mjs';

const seconds = milliseconds => `${(milliseconds / 1000).toFixed(1)} s`;

async function timed(task) {
  const started = Date.now();
  const result = await task();
  return [Date.now() - started, result];
}

/** Wait for a line that a program prints. */
function line(child, pattern) {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stdout.on('data', data => {
      said += data;
      if (pattern.test(said)) {
        resolve();
      }
    });
    void child.exited.then(() => reject(new Error(`It ended:\n${said}`)));
  });
}

/** An environment with JupyterLab and scikit-learn, to JupyterLab's answer. */
async function plain(folder, env) {
  const environment = path.join(folder, 'plain');
  await must(uv(), ['venv', '--quiet', environment], { env });
  const python = program('python', environment);
  await must(
    uv(),
    ['pip', 'install', '--quiet', '--python', python].concat(
      'jupyterlab==4.6.6',
      'scikit-learn'
    ),
    { env }
  );
  const port = await freePorts(8950);
  const lab = launch(
    program('jupyter', environment),
    ['lab', '--no-browser', `--ServerApp.port=${port}`].concat(
      process.getuid?.() === 0 ? ['--allow-root'] : []
    ),
    { cwd: folder, env }
  );
  while (!(await answers(`http://127.0.0.1:${port}/api`))) {
    await sleep(50);
  }
  await end(lab);
}

async function start(clone, env) {
  const child = launch(
    process.execPath,
    [path.join(clone, 'scripts', 'start.mjs'), '--cluster', 'none'],
    { cwd: clone, env }
  );
  await line(child, /JupyterLab {3}http/);
  return child;
}

async function measure(name, env) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'bench-start-'));
  try {
    const clone = path.join(folder, 'clone');
    await must('git', ['clone', '--quiet', inRepository(), clone]);
    const [reference] = await timed(() => plain(folder, env('plain')));
    const [first, child] = await timed(() => start(clone, env('own')));
    await end(child);
    const [second, again] = await timed(() => start(clone, env('own')));
    await end(again);
    console.log(
      `${name} caches: plain ${seconds(reference)}, npm start ${seconds(first)} ` +
        `(${(first / reference).toFixed(2)} x), again ${seconds(second)}`
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

await runScript(async () => {
  const caches = mkdtempSync(path.join(os.tmpdir(), 'bench-caches-'));
  // Each has caches of its own: what one has downloaded is of no use to the other.
  const env = whose => ({
    ...process.env,
    UV_CACHE_DIR: path.join(caches, whose, 'uv'),
    PIP_CACHE_DIR: path.join(caches, whose, 'pip'),
    npm_config_cache: path.join(caches, whose, 'npm')
  });
  try {
    await measure('cold', env);
    await measure('warm', env);
  } finally {
    rmSync(caches, { recursive: true, force: true });
  }
});
