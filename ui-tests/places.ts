import * as path from 'node:path';

/** The repository. */
export const repository = path.resolve(__dirname, '..');

function given(name: string): string {
  const value = process.env[name];
  if (!value) {
    throw new Error('Run the browser tests with: npm test -- ui');
  }
  return value;
}

/** The state folder of the running embedded KServe. */
export const cluster = given('JUPYTERLAB_KSERVE_TEST_CLUSTER');

/** The namespace of this run: nobody else's objects are in it. */
export const namespace = given('JUPYTERLAB_KSERVE_TEST_NAMESPACE');

/** The folder that stands for the PVC of that namespace. */
export const volume = given('JUPYTERLAB_KSERVE_TEST_VOLUME');

/** The claim on that folder that a single node can mount; limits.spec.ts makes it. */
export const exclusiveClaim = 'limits-exclusive';

/** The kubeconfig of somebody who may only look; limits.spec.ts writes it. */
export const readerKubeconfig = path.join(
  cluster,
  `${namespace}-reader.kubeconfig`
);

/** The virtual environment of the Jupyter servers: another JupyterLab in the stage compat. */
export const jupyterEnvironment = given('JUPYTERLAB_KSERVE_TEST_ENVIRONMENT');

/** A program of the repository's virtual environment. */
export function program(name: string): string {
  return path.join(repository, '.venv', 'bin', name);
}
