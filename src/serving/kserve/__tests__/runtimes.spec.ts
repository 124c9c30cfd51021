import { nullTranslator } from '@jupyterlab/translation';
import { amountProblem } from '../quantity';
import { nameProblem } from '../deploy/names';
import { chooseRuntimes } from '../runtimes';
import { aRuntime } from './objects';

const trans = nullTranslator.load('jupyterlab-kserve');

describe('nameProblem()', () => {
  const namespace = 'self-healing-platform';

  it.each(['a', 'anomaly-detector', 'a1', 'a'.repeat(31)])('takes %p', name => {
    expect(nameProblem(name, namespace, trans)).toBeNull();
  });

  it.each(['', '1num', 'dot.name', 'Upper', 'a-', '-a', 'a_b', 'a b', 'ä'])(
    'refuses %p',
    name => {
      expect(nameProblem(name, namespace, trans)).not.toBeNull();
    }
  );

  it('says how long a name may be in this namespace', () => {
    const problem = nameProblem('a'.repeat(32), namespace, trans);
    expect(problem).toContain(
      'The name has 32 characters. In the namespace self-healing-platform, at most 31 are allowed'
    );
  });
});

describe('amountProblem()', () => {
  it.each([
    ['cpu', ''],
    ['cpu', '1'],
    ['cpu', '500m'],
    ['cpu', '0.5'],
    ['memory', '2Gi'],
    ['memory', '512Mi'],
    ['memory', '1e9'],
    ['memory', '1500000000']
  ] as const)('takes %s of %p', (field, value) => {
    expect(amountProblem(field, value, trans)).toBeNull();
  });

  it.each([
    ['cpu', 'one'],
    ['cpu', '-1'],
    ['cpu', '0'],
    ['cpu', '1 '],
    ['memory', '2GB'],
    ['memory', '2gi'],
    ['memory', '512m']
  ] as const)('refuses %s of %p', (field, value) => {
    expect(amountProblem(field, value, trans)).not.toBeNull();
  });
});

describe('chooseRuntimes()', () => {
  const automatic = (priority?: number) => ({
    supportedModelFormats: [{ name: 'sklearn', autoSelect: true, priority }]
  });

  function choose(
    namespaced: ReturnType<typeof aRuntime>[],
    cluster: ReturnType<typeof aRuntime>[] | null = []
  ) {
    return chooseRuntimes({ namespaced, cluster }, 'sklearn', trans);
  }

  const names = (runtimes: { name: string }[]) =>
    runtimes.map(({ name }) => name);

  it('proposes the one for the volume, then what KServe would take', () => {
    const runtimes = choose(
      [
        aRuntime('manual'),
        aRuntime('low', automatic(1)),
        aRuntime('high', automatic(2)),
        aRuntime('sklearn-pvc-runtime')
      ],
      [aRuntime('shared', automatic(9))]
    );
    expect(names(runtimes)).toEqual([
      'sklearn-pvc-runtime',
      'high',
      'low',
      'manual',
      'shared'
    ]);
    expect(runtimes[0].note).toBe(
      'Suggested because it is designed for models on the volume.'
    );
    expect(runtimes[4]).toMatchObject({
      scope: 'cluster',
      note: 'A cluster-wide runtime.'
    });
  });

  it('says that KServe would choose it too', () => {
    const [first] = choose([], [aRuntime('shared', automatic(1))]);
    expect(first.note).toBe('Suggested because KServe selects it by default.');
  });

  it('leaves out what cannot serve the format', () => {
    const runtimes = choose([
      aRuntime('disabled', { disabled: true }),
      aRuntime('mesh', { multiModel: true }),
      aRuntime('other', { supportedModelFormats: [{ name: 'onnx' }] }),
      aRuntime('none', { supportedModelFormats: undefined })
    ]);
    expect(runtimes).toEqual([]);
  });

  it('hides a shared one behind its namesake', () => {
    const runtimes = choose([aRuntime('a')], [aRuntime('a'), aRuntime('b')]);
    expect(runtimes.map(({ name, scope }) => [name, scope])).toEqual([
      ['a', 'namespace'],
      ['b', 'cluster']
    ]);
  });

  it('says when the shared ones cannot be seen', () => {
    const [first] = choose([aRuntime('a')], null);
    expect(first.note).toContain('Cluster-wide runtimes cannot be viewed.');
  });

  it.each([
    [['v2'], ['v2']],
    [
      ['grpc-v2', 'v2', 'v1'],
      ['v1', 'v2']
    ],
    [undefined, ['v1', 'v2']],
    [['grpc-v2'], ['v1', 'v2']]
  ])('reads the protocols %j', (protocolVersions, protocols) => {
    const [first] = choose([aRuntime('a', { protocolVersions })]);
    expect(first.protocols).toEqual(protocols);
  });

  it('has the image that serves the model', () => {
    const containers = [
      { name: 'proxy', image: 'proxy:1' },
      { name: 'kserve-container', image: 'server:2' }
    ];
    expect(choose([aRuntime('a', { containers })])[0].image).toBe('server:2');
    expect(choose([aRuntime('a')])[0].image).toBe('');
  });

  it('has the name that people gave it', () => {
    const annotations = { 'openshift.io/display-name': 'Mine' };
    expect(choose([aRuntime('a', {}, annotations)])[0].displayName).toBe(
      'Mine'
    );
  });
});
