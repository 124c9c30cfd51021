import { nullTranslator } from '@jupyterlab/translation';
import { Network } from '../../__tests__/network';
import { ServerError, type IDeployer, type IManifest } from '../../tokens';
import { ClusterTarget } from '../cluster';
import type { IInferenceService } from '../inferenceservice';
import type { IDeployment } from '../deploying';
import { aPod, aRuntime, aService, deployment } from './objects';

const trans = nullTranslator.load('jupyterlab-kserve');
const group = 'kubernetes/apis/serving.kserve.io';
const services = `${group}/v1beta1/namespaces/demo/inferenceservices`;
const runtimes = `${group}/v1alpha1/namespaces/demo/servingruntimes`;
const shared = `${group}/v1alpha1/clusterservingruntimes`;
const claims = 'kubernetes/api/v1/namespaces/demo/persistentvolumeclaims';
const pods = 'kubernetes/api/v1/namespaces/demo/pods';

describe('ClusterDeployer', () => {
  let network: Network;
  let target: ClusterTarget;
  let deployer: IDeployer;

  function answerList(path: string, items: object[]): void {
    network.answer(`GET ${path}`, {
      json: { metadata: { resourceVersion: '7' }, items }
    });
  }

  function refuse(question: string, code: number, status: object = {}): void {
    network.answer(question, {
      status: code,
      json: { kind: 'Status', code, reason: 'Invalid', ...status }
    });
  }

  function missing(path: string): void {
    refuse(`GET ${path}`, 404, { reason: 'NotFound', details: { name: 'x' } });
  }

  function manifestOf(
    changes: Partial<IDeployment> = {},
    runtime: IManifest['runtime'] = null
  ): IManifest {
    const service = deployer.build({ ...deployment, ...changes });
    return { service, runtime };
  }

  beforeEach(async () => {
    jest.useFakeTimers();
    network = new Network();
    target = new ClusterTarget({
      kubernetes: network.kubernetes,
      server: network.server,
      trans
    });
    answerList(runtimes, [aRuntime('sklearn-pvc-runtime')]);
    refuse(`GET ${shared}`, 403);
    missing(`${services}/anomaly`);
    network.answer(`PATCH ${services}/anomaly`, ({ json }) => ({ json }));
    await network.server.check();
    deployer = await target.deployer();
  });

  afterEach(() => jest.useRealTimers());

  const writes = () =>
    network.requests
      .filter(({ method }) => method !== 'GET')
      .map(({ method, path }) => {
        const [resource, query] = path.split('?');
        const [, kind, name] = /([a-z]+)\/([^/]+)$/.exec(resource)!;
        const how = ['dryRun', 'force'].filter(word => query?.includes(word));
        return [method, kind, name, ...how].join(' ');
      });

  it('does without the shared runtimes when it may not see them', async () => {
    const [first, ...more] = await target.runtimes('sklearn');
    expect(first.name).toBe('sklearn-pvc-runtime');
    expect(first.note).toContain('cannot be seen');
    expect(more).toEqual([]);
  });

  it('throws when the runtimes of the namespace cannot be read', async () => {
    refuse(`GET ${runtimes}`, 500, { message: 'etcd' });
    await expect(target.runtimes('sklearn')).rejects.toThrow(ServerError);
  });

  it('builds for V2 where the runtime has nothing else', async () => {
    answerList(runtimes, [
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
      answerList(pods, [
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
      refuse(`GET ${claims}/model-storage-pvc`, 403);
      expect(await deployer.claim()).toBeNull();
    });
  });

  describe('#check()', () => {
    it('asks the server for a dry run, and nothing more', async () => {
      const verdict = await deployer.check(manifestOf());
      expect(verdict).toMatchObject({
        problems: [],
        conflicts: [],
        live: null
      });
      expect(writes()).toEqual(['PATCH inferenceservices anomaly dryRun']);
      const [patch] = network.requests.filter(
        ({ method }) => method === 'PATCH'
      );
      expect(patch.json).toEqual(manifestOf().service);
    });

    it('has the service as it is and as it would be, without its status', async () => {
      const status = { url: 'x' };
      network.answer(`GET ${services}/anomaly`, { json: aService({ status }) });
      const { live, result } = await deployer.check(manifestOf());
      expect(live).not.toHaveProperty('status');
      expect(live?.metadata).toEqual({ name: 'anomaly', namespace: 'demo' });
      expect(result).toEqual(manifestOf().service);
    });

    it('finds what it can without the server', async () => {
      answerList(shared, []);
      const { problems } = await deployer.check(
        manifestOf({
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
      expect(writes()).toEqual([]);
    });

    it('finds a runtime that was made a moment ago', async () => {
      await target.runtimes('sklearn');
      answerList(shared, []);
      answerList(runtimes, [aRuntime('new')]);
      const { problems } = await deployer.check(manifestOf({ runtime: 'new' }));
      expect(problems).toEqual([]);
    });

    it('tells a runtime for another format from a missing one', async () => {
      answerList(runtimes, [
        aRuntime('onnx', { supportedModelFormats: [{ name: 'onnx' }] })
      ]);
      const { problems } = await deployer.check(
        manifestOf({ runtime: 'onnx' })
      );
      expect(problems[0].message).toBe(
        'The runtime onnx does not take sklearn.'
      );
    });

    it('leaves a runtime that it may not see to the server', async () => {
      const { problems } = await deployer.check(manifestOf({ runtime: 'x' }));
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
      refuse(`PATCH ${services}/anomaly`, 422, {
        message: 'invalid',
        details: {
          causes: [{ reason: 'FieldValueInvalid', message: 'bad', field: path }]
        }
      });
      const { problems, result } = await deployer.check(manifestOf());
      expect(problems).toEqual([
        { field, message: 'bad', reason: 'FieldValueInvalid', hint: '', path }
      ]);
      expect(result).toBeNull();
    });

    it('has one problem for requests and limits', async () => {
      refuse(`PATCH ${services}/anomaly`, 422, {
        details: {
          causes: ['requests', 'limits'].map(kind => ({
            message: 'bad',
            field: `${model}.resources.${kind}.cpu`
          }))
        }
      });
      expect((await deployer.check(manifestOf())).problems).toHaveLength(1);
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
        refuse(`PATCH ${services}/anomaly`, code, { message });
        const { problems } = await deployer.check(manifestOf());
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
      const verdict = await deployer.check(manifestOf());
      expect(verdict.conflicts).toEqual([
        { owner: 'argocd-controller', path: 'spec.predictor.model.storageUri' }
      ]);
      expect(verdict.problems).toEqual([]);
      expect(verdict.result).toEqual(manifestOf().service);
      expect(writes()).toEqual([
        'PATCH inferenceservices anomaly dryRun',
        'PATCH inferenceservices anomaly dryRun force'
      ]);
    });

    it('sees that a webhook would serve something else', async () => {
      network.answer(`PATCH ${services}/anomaly`, {
        json: aService({ model: { storageUri: undefined } })
      });
      const { problems } = await deployer.check(manifestOf());
      expect(problems).toMatchObject([
        { field: null, reason: 'StorageUriChanged' }
      ]);
    });

    it('sees what another manager keeps', async () => {
      network.answer(`PATCH ${services}/anomaly`, {
        json: aService({ model: { env: [{ name: 'A', value: '1' }] } })
      });
      const { problems } = await deployer.check(manifestOf());
      expect(problems.map(({ field }) => field)).toEqual(['environment']);
    });

    it.each([
      [401, 'Unauthorized', 'x'],
      [403, 'Forbidden', 'User "x" cannot patch resource "inferenceservices"'],
      [429, 'TooManyRequests', 'x'],
      [500, 'InternalError', 'failed calling webhook: no endpoints']
    ])(
      'throws what is not about the form: %i',
      async (code, reason, message) => {
        refuse(`PATCH ${services}/anomaly`, code, { reason, message });
        await expect(deployer.check(manifestOf())).rejects.toMatchObject({
          status: code
        });
      }
    );

    it('does not change a runtime that there is', async () => {
      const runtime = { metadata: { name: 'sklearn-pvc-runtime' } };
      network.answer(`GET ${runtimes}/sklearn-pvc-runtime`, { json: runtime });
      const { problems } = await deployer.check(manifestOf({}, runtime));
      expect(problems).toMatchObject([{ field: 'runtime' }]);
      expect(problems[0].message).toContain('is not changed from here');
      expect(writes()).toEqual([]);
    });
  });

  const conflict = (owner: string) => ({
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

  describe('#deploy()', () => {
    const dry = 'PATCH inferenceservices anomaly dryRun';
    const wet = 'PATCH inferenceservices anomaly';

    /** Decide on what the server says now, then have it done. */
    async function deploy(manifest = manifestOf()) {
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
      expect(writes()).toEqual([dry, wet]);
    });

    it('changes nothing when the dry run is refused', async () => {
      const seen = await deployer.check(manifestOf());
      network.requests.length = 0;
      refuse(`PATCH ${services}/anomaly`, 422, { message: 'no' });
      const outcome = await deployer.deploy(manifestOf(), seen);
      expect(outcome.problem?.message).toBe('no');
      expect(writes()).toEqual([dry]);
    });

    it('changes nothing when the service is another one than was seen', async () => {
      const seen = await deployer.check(manifestOf());
      network.answer(`GET ${services}/anomaly`, { json: aService({}) });
      network.requests.length = 0;
      const outcome = await deployer.deploy(manifestOf(), seen);
      expect(outcome.problem?.reason).toBe('ChangedMeanwhile');
      expect(outcome.verdict?.live).not.toBeNull();
      expect(writes()).toEqual([dry]);
    });

    it('takes over what was agreed to, and nothing more', async () => {
      let owner = 'kubectl';
      network.answer(`GET ${services}/anomaly`, { json: aService({}) });
      network.answer(`PATCH ${services}/anomaly`, ({ path, json }) =>
        path.includes('force') ? { json } : conflict(owner)
      );
      const seen = await deployer.check(manifestOf());
      network.requests.length = 0;
      expect((await deployer.deploy(manifestOf(), seen)).problem).toBeNull();
      expect(writes()).toEqual([dry, `${dry} force`, `${wet} force`]);
      owner = 'argocd-controller';
      const outcome = await deployer.deploy(manifestOf(), seen);
      expect(outcome.problem?.reason).toBe('ChangedMeanwhile');
    });

    describe('with a runtime', () => {
      const runtime = {
        apiVersion: 'serving.kserve.io/v1alpha1',
        kind: 'ServingRuntime',
        metadata: { name: 'new' }
      };
      const manifest = () => manifestOf({ runtime: 'new' }, runtime);

      beforeEach(() => {
        missing(`${runtimes}/new`);
        network.answer(`PATCH ${runtimes}/new`, {
          json: { ...runtime, metadata: { name: 'new', uid: '42' } }
        });
        network.answer(`DELETE ${runtimes}/new`, { json: {} });
      });

      it('makes both', async () => {
        expect((await deploy(manifest())).problem).toBeNull();
        expect(writes()).toEqual([
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
          hint: 'Taken back: ServingRuntime new.'
        });
        expect(leftovers).toEqual([]);
        const gone = network.requests.find(({ method }) => method === 'DELETE');
        // Another runtime of the name would stay.
        expect(gone?.json).toEqual({ preconditions: { uid: '42' } });
      });

      it('says what is left when that cannot be done, and undoes it later', async () => {
        refuse(`DELETE ${runtimes}/new`, 500, { message: 'etcd' });
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
      expect(writes()).toEqual([dry, wet, wet]);
    });

    it('sets a service back that a webhook sends elsewhere', async () => {
      network.answer(`GET ${services}/anomaly`, { json: aService({}) });
      really({ json: aService({ model: { storageUri: 's3://x' } }) });
      const { problem, leftovers } = await deploy(
        manifestOf({ model: { ...deployment.model, uri: 'pvc://c/a/2' } })
      );
      expect(problem?.reason).toBe('StorageUriChanged');
      expect(leftovers).toEqual([]);
      expect(writes()).toEqual([dry, wet, wet, `${wet} force`]);
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
