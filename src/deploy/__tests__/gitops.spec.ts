import { parse } from 'yaml';
import { filesOf } from '../gitops';

const service = {
  apiVersion: 'serving.kserve.io/v1beta1',
  kind: 'InferenceService',
  metadata: { name: 'a', namespace: 'demo' },
  spec: { predictor: {} }
};
const runtime = {
  apiVersion: 'serving.kserve.io/v1alpha1',
  kind: 'ServingRuntime',
  metadata: { name: 'r', namespace: 'demo' }
};
const text = '# Mine\nkind: InferenceService\n';

describe('filesOf()', () => {
  it('is one file as the user has it', () => {
    expect(filesOf({ service, runtime: null }, text, 'yaml')).toEqual([
      { path: 'a.yaml', text }
    ]);
  });

  it('is a folder that kustomize takes', () => {
    const files = filesOf({ service, runtime }, text, 'kustomize');
    expect(files.map(({ path }) => path)).toEqual([
      'a/kustomization.yaml',
      'a/inferenceservice.yaml',
      'a/servingruntime.yaml'
    ]);
    expect(parse(files[0].text)).toEqual({
      apiVersion: 'kustomize.config.k8s.io/v1beta1',
      kind: 'Kustomization',
      namespace: 'demo',
      resources: ['inferenceservice.yaml', 'servingruntime.yaml']
    });
    expect(parse(files[1].text)).toEqual(service);
    expect(parse(files[2].text)).toEqual(runtime);
  });

  it('keeps the comments of a service that is alone', () => {
    const files = filesOf({ service, runtime: null }, text, 'kustomize');
    expect(files).toHaveLength(2);
    expect(files[1].text).toBe(text);
  });
});
