import { readdirSync, readFileSync } from 'fs';
import { join, resolve } from 'path';
import {
  crowdedFolders,
  drawingImports,
  fileCycles,
  folderCycles,
  importsOf
} from './imports';

/** So many source files may be in one folder. */
const MOST_FILES = 15;

const src = resolve(__dirname, '..');
const sources = new Map(
  readdirSync(src, { recursive: true, encoding: 'utf-8' })
    .map(path => path.replace(/\\/g, '/'))
    .filter(path => /\.tsx?$/.test(path) && !path.includes('__tests__'))
    .map(path => [path, readFileSync(join(src, path), 'utf-8')])
);

describe('the files of this extension', () => {
  const imports = importsOf(sources);

  it('are read', () => {
    expect(imports).toContainEqual({
      from: 'storage/plugin.ts',
      to: 'storage/store.ts',
      isType: false
    });
  });

  it('import no values in a circle', () => {
    expect(fileCycles(imports)).toEqual([]);
  });

  it('are in folders that do not import from each other in a circle', () => {
    expect(folderCycles(imports)).toEqual([]);
  });

  it('are few in each folder', () => {
    expect(crowdedFolders(sources.keys(), MOST_FILES)).toEqual([]);
  });

  it('draw in the panel only', () => {
    expect(drawingImports(imports)).toEqual([]);
  });
});

describe('importsOf', () => {
  const imported = (text: string) =>
    importsOf(
      new Map([
        ['a/one.ts', text],
        ['b/two.tsx', '']
      ])
    ).map(({ to, isType }) => ({ to, isType }));

  it.each([
    ["import '../b/two';"],
    ["import two from '../b/two';"],
    ["import * as all from '../b/two';"],
    ["import { two, type Two } from '../b/two';"],
    ["import two, { type Two } from '../b/two';"],
    ["export { two } from '../b/two';"],
    ["export * from '../b/two';"],
    ["const late = () => import('../b/two');"]
  ])('knows a value: %s', text => {
    expect(imported(text)).toEqual([{ to: 'b/two.tsx', isType: false }]);
  });

  it.each([
    ["import type { Two } from '../b/two';"],
    ["import type Two from '../b/two';"],
    ["import { type Two, type Three } from '../b/two';"],
    ["export type * from '../b/two';"],
    ["let two: import('../b/two').Two;"],
    ["let two: typeof import('../b/two');"]
  ])('knows a type: %s', text => {
    expect(imported(text)).toEqual([{ to: 'b/two.tsx', isType: true }]);
  });

  it('reads no imports in comments and texts', () => {
    expect(
      imported('// import "../b/two"\nconst x = "import \'../b/two\'";')
    ).toEqual([]);
  });

  it('leaves packages their names', () => {
    expect(imported("import { useState } from 'react';")).toEqual([
      { to: 'react', isType: false }
    ]);
  });
});

/** Imports of files that are made up: `a/one.ts` from `b/two.ts`. */
function made(...steps: [string, string][]) {
  return steps.map(([from, to]) => ({ from, to, isType: false }));
}

describe('fileCycles', () => {
  it('finds a circle of values', () => {
    const imports = made(['a.ts', 'b.ts'], ['b.ts', 'c.ts'], ['c.ts', 'a.ts']);
    expect(fileCycles(imports)).toEqual(['a.ts → b.ts → c.ts → a.ts']);
  });

  it('lets types go in a circle', () => {
    const [one, other] = made(['a.ts', 'b.ts'], ['b.ts', 'a.ts']);
    expect(fileCycles([one, { ...other, isType: true }])).toEqual([]);
  });
});

describe('folderCycles', () => {
  it('finds folders that import from each other', () => {
    const imports = made(
      ['a/one.ts', 'b/two.ts'],
      ['b/x/three.ts', 'a/y/four.ts']
    );
    expect(folderCycles(imports)).toEqual([
      'a → b → a\n  a/one.ts imports b/two.ts\n  b/x/three.ts imports a/y/four.ts'
    ]);
  });

  it('finds them further down, and also by types', () => {
    const [one, other] = made(
      ['panel/a/one.ts', 'panel/b/two.ts'],
      ['panel/b/three.ts', 'panel/a/four.ts']
    );
    expect(folderCycles([one, { ...other, isType: true }])).toHaveLength(1);
  });

  it('lets files beside the folders, and above them, import from them', () => {
    const imports = made(
      ['tokens.ts', 'a/one.ts'],
      ['a/one.ts', 'tokens.ts'],
      ['a/x/two.ts', 'a/one.ts'],
      ['a/one.ts', 'a/x/two.ts'],
      ['a/one.ts', 'b/two.ts']
    );
    expect(folderCycles(imports)).toEqual([]);
  });
});

describe('crowdedFolders', () => {
  it('finds a folder with too many files', () => {
    const paths = ['a/one.ts', 'a/two.ts', 'a/three.ts', 'b/one.ts', 'one.ts'];
    expect(crowdedFolders(paths, 2)).toEqual(['a has 3 files']);
    expect(crowdedFolders(paths, 3)).toEqual([]);
  });
});

describe('drawingImports', () => {
  it('finds what is no part of the panel, and draws', () => {
    const imports = made(
      ['storage/one.ts', 'react'],
      ['storage/one.ts', '@jupyterlab/ui-components/lib/icon'],
      ['saving/form.ts', 'panel/icons.ts'],
      ['textdiff.ts', 'panel/icons.ts']
    );
    expect(drawingImports(imports)).toHaveLength(4);
  });

  it('lets the panel draw, and others use what does not', () => {
    const imports = made(
      ['panel/one.tsx', 'react'],
      ['index.ts', 'panel/plugin.ts'],
      ['storage/one.ts', '@jupyterlab/services'],
      ['storage/one.ts', 'tokens.ts']
    );
    expect(drawingImports(imports)).toEqual([]);
  });
});
