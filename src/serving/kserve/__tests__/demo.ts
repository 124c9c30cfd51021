import { nullTranslator } from '@jupyterlab/translation';
import { Network } from '../../../__tests__/network';
import type { IDeployer, IManifest } from '../../../tokens';
import { KServeTarget } from '../target';
import type { IDeployment } from '../deploy/types';
import { aRuntime, deployment } from './objects';

const trans = nullTranslator.load('jupyterlab-kserve');
const group = 'kubernetes/apis/serving.kserve.io';

export const services = `${group}/v1beta1/namespaces/demo/inferenceservices`;
export const runtimes = `${group}/v1alpha1/namespaces/demo/servingruntimes`;
export const shared = `${group}/v1alpha1/clusterservingruntimes`;

/** A namespace with one runtime, and without the service that is deployed. */
export class DemoNetwork extends Network {
  constructor() {
    super();
    this.list(runtimes, [aRuntime('sklearn-pvc-runtime')]);
    this.refuse(`GET ${shared}`, 403);
    this.missing(`${services}/anomaly`);
    this.answer(`PATCH ${services}/anomaly`, ({ json }) => ({ json }));
  }

  /** Where to deploy, as soon as the server half has answered. */
  async open(): Promise<{ target: KServeTarget; deployer: IDeployer }> {
    const { kubernetes, server } = this;
    const target = new KServeTarget({ kubernetes, server, trans });
    await server.check();
    return { target, deployer: await target.deployer() };
  }

  list(path: string, items: object[]): void {
    this.answer(`GET ${path}`, {
      json: { metadata: { resourceVersion: '7' }, items }
    });
  }

  refuse(question: string, code: number, status: object = {}): void {
    this.answer(question, {
      status: code,
      json: { kind: 'Status', code, reason: 'Invalid', ...status }
    });
  }

  missing(path: string): void {
    this.refuse(`GET ${path}`, 404, {
      reason: 'NotFound',
      details: { name: 'x' }
    });
  }

  /** What was asked for beyond reading: verb, kind, name and how. */
  writes(): string[] {
    return this.requests
      .filter(({ method }) => method !== 'GET')
      .map(({ method, path }) => {
        const [resource, query] = path.split('?');
        const [, kind, name] = /([a-z]+)\/([^/]+)$/.exec(resource)!;
        const how = ['dryRun', 'force'].filter(word => query?.includes(word));
        return [method, kind, name, ...how].join(' ');
      });
  }
}

/** What a user would deploy. */
export function manifestOf(
  deployer: IDeployer,
  changes: Partial<IDeployment> = {},
  runtime: IManifest['runtime'] = null
): IManifest {
  const service = deployer.build({ ...deployment, ...changes });
  return { service, runtime };
}

/** Somebody else has set the storageUri. */
export const conflict = (owner: string) => ({
  status: 409,
  json: {
    kind: 'Status',
    code: 409,
    reason: 'Conflict',
    message: 'Apply failed with 1 conflict',
    details: {
      causes: [
        {
          reason: 'FieldManagerConflict',
          message: `conflict with "${owner}" using serving.kserve.io/v1beta1`,
          field: '.spec.predictor.model.storageUri'
        }
      ]
    }
  }
});
