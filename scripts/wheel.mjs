// Builds the wheel and checks what is in it.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { activated, program } from './places.mjs';
import { must } from './processes.mjs';

const data = String.raw`jupyterlab_kserve-[^/]+\.data/data`;
const extension = `${data}/share/jupyter/labextensions/jupyterlab-kserve`;

const contents = [
  ['the labextension', `^${extension}/static/remoteEntry\\.`, true],
  [
    'the style module that JupyterLab asks for',
    `^${extension}/static/style\\.js$`,
    true
  ],
  ['its schema', `^${extension}/schemas/jupyterlab-kserve/panel\\.json$`, true],
  ['the install note', `^${extension}/install\\.json$`, true],
  ['the server configuration', `^${data}/etc/jupyter/.+\\.json$`, true],
  ['the server half', '^jupyterlab_kserve/store/store\\.py$', true],
  ['the notebook helper', '^model_storage_helpers/__init__\\.py$', true],
  ['the licence', '\\.dist-info/licenses/LICENSE$', true],
  ['tests', '(^|/)(ui-tests|tests)/', false],
  ['the labextension twice', '^jupyterlab_kserve/labextension/', false],
  ['anything of the embedded KServe', '\\.go$|cluster\\.mjs$', false],
  ['source maps', '\\.map$', false]
];

/** Check a wheel's list of files. */
export function checkWheel(names) {
  const failures = [];
  for (const [what, pattern, wanted] of contents) {
    const found = names.find(name => new RegExp(pattern).test(name));
    if (Boolean(found) !== wanted) {
      const name = wanted
        ? `The wheel lacks ${what}.`
        : `The wheel contains ${what}: ${found}`;
      failures.push({ name, message: '' });
    }
  }
  const failed = failures.length;
  return { failed, passed: contents.length - failed, skipped: 0, failures };
}

/** Build the wheel from what set-up has built, into a folder, and return its file. */
export async function buildWheel(folder) {
  await must(
    program('python'),
    ['-m', 'build', '--wheel', '--no-isolation', '--outdir', folder],
    { env: activated() }
  );
  const [name] = readdirSync(folder).filter(file => file.endsWith('.whl'));
  return path.join(folder, name);
}

/** Build the wheel and check it. */
export async function testWheel() {
  const folder = mkdtempSync(path.join(tmpdir(), 'wheel-'));
  try {
    const wheel = await buildWheel(folder);
    const script =
      'import sys, zipfile; print(*zipfile.ZipFile(sys.argv[1]).namelist(), sep="\\n")';
    const list = await must(program('python'), ['-c', script, wheel]);
    return checkWheel(list.trim().split('\n'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
