// From the cluster to the sidebar: how long after the Kubernetes API states something of a service its row says so.
//
//   npm run bench -- status
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { activated, inRepository, program } from '../scripts/places.mjs';
import { end, launch, must, runScript } from '../scripts/processes.mjs';
import * as cluster from '../ui-tests/cluster/cluster.mjs';
import { openJupyterLab } from './browser.mjs';

const WAIT_MS = 120_000;

/** What the API states of the pods of a service, and how its row says it. */
const pods = [
  {
    name: 'unschedulable',
    stated: /Unschedulable/,
    said: /no node has enough free memory/i,
    predictor: {
      resources: { requests: { memory: '1Ti' }, limits: { memory: '1Ti' } }
    }
  },
  {
    name: 'image-missing',
    stated: /ErrImagePull|ImagePullBackOff/,
    said: /does not exist|cannot be pulled|denies access to the image/i,
    predictor: { image: 'registry.example.com/no-such-image:1' }
  }
];

function service(name, predictor = {}) {
  return {
    apiVersion: 'serving.kserve.io/v1beta1',
    kind: 'InferenceService',
    metadata: { name },
    spec: {
      predictor: {
        model: {
          modelFormat: { name: 'sklearn' },
          runtime: 'sklearn-pvc-runtime',
          storageUri: 'pvc://model-storage-pvc/anomaly-detector/1.0.0',
          ...predictor
        }
      }
    }
  };
}

/** Note when a watch of kubectl, beside ours, first prints what matches. */
function watched(state, namespace, kind, columns, wanted) {
  const child = launch(
    process.execPath,
    [
      inRepository('ui-tests', 'cluster', 'cluster.mjs'),
      ...['kubectl', '--state', state, '--', '-n', namespace],
      ...['get', kind, '--watch', '-o', `jsonpath=${columns}{"\\n"}`]
    ],
    { stdio: ['ignore', 'pipe', 'ignore'] }
  );
  const seen = new Promise(resolve => {
    createInterface({ input: child.stdout }).on('line', line => {
      if (wanted.test(line)) {
        resolve(Date.now());
      }
    });
  });
  return { child, seen };
}

/** Note when a row first says what matches. */
function rowSays(page, name, wanted) {
  return page.evaluate(
    ([name, source, flags, limit]) =>
      new Promise((resolve, reject) => {
        const wanted = new RegExp(source, flags);
        const look = () => {
          const row = document.querySelector(`[data-kserve-service="${name}"]`);
          if (wanted.test(row?.textContent ?? '')) {
            observer.disconnect();
            resolve(Date.now());
          }
        };
        const observer = new MutationObserver(look);
        observer.observe(document.body, {
          ...{ subtree: true, childList: true, characterData: true }
        });
        look();
        setTimeout(
          () => reject(new Error(`The row of ${name} never said ${source}.`)),
          limit
        );
      }),
    [name, wanted.source, wanted.flags, WAIT_MS]
  );
}

await runScript(async atEnd => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'kserve-bench-'));
  atEnd(async () => rmSync(folder, { recursive: true, force: true }));
  const state = path.join(folder, 'cluster');
  const volume = path.join(folder, 'models');
  await must(
    program('python'),
    [inRepository('bench', 'volume.py'), volume, '1'],
    {
      env: activated()
    }
  );
  atEnd(() => cluster.stop({ state }));
  const { namespace, kubeconfig } = await cluster.start({
    ...{ state, volume, owner: process.pid },
    python: program('python')
  });
  const page = await openJupyterLab(atEnd, { folder, volume, kubeconfig });
  await page.locator('.lm-TabBar-tab[data-id="jp-kserve-models"]').click();
  await page.locator('#jp-kserve-models [data-kserve-model]').first().waitFor();

  const file = path.join(folder, 'service.json');
  /** Apply a service, and tell how long after a watch its row says what it states. */
  async function measure(what, object, kind, columns, stated, said) {
    const name = object.metadata.name;
    const watch = watched(state, namespace, kind, columns, stated);
    const row = rowSays(page, name, said);
    writeFileSync(file, JSON.stringify(object));
    await cluster.kubectl(['apply', '-n', namespace, '-f', file], { state });
    const [seen, shown] = await Promise.all([watch.seen, row]);
    await end(watch.child);
    console.log(
      `${what.padEnd(40)} ${String(shown - seen).padStart(6)} ms after a watch of kubectl printed it`
    );
  }

  const ready =
    '{.metadata.name} {.status.conditions[?(@.type=="Ready")].status}';
  await measure(
    ...['a service is ready', service('ready'), 'inferenceservices'],
    ...[ready, /^ready True/, /Ready/]
  );
  const reasons =
    '{.metadata.labels.serving\\.kserve\\.io/inferenceservice} {.status.conditions[*].reason} ' +
    '{.status.containerStatuses[*].state.waiting.reason} {.status.containerStatuses[*].state.terminated.reason}';
  for (const { name, stated, said, predictor } of pods) {
    await measure(
      ...[`${name}: why`, service(name, predictor), 'pods'],
      ...[reasons, new RegExp(`^${name} .*(${stated.source})`), said]
    );
  }
  return 0;
});
