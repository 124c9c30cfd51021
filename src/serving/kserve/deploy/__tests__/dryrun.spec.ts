import type { IDeployer } from '../../../../tokens';
import type { KServeTarget } from '../../target';
import {
  DemoNetwork,
  conflict,
  manifestOf,
  runtimes,
  services,
  shared
} from '../../__tests__/demo';
import { aRuntime, aService } from '../../__tests__/objects';

describe('KServeDeployer#check()', () => {
  let network: DemoNetwork;
  let target: KServeTarget;
  let deployer: IDeployer;

  beforeEach(async () => {
    jest.useFakeTimers();
    network = new DemoNetwork();
    ({ target, deployer } = await network.open());
  });

  afterEach(() => jest.useRealTimers());

  it('asks the server for a dry run, and nothing more', async () => {
    const dryRun = await deployer.check(manifestOf(deployer));
    expect(dryRun).toMatchObject({
      problems: [],
      conflicts: [],
      live: null
    });
    expect(network.writes()).toEqual([
      'PATCH inferenceservices anomaly dryRun'
    ]);
    const [patch] = network.requests.filter(({ method }) => method === 'PATCH');
    expect(patch.json).toEqual(manifestOf(deployer).service);
  });

  it('has the service as it is and as it would be, without its status', async () => {
    const status = { url: 'x' };
    network.answer(`GET ${services}/anomaly`, { json: aService({ status }) });
    const { live, result } = await deployer.check(manifestOf(deployer));
    expect(live).not.toHaveProperty('status');
    expect(live?.metadata).toEqual({ name: 'anomaly', namespace: 'demo' });
    expect(result).toEqual(manifestOf(deployer).service);
  });

  it('finds what it can without the server', async () => {
    network.list(shared, []);
    const { problems } = await deployer.check(
      manifestOf(deployer, {
        serviceName: '1num',
        runtime: 'nope',
        cpu: 'much',
        memory: '2gi'
      })
    );
    expect(problems.map(({ field }) => field)).toEqual([
      'serviceName',
      'cpu',
      'memory',
      'runtime'
    ]);
    expect(network.writes()).toEqual([]);
  });

  it('finds a runtime that was made a moment ago', async () => {
    await target.runtimes('sklearn');
    network.list(shared, []);
    network.list(runtimes, [aRuntime('new')]);
    const { problems } = await deployer.check(
      manifestOf(deployer, { runtime: 'new' })
    );
    expect(problems).toEqual([]);
  });

  it('tells a runtime for another format from a missing one', async () => {
    network.list(runtimes, [
      aRuntime('onnx', { supportedModelFormats: [{ name: 'onnx' }] })
    ]);
    const { problems } = await deployer.check(
      manifestOf(deployer, { runtime: 'onnx' })
    );
    expect(problems[0].message).toBe(
      'The runtime onnx does not support the format sklearn.'
    );
  });

  it('leaves a runtime that it may not see to the server', async () => {
    const { problems } = await deployer.check(
      manifestOf(deployer, { runtime: 'x' })
    );
    expect(problems).toEqual([]);
  });

  const model = 'spec.predictor.model';
  it.each([
    [`${model}.resources.limits.cpu`, 'cpu'],
    [`${model}.resources.requests.memory`, 'memory'],
    [`${model}.resources.limits[nvidia.com/gpu]`, 'gpu'],
    [`${model}.runtime`, 'runtime'],
    [`${model}.storageUri`, 'version'],
    [`${model}.env[0].name`, 'environment'],
    ['spec.predictor.minReplicas', 'minReplicas'],
    ['spec.predictor.deploymentStrategy.type', 'recreate'],
    ['metadata.name', 'serviceName'],
    ['metadata.annotations[openshift.io/display-name]', 'displayName'],
    ['spec.predictor.other', null]
  ])('puts a problem of %s to its field', async (path, field) => {
    network.refuse(`PATCH ${services}/anomaly`, 422, {
      message: 'invalid',
      details: {
        causes: [{ reason: 'FieldValueInvalid', message: 'bad', field: path }]
      }
    });
    const { problems, result } = await deployer.check(manifestOf(deployer));
    expect(problems).toEqual([
      { field, message: 'bad', reason: 'FieldValueInvalid', hint: '', path }
    ]);
    expect(result).toBeNull();
  });

  it('has one problem for requests and limits', async () => {
    network.refuse(`PATCH ${services}/anomaly`, 422, {
      details: {
        causes: ['requests', 'limits'].map(kind => ({
          message: 'bad',
          field: `${model}.resources.${kind}.cpu`
        }))
      }
    });
    expect((await deployer.check(manifestOf(deployer))).problems).toHaveLength(
      1
    );
  });

  // What the API server says, word by word.
  it.each([
    [
      500,
      'failed to create typed patch object (demo/anomaly; serving.kserve.io/v1beta1, Kind=InferenceService): .spec.predictor.minReplicas: expected numeric (int or float), got string',
      [['minReplicas', 'spec.predictor.minReplicas', /^expected numeric/]]
    ],
    [
      500,
      'failed to create typed patch object (demo/anomaly; serving.kserve.io/v1beta1, Kind=InferenceService): errors:\n  .spec.predictor.model.foo: field not declared in schema\n  .spec.predictor.model.env[name="A"].value: expected string, got &value.valueUnstructured{Value:1}',
      [
        [null, 'spec.predictor.model.foo', /^field not declared/],
        [
          'environment',
          'spec.predictor.model.env[name="A"].value',
          /^expected string/
        ]
      ]
    ],
    [
      403,
      'admission webhook "inferenceservice.kserve-webhook-server.validator" denied the request: \'MinReplicas\' cannot be greater than MaxReplicas',
      [['minReplicas', undefined, /^'MinReplicas' cannot/]]
    ],
    [
      403,
      'admission webhook "inferenceservice.kserve-webhook-server.validator" denied the request: the InferenceService "x" is invalid: a InferenceService name must consist of lower case characters',
      [['serviceName', undefined, /^the InferenceService "x" is invalid/]]
    ]
  ] as [number, string, [string | null, string | undefined, RegExp][]][])(
    'reads what the server says with %i: %s',
    async (code, message, expected) => {
      network.refuse(`PATCH ${services}/anomaly`, code, { message });
      const { problems } = await deployer.check(manifestOf(deployer));
      expect(
        problems.map(({ field, path, message }) => [field, path, message])
      ).toEqual(
        expected.map(([field, path, words]) => [
          field,
          path,
          expect.stringMatching(words) as string
        ])
      );
    }
  );

  it('names the owners of fields, and shows what a take-over would do', async () => {
    network.answer(`PATCH ${services}/anomaly`, ({ path, json }) =>
      path.includes('force') ? { json } : conflict('argocd-controller')
    );
    const dryRun = await deployer.check(manifestOf(deployer));
    expect(dryRun.conflicts).toEqual([
      { owner: 'argocd-controller', path: 'spec.predictor.model.storageUri' }
    ]);
    expect(dryRun.problems).toEqual([]);
    expect(dryRun.result).toEqual(manifestOf(deployer).service);
    expect(network.writes()).toEqual([
      'PATCH inferenceservices anomaly dryRun',
      'PATCH inferenceservices anomaly dryRun force'
    ]);
  });

  it('sees that a webhook would serve something else', async () => {
    network.answer(`PATCH ${services}/anomaly`, {
      json: aService({ model: { storageUri: undefined } })
    });
    const { problems } = await deployer.check(manifestOf(deployer));
    expect(problems).toMatchObject([
      { field: null, reason: 'StorageUriChanged' }
    ]);
  });

  it('sees what another manager keeps', async () => {
    network.answer(`PATCH ${services}/anomaly`, {
      json: aService({ model: { env: [{ name: 'A', value: '1' }] } })
    });
    const { problems } = await deployer.check(manifestOf(deployer));
    expect(problems.map(({ field }) => field)).toEqual(['environment']);
  });

  it.each([
    [401, 'Unauthorized', 'x'],
    [403, 'Forbidden', 'User "x" cannot patch resource "inferenceservices"'],
    [429, 'TooManyRequests', 'x'],
    [500, 'InternalError', 'failed calling webhook: no endpoints']
  ])('throws what is not about the form: %i', async (code, reason, message) => {
    network.refuse(`PATCH ${services}/anomaly`, code, { reason, message });
    await expect(deployer.check(manifestOf(deployer))).rejects.toMatchObject({
      status: code
    });
  });

  it('does not change a runtime that there is', async () => {
    const runtime = { metadata: { name: 'sklearn-pvc-runtime' } };
    network.answer(`GET ${runtimes}/sklearn-pvc-runtime`, { json: runtime });
    const { problems } = await deployer.check(
      manifestOf(deployer, {}, runtime)
    );
    expect(problems).toMatchObject([{ field: 'runtime' }]);
    expect(problems[0].message).toContain('so it is not changed');
    expect(network.writes()).toEqual([]);
  });
});
