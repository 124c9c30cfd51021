// Bundles the extension from its sources. `node scripts/bundle.mjs [--development] [--watch]` does only this.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { inRepository } from './places.mjs';
import { must, runScript } from './processes.mjs';

const tools = inRepository('bundle');
const entry = path.join(tools, 'extension');
const labextension = inRepository('jupyterlab_kserve', 'labextension');

const json = file => JSON.parse(readFileSync(file, 'utf8'));

function writeJson(file, value) {
  writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`);
}

/** A package as the builder wants it, with the sources in place of compiled files. */
function writeEntry() {
  const own = json(inRepository('package.json'));
  const relative = file => path.relative(entry, file);
  mkdirSync(entry, { recursive: true });
  writeJson(path.join(entry, 'package.json'), {
    ...own,
    main: relative(inRepository('src', 'index.ts')),
    jupyterlab: {
      ...own.jupyterlab,
      outputDir: relative(labextension),
      schemaDir: relative(inRepository(own.jupyterlab.schemaDir)),
      webpackConfig: relative(path.join(tools, 'rspack.config.cjs'))
    }
  });
  return own;
}

/** The package as others see it, with what the builder noted about its entry point. */
function writePackage(own) {
  const file = path.join(labextension, 'package.json');
  const { _build } = json(file).jupyterlab;
  writeJson(file, { ...own, jupyterlab: { ...own.jupyterlab, _build } });
}

/**
 * Bundle the extension.
 *
 * @param flags - of the builder: `--development`, `--watch`
 */
export async function bundle(flags = []) {
  const { resolve } = createRequire(path.join(tools, 'package.json'));
  const builder = path.dirname(resolve('@jupyter/builder/package.json'));
  const own = writeEntry();
  const shown = flags.includes('--watch')
    ? { stdio: ['ignore', 'inherit', 'inherit'] }
    : {};
  await must(
    process.execPath,
    [
      path.join(builder, 'lib', 'build-labextension.js'),
      '--core-package-file',
      createRequire(path.join(builder, 'package.json')).resolve(
        '@jupyterlab/core-meta/core.package.json'
      ),
      ...flags,
      entry
    ],
    { cwd: inRepository(), ...shown }
  );
  writePackage(own);
}

if (process.argv[1] === inRepository('scripts', 'bundle.mjs')) {
  await runScript(async () => {
    await bundle(process.argv.slice(2));
  });
}
