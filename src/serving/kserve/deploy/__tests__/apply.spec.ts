import type { IDeployer } from '../../../../tokens';
import {
  DemoNetwork,
  conflict,
  manifestOf,
  runtimes,
  services
} from '../../__tests__/demo';
import { aService, deployment } from '../../__tests__/objects';

describe('KServeDeployer#deploy()', () => {
  let network: DemoNetwork;
  let deployer: IDeployer;

  beforeEach(async () => {
    jest.useFakeTimers();
    network = new DemoNetwork();
    ({ deployer } = await network.open());
  });

  afterEach(() => jest.useRealTimers());

  const dry = 'PATCH inferenceservices anomaly dryRun';
  const wet = 'PATCH inferenceservices anomaly';

  /** Decide on what the server says now, then have it done. */
  async function deploy(manifest = manifestOf(deployer)) {
    const seen = await deployer.check(manifest);
    network.requests.length = 0;
    return deployer.deploy(manifest, seen);
  }

  /** What the server answers to a request that counts. */
  function really(answer: object): void {
    network.answer(`PATCH ${services}/anomaly`, ({ path, json }) =>
      path.includes('dryRun') ? { json } : answer
    );
  }

  it('checks, then applies', async () => {
    expect(await deploy()).toMatchObject({ problem: null, leftovers: [] });
    expect(network.writes()).toEqual([dry, wet]);
  });

  it('changes nothing when the dry run is refused', async () => {
    const seen = await deployer.check(manifestOf(deployer));
    network.requests.length = 0;
    network.refuse(`PATCH ${services}/anomaly`, 422, { message: 'no' });
    const outcome = await deployer.deploy(manifestOf(deployer), seen);
    expect(outcome.problem?.message).toBe('no');
    expect(network.writes()).toEqual([dry]);
  });

  it('changes nothing when the service is another one than was seen', async () => {
    const seen = await deployer.check(manifestOf(deployer));
    network.answer(`GET ${services}/anomaly`, { json: aService({}) });
    network.requests.length = 0;
    const outcome = await deployer.deploy(manifestOf(deployer), seen);
    expect(outcome.problem?.reason).toBe('ChangedMeanwhile');
    expect(outcome.dryRun?.live).not.toBeNull();
    expect(network.writes()).toEqual([dry]);
  });

  it('takes over what was agreed to, and nothing more', async () => {
    let owner = 'kubectl';
    network.answer(`GET ${services}/anomaly`, { json: aService({}) });
    network.answer(`PATCH ${services}/anomaly`, ({ path, json }) =>
      path.includes('force') ? { json } : conflict(owner)
    );
    const seen = await deployer.check(manifestOf(deployer));
    network.requests.length = 0;
    expect(
      (await deployer.deploy(manifestOf(deployer), seen)).problem
    ).toBeNull();
    expect(network.writes()).toEqual([dry, `${dry} force`, `${wet} force`]);
    owner = 'argocd-controller';
    const outcome = await deployer.deploy(manifestOf(deployer), seen);
    expect(outcome.problem?.reason).toBe('ChangedMeanwhile');
  });

  describe('with a runtime', () => {
    const runtime = {
      apiVersion: 'serving.kserve.io/v1alpha1',
      kind: 'ServingRuntime',
      metadata: { name: 'new' }
    };
    const manifest = () => manifestOf(deployer, { runtime: 'new' }, runtime);

    beforeEach(() => {
      network.missing(`${runtimes}/new`);
      network.answer(`PATCH ${runtimes}/new`, {
        json: { ...runtime, metadata: { name: 'new', uid: '42' } }
      });
      network.answer(`DELETE ${runtimes}/new`, { json: {} });
    });

    it('makes both', async () => {
      expect((await deploy(manifest())).problem).toBeNull();
      expect(network.writes()).toEqual([
        'PATCH servingruntimes new dryRun',
        dry,
        'PATCH servingruntimes new',
        wet
      ]);
    });

    it('takes the runtime away when the service is refused', async () => {
      really({
        status: 403,
        json: { kind: 'Status', code: 403, message: 'a policy says no' }
      });
      const { problem, leftovers } = await deploy(manifest());
      expect(problem).toMatchObject({
        message: 'a policy says no',
        hint: 'Rolled back: ServingRuntime new.'
      });
      expect(leftovers).toEqual([]);
      const gone = network.requests.find(({ method }) => method === 'DELETE');
      // Another runtime of the name would stay.
      expect(gone?.json).toEqual({ preconditions: { uid: '42' } });
    });

    it('says what is left when that cannot be done, and undoes it later', async () => {
      network.refuse(`DELETE ${runtimes}/new`, 500, { message: 'etcd' });
      really({ status: 500, json: { kind: 'Status', code: 500 } });
      const { leftovers } = await deploy(manifest());
      expect(leftovers).toMatchObject([
        { kind: 'ServingRuntime', name: 'new' }
      ]);
      network.answer(`DELETE ${runtimes}/new`, { json: {} });
      await leftovers[0].undo();
      expect(network.count(`DELETE ${runtimes}/new`)).toBe(2);
    });
  });

  it('takes away a service that was made without an answer', async () => {
    network.answer(`DELETE ${services}/anomaly`, { json: {} });
    network.answer(`PATCH ${services}/anomaly`, ({ path, json }) => {
      if (path.includes('dryRun')) {
        return { json };
      }
      network.answer(`GET ${services}/anomaly`, { json: aService({}) });
      throw new TypeError('Failed to fetch');
    });
    const { problem, leftovers } = await deploy();
    expect(problem?.hint).toContain('InferenceService anomaly');
    expect(leftovers).toEqual([]);
    expect(network.count(`DELETE ${services}/anomaly`)).toBe(1);
  });

  it('applies again when a webhook has changed it once', async () => {
    let times = 0;
    network.answer(`PATCH ${services}/anomaly`, ({ path, json }) => {
      const real = !path.includes('dryRun');
      times += Number(real);
      return {
        json:
          real && times === 1
            ? aService({ model: { storageUri: undefined } })
            : json
      };
    });
    expect((await deploy()).problem).toBeNull();
    expect(network.writes()).toEqual([dry, wet, wet]);
  });

  it('sets a service back that a webhook sends elsewhere', async () => {
    network.answer(`GET ${services}/anomaly`, { json: aService({}) });
    really({ json: aService({ model: { storageUri: 's3://x' } }) });
    const { problem, leftovers } = await deploy(
      manifestOf(deployer, {
        model: { ...deployment.model, uri: 'pvc://c/a/2' }
      })
    );
    expect(problem?.reason).toBe('StorageUriChanged');
    expect(leftovers).toEqual([]);
    expect(network.writes()).toEqual([dry, wet, wet, `${wet} force`]);
    const last = network.requests[network.requests.length - 1];
    expect(last.json).toMatchObject({
      spec: {
        predictor: {
          model: { storageUri: 'pvc://model-storage-pvc/anomaly/1.0.0' }
        }
      }
    });
  });
});
