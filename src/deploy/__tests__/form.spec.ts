import { nullTranslator } from '@jupyterlab/translation';
import { Network } from '../../__tests__/network';
import { KServeTarget } from '../../serving/kserve/target';
import { aStatus, aVersion } from '../../__tests__/fakes';
import { DeployForm } from '../form';

const trans = nullTranslator.load('jupyterlab-kserve');
const group = 'kubernetes/apis/serving.kserve.io';
const services = `${group}/v1beta1/namespaces/demo/inferenceservices`;
const runtimes = `${group}/v1alpha1/namespaces/demo/servingruntimes`;
const shared = `${group}/v1alpha1/clusterservingruntimes`;
const claim =
  'kubernetes/api/v1/namespaces/demo/persistentvolumeclaims/model-storage-pvc';
const reviews =
  'POST kubernetes/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';

const SKLEARN = {
  metadata: { name: 'sklearn-pvc-runtime' },
  spec: { supportedModelFormats: [{ name: 'sklearn' }] }
};

/** A service that somebody made with kubectl, and changed a lot. */
const LIVE = {
  apiVersion: 'serving.kserve.io/v1beta1',
  kind: 'InferenceService',
  metadata: { name: 'anomaly-detector', namespace: 'demo', uid: '1' },
  spec: {
    predictor: {
      minReplicas: 2,
      maxReplicas: 4,
      model: {
        modelFormat: { name: 'sklearn' },
        runtime: 'sklearn-pvc-runtime',
        storageUri: 'pvc://model-storage-pvc/anomaly-detector/0.9.0',
        resources: { requests: { cpu: '250m', memory: '5Gi' } },
        env: [{ name: 'A', value: '1' }]
      }
    }
  }
};

describe('DeployForm', () => {
  let network: Network;
  let form: DeployForm;

  function list(path: string, items: object[]): void {
    network.answer(`GET ${path}`, { json: { metadata: {}, items } });
  }

  function refuse(question: string, code: number, status: object): void {
    network.answer(question, {
      status: code,
      json: { kind: 'Status', code, ...status }
    });
  }

  function missing(path: string): void {
    refuse(`GET ${path}`, 404, { reason: 'NotFound', details: { name: 'x' } });
  }

  const accept = () =>
    network.answer(`PATCH ${services}/anomaly-detector`, ({ json }) => ({
      json
    }));

  const later = () => jest.advanceTimersByTimeAsync(1000);
  const patches = () =>
    network.requests.filter(({ method }) => method === 'PATCH');
  const sent = () => patches()[patches().length - 1]?.json;

  async function open(
    changes: Partial<ConstructorParameters<typeof DeployForm>[0]> = {}
  ): Promise<void> {
    const target = new KServeTarget({
      kubernetes: network.kubernetes,
      server: network.server,
      trans
    });
    form = new DeployForm({
      target,
      deployer: await target.deployer(),
      version: aVersion(),
      versions: ['2.0.0', '1.0.0'],
      formats: aStatus().formats,
      readVersion: version =>
        Promise.resolve(
          aVersion({
            version,
            uri: `pvc://model-storage-pvc/anomaly-detector/${version}`
          })
        ),
      trans,
      ...changes
    });
    await form.load();
    await later();
  }

  beforeEach(async () => {
    jest.useFakeTimers();
    network = new Network();
    await network.server.check();
    list(runtimes, [SKLEARN]);
    list(shared, []);
    missing(`${services}/anomaly-detector`);
    network.answer(`GET ${claim}`, {
      json: { status: { accessModes: ['ReadWriteMany'] } }
    });
    network.answer(reviews, { json: { status: { allowed: true } } });
    accept();
  });

  afterEach(() => {
    form.dispose();
    jest.useRealTimers();
  });

  describe('#load()', () => {
    it('proposes the values of the guide and the first runtime', async () => {
      await open();
      expect(form.draft.values).toMatchObject({
        serviceName: 'anomaly-detector',
        runtime: 'sklearn-pvc-runtime',
        cpu: '1',
        memory: '2Gi',
        model: { uri: 'pvc://model-storage-pvc/anomaly-detector/1.0.0' }
      });
      expect(form.check.state).toBe('accepted');
      expect(form.disabledReason).toBe('');
    });

    it('goes on from a service that serves the model', async () => {
      network.answer(`GET ${services}/anomaly-detector`, { json: LIVE });
      await open();
      expect(form.draft.values).toMatchObject({
        minReplicas: '2',
        maxReplicas: '4',
        cpu: '250m',
        memory: '5Gi',
        environment: [{ name: 'A', value: '1' }],
        model: { version: '1.0.0' }
      });
      expect(JSON.stringify(sent())).toContain('anomaly-detector/1.0.0');
    });

    it('does not take the place of a service of something else', async () => {
      const other = JSON.stringify(LIVE).replace('pvc://', 's3://');
      network.answer(`GET ${services}/anomaly-detector`, {
        json: JSON.parse(other) as object
      });
      missing(`${services}/anomaly-detector-2`);
      await open();
      expect(form.draft.values.serviceName).toBe('anomaly-detector-2');
      expect(form.draft.values.cpu).toBe('1');
    });

    it('stops the old pod first where one node can mount the volume', async () => {
      network.answer(`GET ${claim}`, {
        json: { status: { accessModes: ['ReadWriteOnce'] } }
      });
      await open();
      expect(sent()).toMatchObject({
        spec: {
          predictor: {
            deploymentStrategy: { type: 'Recreate' },
            minReplicas: 1,
            maxReplicas: 1
          }
        }
      });
    });

    it('says so when no runtime takes the format, and asks nothing', async () => {
      list(runtimes, []);
      await open();
      expect(form.disabledReason).toContain('no runtime');
      expect(patches()).toEqual([]);
    });

    it('has the problem when the runtimes cannot be read', async () => {
      refuse(`GET ${runtimes}`, 500, { message: 'etcd' });
      await open();
      expect(form.disabledReason).toContain('runtimes could not be loaded');
      expect(form.check.problem?.message).toContain('etcd');
    });

    it('is blocked for whoever may not deploy, with whom to ask', async () => {
      network.answer(reviews, { json: { status: { allowed: false } } });
      await open();
      expect(form.disabledReason).toContain('Ask your cluster administrator');
      expect(await form.submit()).toBe(false);
    });

    it('leaves it to the server when the cluster does not say', async () => {
      refuse(reviews, 500, { message: 'x' });
      await open();
      expect(form.disabledReason).toBe('');
    });
  });

  describe('#set()', () => {
    it('asks the server once for a burst of changes', async () => {
      await open();
      network.requests.length = 0;
      form.set('memory', '3');
      form.set('memory', '3G');
      form.set('memory', '3Gi');
      expect(form.check.state).toBe('waiting');
      expect(form.disabledReason).not.toBe('');
      await later();
      expect(patches()).toHaveLength(1);
      expect(form.check.state).toBe('accepted');
    });

    it('shows a refusal at its field and blocks until it is changed', async () => {
      await open();
      refuse(`PATCH ${services}/anomaly-detector`, 422, {
        details: {
          causes: [{ message: 'bad', field: 'spec.predictor.minReplicas' }]
        }
      });
      form.set('minReplicas', '0');
      await later();
      expect(form.fieldProblem('minReplicas')?.message).toBe('bad');
      expect(form.disabledReason).toContain('replicas');
      accept();
      form.set('minReplicas', '1');
      expect(form.fieldProblem('minReplicas')).toBeNull();
      await later();
      expect(form.disabledReason).toBe('');
    });

    it('drops an answer about values that have changed since', async () => {
      await open();
      let answer: (value: object) => void = () => undefined;
      network.answer(
        `PATCH ${services}/anomaly-detector`,
        () => new Promise(resolve => (answer = resolve))
      );
      form.set('memory', '9Ei');
      await later();
      form.set('memory', '1Gi');
      answer({ status: 422, json: { kind: 'Status', message: 'memory' } });
      await jest.advanceTimersByTimeAsync(0);
      expect(form.check.state).toBe('waiting');
      expect(form.fieldProblem('memory')).toBeNull();
    });

    it('asks nothing about what is wrong already', async () => {
      await open();
      network.requests.length = 0;
      form.set('serviceName', '1num');
      await later();
      expect(network.requests).toEqual([]);
      expect(form.fieldProblem('serviceName')).not.toBeNull();
      expect(form.disabledReason).toContain('service name');
    });

    it('can be asked again when the server did not answer', async () => {
      await open();
      network.isDown = true;
      form.set('memory', '3Gi');
      await later();
      expect(form.disabledReason).toContain('did not respond');
      network.isDown = false;
      form.check.later();
      await later();
      expect(form.disabledReason).toBe('');
    });
  });

  it('serves another version, with memory for it unless somebody chose', async () => {
    await open();
    await form.setVersion('2.0.0');
    await later();
    expect(JSON.stringify(sent())).toContain('anomaly-detector/2.0.0');
    form.set('memory', '7Gi');
    await form.setVersion('1.0.0');
    expect(form.draft.values.memory).toBe('7Gi');
  });

  describe('#setText()', () => {
    it('fills the fields from the text, and keeps what they do not know', async () => {
      await open();
      form.setText(
        form.draft.text
          .replace('minReplicas: 1', 'minReplicas: 0 # at night')
          .replace('    model:', '    nodeSelector: {a: b}\n    model:')
      );
      expect(form.draft.values.minReplicas).toBe('0');
      form.set('memory', '6Gi');
      expect(form.draft.text).toContain('minReplicas: 0 # at night');
      expect(form.draft.text).toContain('memory: 6Gi');
      await later();
      expect(sent()).toMatchObject({
        spec: { predictor: { nodeSelector: { a: 'b' }, minReplicas: 0 } }
      });
    });

    it('rests while it cannot be read, and comes back', async () => {
      await open();
      const good = form.draft.text;
      form.setText(`${good}\n  : :`);
      await later();
      expect(form.draft.textProblem).not.toBeNull();
      expect(form.disabledReason).toContain('YAML');
      expect(await form.submit()).toBe(false);
      form.resetText();
      await later();
      expect(form.draft.text).toBe(good);
      expect(form.disabledReason).toBe('');
    });

    it('checks the fields of the text too', async () => {
      await open();
      form.setText(form.draft.text.replace('memory: 2Gi', 'memory: lots'));
      expect(form.fieldProblem('memory')).not.toBeNull();
    });
  });

  describe('#setUpRuntime()', () => {
    beforeEach(async () => {
      list(runtimes, []);
      missing(`${runtimes}/sklearn-pvc-runtime`);
      network.answer(`PATCH ${runtimes}/sklearn-pvc-runtime`, ({ json }) => ({
        json
      }));
      await open();
    });

    it('makes the runtime with the service', async () => {
      form.setUpRuntime(true);
      await later();
      expect(form.draft.text).toContain('kind: ServingRuntime');
      expect(form.draft.text).toContain('--model_name={{.Name}}');
      expect(form.disabledReason).toBe('');
      expect(await form.submit()).toBe(true);
      const applied = patches().filter(({ path }) => !path.includes('dryRun'));
      expect(applied.map(({ path }) => path.split('?')[0])).toEqual([
        `${runtimes}/sklearn-pvc-runtime`,
        `${services}/anomaly-detector`
      ]);
    });

    it('leaves it out again', async () => {
      form.setUpRuntime(true);
      form.setUpRuntime(false);
      await later();
      expect(form.draft.manifest.runtime).toBeNull();
      expect(form.disabledReason).toContain('no runtime');
    });
  });

  it('deploys over what others have set only when that is agreed to', async () => {
    network.answer(`GET ${services}/anomaly-detector`, { json: LIVE });
    network.answer(`PATCH ${services}/anomaly-detector`, ({ path, json }) =>
      path.includes('force')
        ? { json }
        : {
            status: 409,
            json: {
              kind: 'Status',
              code: 409,
              details: {
                causes: [
                  {
                    reason: 'FieldManagerConflict',
                    message: 'conflict with "kubectl" using v1',
                    field: '.spec.predictor.model.storageUri'
                  }
                ]
              }
            }
          }
    );
    await open();
    expect(form.check.conflicts).toHaveLength(1);
    expect(form.disabledReason).toContain('resolve the field conflicts');
    expect(await form.submit()).toBe(false);
    form.check.takeOver();
    expect(form.disabledReason).toBe('');
    expect(await form.submit()).toBe(true);
    const last = patches()[patches().length - 1];
    expect(last.path).toContain('force=true');
    expect(last.path).not.toContain('dryRun');
  });

  it('shows what has changed since the preview, and deploys nothing', async () => {
    await open();
    network.answer(`GET ${services}/anomaly-detector`, { json: LIVE });
    expect(await form.submit()).toBe(false);
    expect(form.check.problem?.reason).toBe('ChangedMeanwhile');
    expect(form.check.dryRun?.live).not.toBeNull();
    expect(patches().every(({ path }) => path.includes('dryRun'))).toBe(true);
    // Seen now, it can be decided on.
    form.check.later();
    await later();
    expect(await form.submit()).toBe(true);
  });

  it('keeps what was typed and says why when deploying fails', async () => {
    await open();
    form.set('memory', '4Gi');
    await later();
    refuse(`PATCH ${services}/anomaly-detector`, 403, {
      reason: 'Forbidden',
      message: 'User "x" cannot patch resource "inferenceservices"'
    });
    expect(await form.submit()).toBe(false);
    expect(form.check.problem?.hint).toContain(
      'Ask your cluster administrator'
    );
    expect(form.draft.values.memory).toBe('4Gi');
    expect(form.submission.busy).toBe(false);
  });
});
