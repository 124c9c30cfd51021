import { buildInferenceService } from '../inferenceservice';
import { readDeployment } from '../parse';
import type { IInferenceService } from '../../kservetypes';
import type { IDeployment } from '../types';
import type { IClaim } from '../../types';
import { deployment } from '../../__tests__/objects';

const context = {
  namespace: 'demo',
  protocolVersion: null,
  claim: 'model-storage-pvc'
};

function build(
  changes: Partial<IDeployment> = {},
  base?: IInferenceService,
  more: { protocolVersion?: string; volume?: IClaim } = {}
): IInferenceService {
  return buildInferenceService(
    { ...deployment, ...changes },
    { ...context, ...more },
    base
  );
}

const read = (service: object) => readDeployment(service, context.claim);

const predictorOf = (service: IInferenceService) => service.spec?.predictor;
const modelOf = (service: IInferenceService) => predictorOf(service)?.model;

describe('buildInferenceService()', () => {
  it('builds what KServe and the ODH dashboard need', () => {
    expect(build()).toEqual({
      apiVersion: 'serving.kserve.io/v1beta1',
      kind: 'InferenceService',
      metadata: {
        name: 'anomaly',
        namespace: 'demo',
        labels: { 'opendatahub.io/dashboard': 'true' },
        annotations: {
          'opendatahub.io/model-type': 'predictive',
          'openshift.io/display-name': 'anomaly',
          'security.opendatahub.io/enable-auth': 'false'
        }
      },
      spec: {
        predictor: {
          model: {
            modelFormat: { name: 'sklearn' },
            runtime: 'sklearn-pvc-runtime',
            storageUri: 'pvc://model-storage-pvc/anomaly/1.0.0',
            resources: {
              requests: { cpu: '1', memory: '2Gi' },
              limits: { cpu: '1', memory: '2Gi' }
            },
            terminationMessagePolicy: 'FallbackToLogsOnError'
          }
        }
      }
    });
  });

  it('leaves what it was given as it was', () => {
    const base = build({ environment: [{ name: 'A', value: '1' }] });
    const before = JSON.stringify([deployment, base]);
    build({ memory: '9Gi', environment: [] }, base);
    expect(JSON.stringify([deployment, base])).toBe(before);
  });

  it.each<[Partial<IDeployment>, object]>([
    [{ gpu: '2' }, { resources: { limits: { 'nvidia.com/gpu': '2' } } }],
    [
      { minReplicas: '0', maxReplicas: '3' },
      { minReplicas: 0, maxReplicas: 3 }
    ],
    [
      { environment: [{ name: 'A', value: '1' }] },
      { env: [{ name: 'A', value: '1' }] }
    ],
    [{ route: true }, { 'networking.kserve.io/visibility': 'exposed' }],
    [{ auth: true }, { 'security.opendatahub.io/enable-auth': 'true' }],
    [{ displayName: 'Mine' }, { 'openshift.io/display-name': 'Mine' }],
    [{ recreate: true }, { deploymentStrategy: { type: 'Recreate' } }]
  ])('has a place for %j', (changes, expected) => {
    const service = build(changes);
    expect({
      ...service.metadata?.labels,
      ...service.metadata?.annotations,
      ...predictorOf(service),
      ...modelOf(service)
    }).toMatchObject(expected);
    expect(read(service)).toEqual({ ...deployment, ...changes });
  });

  it('leaves to the runtime what is emptied', () => {
    const { resources } = build({ cpu: '', memory: '' }, build()).spec!
      .predictor!.model!;
    expect(resources?.limits ?? {}).not.toHaveProperty('cpu');
    expect(resources?.requests ?? {}).not.toHaveProperty('memory');
  });

  it('comes back to what it was when a field does', () => {
    const before = build();
    for (const [field, value] of Object.entries({
      gpu: '1',
      minReplicas: '2',
      environment: [{ name: 'A', value: '1' }],
      route: true,
      auth: true,
      recreate: true,
      displayName: 'Mine',
      memory: '7Gi'
    })) {
      const changed = build({ [field]: value }, before);
      expect(changed).not.toEqual(before);
      expect(build({}, changed)).toEqual(before);
    }
  });

  it('keeps what the form does not know', () => {
    const base = {
      metadata: {
        name: 'a',
        labels: { team: 'x' },
        annotations: { note: 'y' }
      },
      spec: {
        predictor: {
          nodeSelector: { gpu: 'yes' },
          model: { args: ['--x'], env: [{ name: 'S', valueFrom: {} }] }
        },
        transformer: { containers: [] }
      }
    } as unknown as IInferenceService;
    const service = build(
      {
        environment: [
          { name: 'S', value: null },
          { name: 'A', value: '1' }
        ]
      },
      base
    );
    expect(service).toMatchObject({
      metadata: { labels: { team: 'x' }, annotations: { note: 'y' } },
      spec: {
        predictor: {
          nodeSelector: { gpu: 'yes' },
          model: {
            args: ['--x'],
            env: [
              { name: 'S', valueFrom: {} },
              { name: 'A', value: '1' }
            ]
          }
        },
        transformer: { containers: [] }
      }
    });
  });

  it('lets requests and limits be two things until they are changed', () => {
    const resources = {
      requests: { cpu: '100m', memory: '1Gi' },
      limits: { cpu: '4', memory: '1Gi' }
    };
    const base = build();
    base.spec!.predictor!.model!.resources = resources;
    const { cpu, memory } = read(base);
    expect([cpu, memory]).toEqual(['100m', '1Gi']);
    const same = build({ cpu, memory: '2Gi' }, base);
    expect(modelOf(same)?.resources).toEqual({
      requests: { cpu: '100m', memory: '2Gi' },
      limits: { cpu: '4', memory: '2Gi' }
    });
  });

  it('keeps the kind of GPU', () => {
    const base = build();
    base.spec!.predictor!.model!.resources = { limits: { 'amd.com/gpu': '1' } };
    expect(read(base).gpu).toBe('1');
    const limits = modelOf(build({ gpu: '2' }, base))?.resources?.limits;
    expect(limits).toMatchObject({ 'amd.com/gpu': '2' });
    expect(limits).not.toHaveProperty('nvidia.com/gpu');
  });

  it('asks for V2 where the runtime has nothing else, and back', () => {
    const v2 = build({ runtime: 'mlserver' }, undefined, {
      protocolVersion: 'v2'
    });
    expect(modelOf(v2)?.protocolVersion).toBe('v2');
    expect(modelOf(build({}, v2))?.protocolVersion).toBeUndefined();
  });

  it('keeps the service on the node that can mount the volume', () => {
    const volume: IClaim = {
      name: 'c',
      accessModes: ['ReadWriteOnce'],
      shared: false,
      node: 'one'
    };
    const term = (service: IInferenceService) =>
      JSON.stringify(predictorOf(service)?.affinity ?? null);
    expect(term(build({ recreate: true }, undefined, { volume }))).toContain(
      '"values":["one"]'
    );
    expect(term(build({}, undefined, { volume }))).toBe('null');
  });
});

describe('readDeployment()', () => {
  it.each(['sklearn', 'xgboost', 'onnx', 'huggingface'])(
    'reads the legacy form of %s, and writes it as KServe stores it',
    format => {
      const legacy = {
        metadata: { name: 'old' },
        spec: {
          predictor: {
            minReplicas: 2,
            [format]: {
              storageUri: 'pvc://model-storage-pvc/anomaly/1.0.0',
              resources: { limits: { cpu: '2' } }
            }
          }
        }
      };
      expect(read(legacy)).toMatchObject({
        serviceName: 'old',
        model: { name: 'anomaly', version: '1.0.0', format },
        cpu: '2',
        minReplicas: '2'
      });
      const model = { ...deployment.model, format };
      const service = build({ model }, legacy);
      expect(modelOf(service)?.modelFormat).toEqual({ name: format });
      expect(predictorOf(service)).not.toHaveProperty(format);
    }
  );

  it('reads a service of the ODH dashboard', () => {
    expect(
      read({
        metadata: {
          name: 'churn',
          labels: {
            'opendatahub.io/dashboard': 'true',
            'networking.kserve.io/visibility': 'exposed'
          },
          annotations: {
            'openshift.io/display-name': 'Churn of customers',
            'security.opendatahub.io/enable-auth': 'true'
          }
        },
        spec: {
          predictor: {
            minReplicas: 1,
            model: {
              modelFormat: { name: 'onnx', version: '1' },
              runtime: 'mlserver',
              storageUri: 's3://bucket/churn',
              resources: { requests: { cpu: 1, memory: '4Gi' } }
            }
          }
        }
      })
    ).toEqual({
      serviceName: 'churn',
      displayName: 'Churn of customers',
      model: {
        name: '',
        version: '',
        format: 'onnx',
        uri: 's3://bucket/churn'
      },
      runtime: 'mlserver',
      cpu: '1',
      memory: '4Gi',
      gpu: '',
      minReplicas: '1',
      maxReplicas: '',
      environment: [],
      route: true,
      auth: true,
      recreate: false
    });
  });

  it('knows the runtime that KServe has chosen by itself', () => {
    const status = { servingRuntimeName: 'chosen' };
    expect(read({ status }).runtime).toBe('chosen');
  });

  it('reads what has nothing in it', () => {
    expect(read({})).toMatchObject({ serviceName: '', cpu: '', runtime: '' });
  });
});
