import { nullTranslator } from '@jupyterlab/translation';
import { ManifestError, manifestText, parseManifest } from '../manifest';
import { lineOf, rewrite } from '../rewrite';

const trans = nullTranslator.load('jupyterlab-kserve');

const SERVICE = `apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata:
  # Ours
  name: a
  namespace: demo
spec:
  predictor:
    minReplicas: 1 # at night
    nodeSelector: { gpu: "yes" }
    model:
      modelFormat:
        name: sklearn
`;

const RUNTIME = `apiVersion: serving.kserve.io/v1alpha1
kind: ServingRuntime
metadata:
  name: r
spec:
  containers: []
`;

const parse = (text: string, namespace: string | null = 'demo') =>
  parseManifest(text, namespace, trans);

function problem(text: string): [string, number | null] {
  try {
    parse(text);
  } catch (error) {
    expect(error).toBeInstanceOf(ManifestError);
    const { message, line } = error as ManifestError;
    return [message, line];
  }
  throw new Error(`It was taken: ${text.slice(0, 100)}`);
}

describe('parseManifest()', () => {
  it('takes a service, alone or with a runtime, in either order', () => {
    expect(parse(SERVICE).service.metadata?.name).toBe('a');
    expect(parse(SERVICE).runtime).toBeNull();
    expect(parse(`${RUNTIME}---\n${SERVICE}`).runtime?.metadata?.name).toBe(
      'r'
    );
    expect(parse(`---\n${SERVICE}---\n${RUNTIME}`).runtime).not.toBeNull();
  });

  it('takes JSON, and comes back to the same', () => {
    const manifest = parse(`${RUNTIME}---\n${SERVICE}`);
    expect(parse(JSON.stringify(manifest.service)).service).toEqual(
      manifest.service
    );
    expect(parse(manifestText(manifest))).toEqual(manifest);
  });

  it('takes any namespace while ours is not known', () => {
    expect(parse(SERVICE, null).service.metadata?.namespace).toBe('demo');
  });

  const at = (find: string, replace: string) => SERVICE.replace(find, replace);
  it.each<[string, string, RegExp, number | null]>([
    ['nothing', '', /one InferenceService/, null],
    ['a text', 'hello', /not a Kubernetes object/, 1],
    ['a list', '- a', /not a Kubernetes object/, 1],
    ['two services', `${SERVICE}---\n${SERVICE}`, /one InferenceService/, null],
    ['a runtime alone', RUNTIME, /one InferenceService/, null],
    [
      'another kind',
      at('InferenceService', 'Secret'),
      /“Secret” is not supported/,
      1
    ],
    [
      'a kind after ours',
      `${SERVICE}---\napiVersion: v1\nkind: Pod\nmetadata: {name: x}\nspec: {}\n`,
      /“Pod” is not supported/,
      15
    ],
    [
      'a kind of Object',
      at('InferenceService', 'toString'),
      /not supported/,
      1
    ],
    ['another version', at('v1beta1', 'v1'), /apiVersion/, 1],
    [
      'another namespace',
      at('demo', 'kube-system'),
      /namespace must be demo/,
      1
    ],
    ['no name', at('name: a', 'labels: {}'), /missing metadata.name/, 1],
    ['no spec', SERVICE.replace(/spec:[^]*/, ''), /missing spec/, 1],
    ['no predictor', at('predictor', 'other'), /missing spec.predictor/, 1],
    [
      'a model of another shape',
      at('      modelFormat:\n        name: sklearn', '      - sklearn'),
      /spec.predictor.model has the wrong type/,
      1
    ],
    [
      'an environment of another shape',
      at('      modelFormat:', '      env: {A: 1}\n      modelFormat:'),
      /model.env has the wrong type/,
      1
    ],
    ['a broken line', at('  name: a', '  name: a: b'), /mapping/i, 5],
    ['a key twice', at('  name: a', '  name: a\n  name: b'), /unique/, 6],
    ['a tag', at('name: a', 'name: !!js/function a'), /./, 5],
    ['a tag of its own', at('name: a', 'name: !x a'), /./, 5],
    ['a tag that is known', at('name: a', 'name: !!str a'), /tags/, 5],
    ['an anchor', at('name: a', 'name: &x a'), /anchors/, 5],
    [
      'an alias',
      at('name: a', 'labels: &x {a: b}\n  other: *x\n  name: a'),
      /anchors|aliases/,
      5
    ],
    [
      '__proto__',
      at('  name: a', '  __proto__: {b: c}\n  name: a'),
      /not a valid key/,
      5
    ],
    [
      'a key that is a list',
      at('  name: a', '  ? [a]\n  : b'),
      /must be a string/,
      5
    ]
  ])('refuses %s', (_what, text, words, line) => {
    const [message, at] = problem(text);
    expect(message).toMatch(words);
    expect(at).toBe(line);
  });

  it('refuses a billion laughs at once', () => {
    const lines = ['a0: &a0 [x]'];
    for (let count = 1; count < 30; count++) {
      const alias = `*a${count - 1}`;
      lines.push(`a${count}: &a${count} [${Array(9).fill(alias).join(', ')}]`);
    }
    expect(problem(lines.join('\n'))[0]).toMatch(/anchors|aliases/);
  });

  it('refuses 5 MB without a look', () => {
    expect(problem('a'.repeat(5 * 1024 ** 2))[0]).toMatch(/too long/);
  });

  it.each(['[', '{a: '])('refuses what is nested without end: %s', bracket => {
    const text = at('name: sklearn', `x: ${bracket.repeat(15_000)}`);
    expect(problem(text)[0]).toMatch(/./);
  });

  it('refuses what is deeper than any field', () => {
    const deep = '['.repeat(60) + ']'.repeat(60);
    expect(problem(at('name: sklearn', `x: ${deep}`))[0]).toMatch(/deeply/);
  });

  it('keeps markup and marks of direction as text', () => {
    const name = '<img onerror=alert(1)> \u202egnp.exe';
    const text = at('name: sklearn', `name: ${JSON.stringify(name)}`);
    const { service } = parse(text);
    expect(JSON.stringify(service)).toContain('<img onerror=alert(1)>');
    expect(parse(manifestText({ service, runtime: null })).service).toEqual(
      service
    );
  });
});

interface IPredictor {
  minReplicas: number;
  nodeSelector?: object;
  model: { env?: object[] };
}

interface IService {
  spec: { predictor: IPredictor };
}

describe('rewrite()', () => {
  function changed(
    text: string,
    change: (predictor: IPredictor) => void
  ): string {
    const manifest = parse(text);
    change((manifest.service as unknown as IService).spec.predictor);
    return rewrite(text, manifest);
  }

  it('leaves a text that says the same', () => {
    expect(rewrite(SERVICE, parse(SERVICE))).toBe(SERVICE);
  });

  it('changes, adds and removes lines, and keeps the comments', () => {
    const text = changed(SERVICE, predictor => {
      predictor.minReplicas = 2;
      predictor.model.env = [{ name: 'A', value: '1' }];
      delete predictor.nodeSelector;
    });
    expect(text).toContain('  # Ours\n  name: a\n');
    expect(text).toContain('minReplicas: 2 # at night');
    expect(text).not.toContain('nodeSelector');
    expect(text).toContain('env:\n        - name: A\n          value: "1"');
  });

  it('has exactly what it was given', () => {
    const manifest = parse(SERVICE);
    const service = { ...manifest.service, spec: { predictor: { model: {} } } };
    const wanted = { service, runtime: null };
    expect(parse(rewrite(SERVICE, wanted))).toEqual(wanted);
  });

  it('takes a runtime in and out', () => {
    const both = parse(`${RUNTIME}---\n${SERVICE}`);
    expect(parse(rewrite(SERVICE, both))).toEqual(both);
    const alone = { ...both, runtime: null };
    expect(rewrite(`${RUNTIME}---\n${SERVICE}`, alone)).toBe(SERVICE);
  });
});

describe('lineOf()', () => {
  it.each([
    ['spec.predictor.minReplicas', 9],
    ['spec.predictor.model.modelFormat.name', 13],
    ['spec.predictor.model.resources.limits.cpu', 11],
    ['metadata.name', 5],
    ['nowhere', null]
  ])('finds %s', (path, line) => {
    expect(lineOf(SERVICE, path)).toBe(line);
  });

  it('looks into the service, and not into the runtime before it', () => {
    expect(lineOf(`${RUNTIME}---\n${SERVICE}`, 'metadata.name')).toBe(12);
  });
});
