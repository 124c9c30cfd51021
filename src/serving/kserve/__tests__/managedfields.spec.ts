import { fieldsOf, stripServerFields } from '../managedfields';
import type { IInferenceService } from '../kservetypes';

/** As the API server of the tests gave it, shortened. */
const live = {
  apiVersion: 'serving.kserve.io/v1beta1',
  kind: 'InferenceService',
  metadata: {
    name: 'a',
    namespace: 'demo',
    uid: '1',
    resourceVersion: '5',
    generation: 2,
    creationTimestamp: '2026-01-01T00:00:00Z',
    finalizers: ['inferenceservice.finalizers'],
    labels: { ours: 'x', theirs: 'y' },
    annotations: {
      'kubectl.kubernetes.io/last-applied-configuration': '{"secret":1}',
      note: 'n'
    },
    managedFields: [
      {
        manager: 'kubectl-client-side-apply',
        operation: 'Update',
        fieldsV1: { 'f:metadata': { 'f:labels': { 'f:theirs': {} } } }
      },
      {
        manager: 'jupyterlab-kserve',
        operation: 'Apply',
        fieldsV1: {
          'f:metadata': { 'f:labels': { 'f:ours': {} } },
          'f:spec': {
            'f:predictor': {
              'f:model': {
                'f:env': {
                  'k:{"name":"A"}': { '.': {}, 'f:name': {}, 'f:value': {} }
                },
                'f:args': {}
              },
              'f:tolerations': {},
              'f:gone': {}
            }
          }
        }
      }
    ]
  },
  spec: {
    predictor: {
      minReplicas: 3,
      tolerations: [{ key: 'gpu' }],
      model: {
        runtime: 'r',
        args: ['--x'],
        env: [
          { name: 'A', value: '1' },
          { name: 'B', value: '2' }
        ]
      }
    }
  },
  status: { url: 'x' }
} as unknown as IInferenceService;

describe('fieldsOf()', () => {
  it('has what a manager has applied, and nothing of others', () => {
    expect(fieldsOf(live, 'jupyterlab-kserve')).toEqual({
      apiVersion: 'serving.kserve.io/v1beta1',
      kind: 'InferenceService',
      metadata: { name: 'a', namespace: 'demo', labels: { ours: 'x' } },
      spec: {
        predictor: {
          tolerations: [{ key: 'gpu' }],
          model: { args: ['--x'], env: [{ name: 'A', value: '1' }] }
        }
      }
    });
  });

  it('is only the name for whoever has applied nothing', () => {
    expect(fieldsOf(live, 'kubectl-client-side-apply')).toEqual({
      apiVersion: 'serving.kserve.io/v1beta1',
      kind: 'InferenceService',
      metadata: { name: 'a', namespace: 'demo' }
    });
  });
});

describe('stripServerFields()', () => {
  it('leaves out what the API sets, and leaves the object as it was', () => {
    const before = JSON.stringify(live);
    expect(stripServerFields(live).metadata).toEqual({
      name: 'a',
      namespace: 'demo',
      labels: { ours: 'x', theirs: 'y' },
      annotations: { note: 'n' }
    });
    expect(stripServerFields(live)).not.toHaveProperty('status');
    expect(JSON.stringify(live)).toBe(before);
  });
});
