// What npm start shows: a volume with a model in it, and a notebook that adds another one.
import { copyFileSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { activated, inRepository, program } from './places.mjs';
import { must } from './processes.mjs';

/** The volume: the user's own as it is, else the demo's, with a model if it is empty. */
export async function prepareVolume(own) {
  if (own) {
    return own;
  }
  const volume = inRepository('.demo', 'models');
  mkdirSync(volume, { recursive: true });
  if (readdirSync(volume).every(name => name.startsWith('.'))) {
    console.log('Training a model for the demo volume.');
    await must(program('python'), [inRepository('scripts/demo/model.py')], {
      env: activated({
        MODEL_STORAGE_PATH: volume,
        MODEL_STORAGE_LAYOUT: 'versions'
      })
    });
  }
  return volume;
}

/** The folder that JupyterLab shows. Changes that the user made to the notebook stay. */
export async function prepareNotebooks() {
  const folder = inRepository('.demo', 'notebooks');
  const name = 'train-and-serve.ipynb';
  mkdirSync(folder, { recursive: true });
  if (!existsSync(`${folder}/${name}`)) {
    copyFileSync(inRepository('scripts', 'demo', name), `${folder}/${name}`);
  }
  return folder;
}
