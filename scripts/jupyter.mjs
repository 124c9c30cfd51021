// Starts JupyterLab for npm start.
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { activated, inRepository, program } from './places.mjs';
import { PlainError, end, launch } from './processes.mjs';

function variables({ volume, kubeconfig, token }) {
  const env = activated({
    // Not as an argument: other users of the machine can read those.
    JUPYTER_TOKEN: token,
    // The demo neither reads nor changes the settings of the user's own JupyterLab.
    JUPYTER_CONFIG_DIR: inRepository('.demo', 'jupyter'),
    JUPYTER_PREFER_ENV_PATH: '1',
    MODEL_STORAGE_PATH: volume,
    MODEL_STORAGE_PVC: process.env.MODEL_STORAGE_PVC || 'model-storage-pvc',
    // Without a cluster, also none that the user is logged in to by chance.
    KUBECONFIG: kubeconfig ?? '/dev/null'
  });
  return env;
}

/** Start JupyterLab, and wait until it answers. */
export async function startJupyterLab(options) {
  const { port, token, folder } = options;
  const log = inRepository('.demo', 'jupyterlab.log');
  mkdirSync(inRepository('.demo', 'jupyter'), { recursive: true });
  const out = openSync(log, 'w', 0o600);
  const child = launch(
    program('jupyter'),
    [
      'lab',
      '--no-browser',
      '--ServerApp.ip=127.0.0.1',
      `--ServerApp.port=${port}`,
      '--ServerApp.port_retries=0',
      `--ServerApp.root_dir=${folder}`,
      ...(options.progress
        ? [`--KserveExtension.cluster_progress=${options.progress}`]
        : []),
      ...(process.getuid?.() === 0 ? ['--allow-root'] : [])
    ],
    { cwd: folder, env: variables(options), stdio: ['ignore', out, out] }
  );
  closeSync(out);
  const api = `http://127.0.0.1:${port}/api`;
  const deadline = Date.now() + 60_000;
  let ended = false;
  void child.exited.then(() => (ended = true));
  while (!ended && Date.now() < deadline) {
    if (await answers(api)) {
      const url = `http://127.0.0.1:${port}/lab?token=${token}`;
      return { process: child, url, log };
    }
    await sleep(100);
  }
  await end(child);
  const lines = readFileSync(log, 'utf8').trimEnd().split('\n').slice(-20);
  throw new PlainError(
    `JupyterLab did not start. The end of ${log}:\n${lines.join('\n')}`
  );
}

/** Whether a server answers at an address. */
export async function answers(url) {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}
