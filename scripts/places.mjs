// Where things are in the repository, for all scripts.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const repository = path.resolve(
  path.dirname(fileURLToPath(import.meta.url)),
  '..'
);

/** A path inside the repository. */
export function inRepository(...parts) {
  return path.join(repository, ...parts);
}

/** The environment in which everything runs but MLServer. */
export const environment = inRepository('.venv');

/** MLServer's own environment: it cannot share one with kserve. */
export const mlserverEnvironment = inRepository('.venv-mlserver');

/** The oldest JupyterLab that the extension works with. */
export const oldestEnvironment = inRepository('.venv-compat');

/** A program of the environment. */
export function program(name, folder = environment) {
  return path.join(folder, 'bin', name);
}

/** The variables with which a program runs as if the environment was activated. */
export function activated(extra = {}) {
  const variables = { ...process.env };
  // An activated conda or virtual environment of the caller must not leak into ours.
  delete variables.PYTHONHOME;
  delete variables.PYTHONPATH;
  return {
    ...variables,
    PATH: `${path.join(environment, 'bin')}${path.delimiter}${process.env.PATH ?? ''}`,
    VIRTUAL_ENV: environment,
    ...extra
  };
}

/** The first program of these names that PATH or the name itself leads to. */
export function onPath(names) {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  for (const name of names) {
    const found = path.isAbsolute(name)
      ? [name]
      : folders.map(folder => path.join(folder, name));
    const first = found.find(file => existsSync(file));
    if (first) {
      return first;
    }
  }
  return null;
}
