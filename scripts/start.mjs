// npm start: JupyterLab with the extension, on a demo volume, with a KServe of its own.
import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { prepareNotebooks, prepareVolume } from './demo.mjs';
import { startJupyterLab } from './jupyter.mjs';
import { badOption, parse, portOf } from './options.mjs';
import {
  inRepository,
  mlserverEnvironment,
  onPath,
  program
} from './places.mjs';
import { freePorts, isFree } from './ports.mjs';
import { PlainError, end, runScript } from './processes.mjs';
import { setUp } from './setup.mjs';

const help = `npm start -- [options]

Sets up what is missing, starts an embedded KServe and JupyterLab with the
extension, and prints the address. Ctrl+C stops both.

  --port NUMBER      JupyterLab's port on 127.0.0.1 (default: the first free one from 8888)
  --volume FOLDER    the folder that stands for the PVC (default: .demo/models, with a model in it)
  --no-cluster       without KServe: models can be saved and looked at, not deployed
  --kubeconfig FILE  use this cluster instead of the embedded KServe
  --open             open the address in the browser
  --no-browser       do not open it (the default)
  --help             this text

The claim's name is taken from MODEL_STORAGE_PVC (default: model-storage-pvc).
`;

function readOptions(args) {
  const { values } = parse(args, {
    port: { type: 'string' },
    volume: { type: 'string' },
    'no-cluster': { type: 'boolean' },
    kubeconfig: { type: 'string' },
    open: { type: 'boolean' },
    'no-browser': { type: 'boolean' },
    help: { type: 'boolean', short: 'h' }
  });
  if (values['no-cluster'] && values.kubeconfig !== undefined) {
    throw badOption('--no-cluster and --kubeconfig exclude each other.');
  }
  if (values.open && values['no-browser']) {
    throw badOption('--open and --no-browser exclude each other.');
  }
  const port = values.port === undefined ? null : portOf(values.port);
  const { volume, kubeconfig } = values;
  if (volume !== undefined) {
    if (!existsSync(volume) || !statSync(volume).isDirectory()) {
      throw badOption(`--volume takes a folder that exists, not "${volume}".`);
    }
  }
  if (kubeconfig !== undefined) {
    if (!existsSync(kubeconfig) || !statSync(kubeconfig).isFile()) {
      throw badOption(
        `--kubeconfig takes a file that exists, not "${kubeconfig}".`
      );
    }
  }
  return {
    help: values.help,
    open: values.open,
    port,
    volume: volume === undefined ? null : path.resolve(volume),
    kubeconfig: kubeconfig === undefined ? null : path.resolve(kubeconfig),
    embedded: !values['no-cluster'] && kubeconfig === undefined
  };
}

async function startCluster(volume, atEnd) {
  // Imported here: --help and mistakes in options must not depend on it.
  const cluster = await import('../ui-tests/cluster/cluster.mjs');
  // What was deployed last time is kept, and belongs to the volume.
  const id = createHash('sha256').update(volume).digest('hex').slice(0, 8);
  const state = inRepository('.demo', `cluster-${id}`);
  // One that outlived its script may serve another volume.
  await cluster.stop({ state });
  atEnd(() => cluster.stop({ state }));
  console.log('Starting the embedded KServe.');
  const { kubeconfig } = await cluster.start({
    state,
    volume,
    python: program('python'),
    mlserverPython: program('python', mlserverEnvironment),
    keep: true,
    owner: process.pid
  });
  return kubeconfig;
}

function openInBrowser(url) {
  const opener = onPath(['xdg-open', 'open']);
  if (!opener) {
    console.log('Nothing here opens a browser: copy the address.');
    return;
  }
  spawn(opener, [url], { stdio: 'ignore', detached: true }).unref();
}

async function main(atEnd) {
  const options = readOptions(process.argv.slice(2));
  if (options.help) {
    process.stdout.write(help);
    return 0;
  }
  if (options.port && !(await isFree(options.port))) {
    throw new PlainError(
      `Port ${options.port} is in use. Choose another one with --port.`
    );
  }
  await setUp({ cluster: options.embedded });
  const volume = await prepareVolume(options.volume);
  const notebooks = await prepareNotebooks();
  const kubeconfig = options.embedded
    ? await startCluster(volume, atEnd)
    : options.kubeconfig;
  const port = options.port ?? (await freePorts(8888));
  console.log('Starting JupyterLab.');
  const lab = await startJupyterLab({
    port,
    token: randomBytes(24).toString('hex'),
    folder: notebooks,
    volume,
    kubeconfig
  });
  atEnd(() => end(lab.process));
  console.log(`
JupyterLab   ${lab.url}
Models       ${volume}
Cluster      ${kubeconfig ?? 'none'}

The Models sidebar is on the left. Ctrl+C stops everything.`);
  if (options.open) {
    openInBrowser(lab.url);
  }
  atEnd(async () => console.log('\nStopping.'));
  const { code } = await lab.process.exited;
  console.error(`JupyterLab ended by itself; ${lab.log} says why.`);
  return code === 0 ? 0 : 1;
}

await runScript(main);
