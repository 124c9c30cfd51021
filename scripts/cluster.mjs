// The embedded KServe of npm start: built and started while JupyterLab runs already.
import { createHash } from 'node:crypto';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { inRepository, mlserverEnvironment, program } from './places.mjs';

// Imported here: --help and mistakes in options must not depend on it.
const load = () => import('../ui-tests/cluster/cluster.mjs');

/**
 * Where the cluster of a volume is, and says how far it is: what was deployed last time is kept, and belongs to the
 * volume.
 */
export function placesOf(volume) {
  const id = createHash('sha256').update(volume).digest('hex').slice(0, 8);
  const state = inRepository('.demo', `cluster-${id}`);
  return {
    state,
    kubeconfig: path.join(state, 'notebook.kubeconfig'),
    progress: path.join(state, 'progress.json')
  };
}

/** Say how far it is, in one step: the server half may be reading. */
function tell(file, state, message, hint) {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(`${file}.new`, JSON.stringify({ state, message, hint }));
  renameSync(`${file}.new`, file);
}

/** For people: minutes of a build, of which the end can be guessed after a while only. */
export function wordsOf({ done, total, seconds }) {
  const minutes = count => Math.max(1, Math.round(count / 60));
  const share = total > 0 ? done / total : 0;
  const what = 'KServe is being built on this machine';
  return share > 0.1 && seconds > 20
    ? `${what}: ${minutes(seconds)} of about ${minutes(seconds / share)} min.`
    : `${what}, which takes minutes the first time.`;
}

/**
 * Build and start it.
 *
 * @param volume - the folder that stands for the PVC
 * @param atEnd - registers what to do at the end
 * @returns the kubeconfig of the workbench
 * @throws ClusterError if that is not possible here; the panel says so too
 */
export async function startCluster(volume, atEnd) {
  const cluster = await load();
  const { state, progress } = placesOf(volume);
  // One that outlived its script may serve another volume.
  await cluster.stop({ state });
  const stopping = new AbortController();
  const building = cluster.build({
    onProgress: found => tell(progress, 'starting', wordsOf(found)),
    signal: stopping.signal
  });
  atEnd(async () => {
    stopping.abort();
    await building.catch(() => undefined);
    await cluster.stop({ state });
  });
  try {
    await building;
    tell(progress, 'starting', 'KServe is starting on this machine.');
    const { kubeconfig } = await cluster.start({
      state,
      volume,
      python: program('python'),
      mlserverPython: program('python', mlserverEnvironment),
      keep: true,
      owner: process.pid
    });
    rmSync(progress, { force: true });
    return kubeconfig;
  } catch (error) {
    const [message, ...hints] = error.message.split('\n');
    tell(progress, 'failed', message, hints.join('\n'));
    throw error;
  }
}

/** Say that it will come, before anybody can ask. */
export function announceCluster(volume) {
  tell(
    placesOf(volume).progress,
    'starting',
    'KServe is starting on this machine.'
  );
}
