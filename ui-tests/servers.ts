// The Jupyter servers of the browser tests. Each is started when the first test asks for it.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import * as fs from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import * as os from 'node:os';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  cluster,
  exclusiveClaim,
  jupyterEnvironment,
  namespace,
  program,
  readerKubeconfig,
  repository,
  volume
} from './places';

/** The token of all test servers; they listen on 127.0.0.1 only. */
export const token = 'test';

/**
 * What lacks what: one server is as it should be, each of the others lacks one
 * thing, or has a volume of its own with no model or with 10,000, or one that a
 * single node can mount.
 */
export type ServerName =
  | 'whole'
  | 'withManyModels'
  | 'withoutModels'
  | 'withoutCluster'
  | 'withoutPermission'
  | 'withoutWriting'
  | 'withExclusiveVolume'
  | 'withoutVolume'
  | 'withoutServerHalf';

/** A Jupyter server that runs. */
export interface IJupyterServer {
  /** With the base_url, ending in a slash. */
  readonly url: string;
  /** The folder that its file browser shows. */
  readonly root: string;
  /** Where models lay in the workbench before there was a volume. */
  readonly legacy: string;
}

interface IRunning extends IJupyterServer {
  process: ChildProcess;
  place: IPlace;
}

/** What a server keeps when it is started again. */
interface IPlace {
  folder: string;
  port: number;
}

/** The servers of one worker. */
export class JupyterServers {
  /** The server of this name, started if it does not run yet. */
  get(name: ServerName): Promise<IJupyterServer> {
    const running =
      this._running.get(name) ?? start(name, this._places.get(name));
    this._running.set(name, running);
    return running;
  }

  /** Kill one as kill -9 does; it notices nothing. `get` starts it again. */
  async kill(name: ServerName): Promise<void> {
    const running = await this._running.get(name);
    if (running) {
      await end(running, 'SIGKILL');
      this._running.delete(name);
      this._places.set(name, running.place);
    }
  }

  /** End all that were started. */
  async stop(): Promise<void> {
    for (const starting of this._running.values()) {
      const running = await starting;
      await end(running, 'SIGTERM');
      fs.rmSync(running.place.folder, { recursive: true, force: true });
    }
  }

  private readonly _running = new Map<ServerName, Promise<IRunning>>();
  /** Of those that were killed. */
  private readonly _places = new Map<ServerName, IPlace>();
}

async function end(
  { process }: IRunning,
  signal: NodeJS.Signals
): Promise<void> {
  const ended = new Promise(resolve => process.once('exit', resolve));
  if (process.exitCode === null && process.kill(signal)) {
    await ended;
  }
}

async function start(name: ServerName, before?: IPlace): Promise<IRunning> {
  const place = before ?? {
    folder: fs.mkdtempSync(path.join(os.tmpdir(), 'kserve-lab-')),
    port: await freePort()
  };
  const { folder, port } = place;
  const root = path.join(folder, 'root');
  const legacy = path.join(root, 'legacy');
  fs.mkdirSync(legacy, { recursive: true });
  const log = fs.openSync(path.join(folder, 'jupyter.log'), 'a');
  const config = path.join(__dirname, 'jupyter_server_test_config.py');
  const jupyter = path.join(jupyterEnvironment, 'bin', 'jupyter');
  const child = spawn(jupyter, ['lab', '--config', config], {
    stdio: ['ignore', log, log],
    env: {
      ...process.env,
      JUPYTERLAB_KSERVE_TEST_PORT: String(port),
      JUPYTERLAB_KSERVE_TEST_ROOT: root,
      JUPYTERLAB_KSERVE_TEST_SERVER_HALF: String(name !== 'withoutServerHalf'),
      // Neither the settings, the workspaces nor the jobs of whoever runs the tests.
      JUPYTER_CONFIG_DIR: path.join(folder, 'config'),
      JUPYTER_DATA_DIR: path.join(folder, 'data'),
      JUPYTERLAB_SETTINGS_DIR: settings(folder),
      JUPYTERLAB_WORKSPACES_DIR: path.join(folder, 'workspaces'),
      JUPYTER_PREFER_ENV_PATH: '1',
      KUBECONFIG: kubeconfig(name),
      MODEL_STORAGE_PATH: volumeOf(name, folder),
      ...(name === 'withExclusiveVolume' && {
        MODEL_STORAGE_PVC: exclusiveClaim
      }),
      MODEL_STORAGE_LEGACY_PATH: legacy
    }
  });
  fs.closeSync(log);
  const url = `http://127.0.0.1:${port}/user/test/`;
  const deadline = Date.now() + 60_000;
  while (!(await answers(`${url}api`))) {
    if (child.exitCode !== null || Date.now() > deadline) {
      child.kill();
      const said = fs.readFileSync(path.join(folder, 'jupyter.log'), 'utf8');
      throw new Error(`The Jupyter server ${name} did not start:\n${said}`);
    }
    await sleep(100);
  }
  return { url, root, legacy, process: child, place };
}

function volumeOf(name: ServerName, folder: string): string {
  switch (name) {
    case 'withoutVolume':
      return path.join(folder, 'nothing');
    case 'withManyModels': {
      const many = path.join(folder, 'models');
      const script = path.join(repository, 'bench', 'volume.py');
      execFileSync(program('python'), [script, many, '10000']);
      return many;
    }
    case 'withoutModels': {
      const empty = path.join(folder, 'models');
      fs.mkdirSync(empty);
      return empty;
    }
    default:
      return volume;
  }
}

function kubeconfig(name: ServerName): string {
  switch (name) {
    case 'withoutCluster':
      return '/dev/null';
    case 'withoutPermission':
      return path.join(cluster, `${namespace}-none.kubeconfig`);
    case 'withoutWriting':
      return readerKubeconfig;
    default:
      return path.join(cluster, `${namespace}.kubeconfig`);
  }
}

/** Settings of the server's own: no question about news in front of what is tested. */
function settings(folder: string): string {
  const all = path.join(folder, 'settings');
  const apputils = path.join(all, '@jupyterlab', 'apputils-extension');
  fs.mkdirSync(apputils, { recursive: true });
  fs.writeFileSync(
    path.join(apputils, 'notification.jupyterlab-settings'),
    JSON.stringify({ fetchNews: 'false' })
  );
  return all;
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
