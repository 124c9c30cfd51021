// Starts one of the Jupyter servers of the browser tests: node start-jupyter-server.mjs NAME PORT
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { namespace } from './cluster/cluster.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const [name, port] = process.argv.slice(2);
const state = process.env.JUPYTERLAB_KSERVE_TEST_CLUSTER;
if (!state) {
  console.error('Run the browser tests with: npm test -- ui');
  process.exit(2);
}
const volume =
  process.env.JUPYTERLAB_KSERVE_TEST_VOLUME ?? path.join(state, 'models');

/** A service account of its own that may do nothing. */
async function withoutPermission() {
  const answer = await namespace({
    state,
    name: 'without-permission',
    volume,
    role: 'none'
  });
  return answer.kubeconfig;
}

const folder = mkdtempSync(path.join(os.tmpdir(), 'kserve-lab-'));
const root = path.join(folder, 'root');
mkdirSync(root);
// No question about news in front of what is tested.
const settings = path.join(folder, 'settings');
const apputils = path.join(settings, '@jupyterlab', 'apputils-extension');
mkdirSync(apputils, { recursive: true });
writeFileSync(
  path.join(apputils, 'notification.jupyterlab-settings'),
  JSON.stringify({ fetchNews: 'false' })
);
const kubeconfig = {
  'without-cluster': async () => '/dev/null',
  'without-permission': withoutPermission
}[name];
const child = spawn(
  path.join(here, '..', '.venv', 'bin', 'jupyter'),
  ['lab', '--config', path.join(here, 'jupyter_server_test_config.py')],
  {
    stdio: 'inherit',
    env: {
      ...process.env,
      JUPYTERLAB_KSERVE_TEST_PORT: port,
      JUPYTERLAB_KSERVE_TEST_ROOT: root,
      JUPYTERLAB_KSERVE_TEST_SERVER_HALF: String(
        name !== 'without-server-half'
      ),
      // Neither the settings nor the workspaces of whoever runs the tests.
      JUPYTER_CONFIG_DIR: path.join(folder, 'config'),
      JUPYTERLAB_SETTINGS_DIR: settings,
      JUPYTERLAB_WORKSPACES_DIR: path.join(folder, 'workspaces'),
      JUPYTER_PREFER_ENV_PATH: '1',
      KUBECONFIG: kubeconfig
        ? await kubeconfig()
        : path.join(state, 'notebook.kubeconfig'),
      MODEL_STORAGE_PATH:
        name === 'without-volume' ? path.join(folder, 'nothing') : volume
    }
  }
);
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => child.kill(signal));
}
child.on('exit', code => process.exit(code ?? 0));
