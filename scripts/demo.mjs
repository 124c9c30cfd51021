// What npm start shows: a volume with models on it, a file to migrate, and a notebook that adds a model.
import { copyFileSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { activated, inRepository, program } from './places.mjs';
import { must } from './processes.mjs';

const notebooks = inRepository('.demo', 'notebooks');

/**
 * The folder that stands for the PVC.
 *
 * @param own - the user's; null for the demo's
 */
export function prepareVolume(own) {
  const volume = own ?? inRepository('.demo', 'models');
  mkdirSync(volume, { recursive: true });
  return volume;
}

/** Put the demo's models on a volume that has none. */
export async function fillVolume(volume) {
  if (readdirSync(volume).some(name => !name.startsWith('.'))) {
    return;
  }
  const script = inRepository('scripts', 'demo', 'models.py');
  await must(program('python'), [script, path.join(notebooks, 'models')], {
    env: activated({
      MODEL_STORAGE_PATH: volume,
      MODEL_STORAGE_LAYOUT: 'versions'
    })
  });
}

/** The folder that JupyterLab shows. Changes that the user made to the notebook stay. */
export function prepareNotebooks() {
  const name = 'train-and-serve.ipynb';
  mkdirSync(notebooks, { recursive: true });
  if (!existsSync(path.join(notebooks, name))) {
    copyFileSync(
      inRepository('scripts', 'demo', name),
      path.join(notebooks, name)
    );
  }
  return notebooks;
}
