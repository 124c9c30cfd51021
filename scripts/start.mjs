// npm start: JupyterLab with the extension, on a demo volume, with a KServe of its own.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { announceCluster, placesOf, startCluster } from './cluster.mjs';
import { fillVolume, prepareNotebooks, prepareVolume } from './demo.mjs';
import { startJupyterLab } from './jupyter.mjs';
import { badOption, parse, portOf } from './options.mjs';
import { onPath } from './places.mjs';
import { freePorts, isFree } from './ports.mjs';
import { PlainError, end, runScript } from './processes.mjs';
import { setUp } from './setup.mjs';
import { secondsSince } from './steps.mjs';

const help = `npm start -- [options]

Sets up what is missing, starts JupyterLab with the extension, and prints the
address. An embedded KServe is built, which takes minutes the first time, and
started while JupyterLab runs. Ctrl+C stops both.

  --port NUMBER      JupyterLab's port on 127.0.0.1 (default: the first free one from 8888)
  --volume FOLDER    the folder that stands for the PVC (default: .demo/models, with a model in it)
  --cluster WHEN     the embedded KServe: background (the default), wait until it is ready, or none
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
    cluster: { type: 'string' },
    kubeconfig: { type: 'string' },
    open: { type: 'boolean' },
    'no-browser': { type: 'boolean' },
    help: { type: 'boolean', short: 'h' }
  });
  if (values.cluster !== undefined && values.kubeconfig !== undefined) {
    throw badOption('--cluster and --kubeconfig exclude each other.');
  }
  const when = values.cluster ?? 'background';
  if (!['background', 'wait', 'none'].includes(when)) {
    throw badOption(`--cluster takes background, wait or none, not "${when}".`);
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
    cluster: kubeconfig === undefined ? when : 'none'
  };
}

function openInBrowser(url) {
  const opener = onPath(['xdg-open', 'open']);
  if (!opener) {
    console.log('Nothing here opens a browser: copy the address.');
    return;
  }
  spawn(opener, [url], { stdio: 'ignore', detached: true }).unref();
}

const clusterWords = {
  background: 'an embedded KServe, which the panel shows when it is ready',
  wait: 'an embedded KServe',
  none: 'none'
};

function say(what, started) {
  console.log(`  ${what.padEnd(34)} ${secondsSince(started)}`);
}

/** Do what JupyterLab works without: a failure is told, and is no reason to stop. */
async function inBackground(what, task) {
  const started = Date.now();
  try {
    await task();
    say(what, started);
  } catch (error) {
    if (error.name !== 'AbortError') {
      console.error(`${what}: ${error.message}`);
    }
  }
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
  await setUp({ tests: false });
  const volume = prepareVolume(options.volume);
  const notebooks = prepareNotebooks();
  const embedded = options.cluster !== 'none';
  const { kubeconfig, progress } = embedded
    ? placesOf(volume)
    : { kubeconfig: options.kubeconfig, progress: null };
  if (options.cluster === 'wait') {
    await startCluster(volume, atEnd);
  } else if (embedded) {
    announceCluster(volume);
  }
  const started = Date.now();
  const lab = await startJupyterLab({
    port: options.port ?? (await freePorts(8888)),
    token: randomBytes(24).toString('hex'),
    folder: notebooks,
    volume,
    kubeconfig,
    progress
  });
  say('JupyterLab', started);
  atEnd(() => end(lab.process));
  console.log(`
JupyterLab   ${lab.url}
Models       ${volume}
Cluster      ${options.kubeconfig ?? clusterWords[options.cluster]}

The Models sidebar is on the left. Ctrl+C stops everything.
`);
  if (options.open) {
    openInBrowser(lab.url);
  }
  if (options.volume === null) {
    // Not before: it takes longer than JupyterLab itself, and the panel sees what comes.
    void inBackground('Demo models', () => fillVolume(volume));
  }
  if (options.cluster === 'background') {
    void inBackground('KServe', () => startCluster(volume, atEnd));
  }
  let stopping = false;
  atEnd(async () => {
    stopping = true;
    console.log('\nStopping.');
  });
  const { code } = await lab.process.exited;
  if (!stopping) {
    console.error(`JupyterLab ended by itself; ${lab.log} says why.`);
  }
  return code === 0 ? 0 : 1;
}

await runScript(main);
