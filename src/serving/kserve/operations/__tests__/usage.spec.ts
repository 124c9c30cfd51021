import type { V1Pod } from '@kubernetes/client-node';
import { ServerError, type IKubernetes } from '../../../../tokens';
import { readUsage, usageOf, type IPodMetrics } from '../usage';

const pod = {
  metadata: { name: 'p' },
  spec: {
    containers: [
      {
        name: 'kserve-container',
        resources: {
          requests: { cpu: '500m', memory: '1Gi' },
          limits: { memory: '2Gi' }
        }
      }
    ]
  }
} as V1Pod;

const measured: IPodMetrics = {
  metadata: { name: 'p' },
  containers: [
    {
      name: 'kserve-container',
      usage: { cpu: '125000000n', memory: '524288Ki' }
    }
  ]
};

describe('usageOf()', () => {
  it('lays what is used beside what was asked for', () => {
    expect(usageOf([measured], [pod])).toEqual([
      {
        instance: 'p',
        container: 'kserve-container',
        cpu: { used: 0.125, request: 0.5, limit: null },
        memory: { used: 2 ** 29, request: 2 ** 30, limit: 2 ** 31 }
      }
    ]);
  });

  it('knows of no request where the pod is gone', () => {
    expect(usageOf([measured], [])[0].memory).toEqual({
      used: 2 ** 29,
      request: null,
      limit: null
    });
  });
});

describe('readUsage()', () => {
  const refusing = (status: number, reason: string) =>
    ({
      list: () =>
        Promise.reject(
          new ServerError(status, { message: 'no', reason, hint: '' })
        )
    }) as unknown as IKubernetes;

  it('has nothing where the cluster does not measure', async () => {
    const kubernetes = refusing(404, 'KindMissing');
    await expect(readUsage(kubernetes, 's', [pod])).resolves.toBeNull();
  });

  it('tells of a missing right', async () => {
    const kubernetes = refusing(403, 'Forbidden');
    await expect(readUsage(kubernetes, 's', [pod])).rejects.toThrow('no');
  });
});
