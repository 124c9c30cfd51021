import { ServerError, type IDeployer } from '../../../../tokens';
import type { KServeTarget } from '../../target';
import type { IInferenceService } from '../../kservetypes';
import { DemoNetwork, runtimes } from '../../__tests__/demo';
import { aPod, aRuntime, aService, deployment } from '../../__tests__/objects';

const claims = 'kubernetes/api/v1/namespaces/demo/persistentvolumeclaims';
const pods = 'kubernetes/api/v1/namespaces/demo/pods';

describe('KServeDeployer', () => {
  let network: DemoNetwork;
  let target: KServeTarget;
  let deployer: IDeployer;

  beforeEach(async () => {
    jest.useFakeTimers();
    network = new DemoNetwork();
    ({ target, deployer } = await network.open());
  });

  afterEach(() => jest.useRealTimers());

  it('does without the shared runtimes when it may not see them', async () => {
    const [first, ...more] = await target.runtimes('sklearn');
    expect(first.name).toBe('sklearn-pvc-runtime');
    expect(first.note).toContain('cannot be viewed');
    expect(more).toEqual([]);
  });

  it('throws when the runtimes of the namespace cannot be read', async () => {
    network.refuse(`GET ${runtimes}`, 500, { message: 'etcd' });
    await expect(target.runtimes('sklearn')).rejects.toThrow(ServerError);
  });

  it('builds for V2 where the runtime has nothing else', async () => {
    network.list(runtimes, [
      aRuntime('mlserver', { protocolVersions: ['v2', 'grpc-v2'] })
    ]);
    await target.runtimes('sklearn');
    const built = deployer.build({ ...deployment, runtime: 'mlserver' });
    expect((built as IInferenceService).spec?.predictor?.model).toMatchObject({
      protocolVersion: 'v2'
    });
  });

  describe('#claim()', () => {
    const claim = (accessModes: string[]) =>
      network.answer(`GET ${claims}/model-storage-pvc`, {
        json: { status: { accessModes } }
      });
    const mounting = (name: string, node: string, service?: string) => {
      const pod = aPod({}, { service });
      const volumes = [
        { persistentVolumeClaim: { claimName: 'model-storage-pvc' } }
      ];
      return {
        ...pod,
        metadata: { name, labels: service ? pod.metadata?.labels : {} },
        spec: { nodeName: node, volumes },
        status: { phase: 'Running' }
      };
    };

    it('is shared where many nodes may mount it', async () => {
      claim(['ReadWriteOnce', 'ReadWriteMany']);
      expect(await deployer.claim()).toMatchObject({
        shared: true,
        node: null
      });
    });

    it('is on the node of the workbench where one may', async () => {
      claim(['ReadWriteOnce']);
      network.list(pods, [
        mounting('served', 'two', 'anomaly'),
        mounting('workbench', 'one')
      ]);
      expect(await deployer.claim()).toEqual({
        name: 'model-storage-pvc',
        accessModes: ['ReadWriteOnce'],
        shared: false,
        node: 'one'
      });
    });

    it('is not known to whoever may not see it', async () => {
      network.refuse(`GET ${claims}/model-storage-pvc`, 403);
      expect(await deployer.claim()).toBeNull();
    });
  });

  it('goes on from what it has applied, and not from what others have', () => {
    const live = aService({});
    live.metadata!.managedFields = [
      {
        manager: 'jupyterlab-kserve',
        operation: 'Apply',
        fieldsV1: {
          'f:spec': { 'f:predictor': { 'f:model': { 'f:runtime': {} } } }
        }
      }
    ];
    expect(deployer.adopt(live)).toMatchObject({
      metadata: { name: 'anomaly' },
      spec: { predictor: { model: { runtime: 'sklearn-pvc-runtime' } } }
    });
    expect(JSON.stringify(deployer.adopt(live))).not.toContain('storageUri');
  });
});
