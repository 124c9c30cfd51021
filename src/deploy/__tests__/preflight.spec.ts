import { nullTranslator } from '@jupyterlab/translation';
import { aVersion } from '../../__tests__/fakes';
import type { IShortage } from '../../tokens';
import type { DeployForm } from '../form';
import { remarksOn } from '../preflight';

const trans = nullTranslator.load('jupyterlab-kserve');

/** Only what remarks look at; the form itself has tests of its own. */
function remarks(changes: {
  access?: 'allowed' | 'denied' | 'unknown';
  claim?: { shared: boolean; node: string | null } | null;
  files?: string[];
  saved?: string;
  image?: string;
  shortages?: IShortage[];
  route?: boolean;
  auth?: boolean;
  format?: string;
  runtimes?: { name: string; image: string }[] | null;
}): string[] {
  const version = aVersion();
  const card = version.card!;
  const files = changes.files ?? ['model.joblib'];
  const form = {
    trans,
    namespace: 'demo',
    facts: {
      access: {
        service: { access: changes.access ?? 'allowed', message: 'Ask them.' }
      },
      runtimes:
        changes.runtimes === undefined
          ? [{ name: 'r', image: changes.image ?? '' }]
          : changes.runtimes
    },
    formatLabel: 'CatBoost',
    shortages: changes.shortages ?? [],
    version: {
      ...version,
      card: {
        ...card,
        files: files.map(path => ({ path, size: 1, sha256: '' })),
        libraries: { 'scikit-learn': changes.saved ?? '1.5.2' }
      }
    },
    draft: {
      claim: changes.claim
        ? { name: 'c', accessModes: ['ReadWriteOnce'], ...changes.claim }
        : null,
      values: {
        runtime: 'r',
        route: changes.route ?? false,
        auth: changes.auth ?? false,
        model: { format: changes.format ?? 'sklearn' }
      }
    }
  };
  return remarksOn(form as unknown as DeployForm).map(
    ({ phase, text }) => `${phase}: ${text}`
  );
}

describe('remarksOn()', () => {
  it('is content where all is well', () => {
    expect(remarks({ claim: { shared: true, node: null } })).toEqual([
      'ready: You can deploy in namespace demo',
      'ready: The volume can be mounted on several nodes (ReadWriteOnce)',
      'ready: One model file in the directory: model.joblib'
    ]);
  });

  it.each<[Parameters<typeof remarks>[0], RegExp]>([
    [{ access: 'denied' }, /^failed: Ask them\./],
    [{ access: 'unknown' }, /^unknown: .*could not be checked/],
    [{ claim: { shared: false, node: 'one' } }, /^warn: Only the node one/],
    [{ claim: { shared: false, node: null } }, /^warn: .*forever/],
    [{ files: ['model.joblib', 'copy.pkl'] }, /^warn: .*contains 2/],
    [{ route: true }, /^warn: Open to everyone/],
    [
      { saved: '1.9.1', image: 'kserve/sklearnserver:latest' },
      /^warn: scikit-learn: saved with 1\.9\.1, the model server has 1\.5/
    ],
    [
      { saved: '1.5.2', image: 'docker.io/kserve/sklearnserver:v0.12.1' },
      /saved with 1\.5\.2, the model server has 1\.3/
    ],
    [
      {
        shortages: [
          {
            quota: 'q',
            resource: 'limits.memory',
            wanted: 2 ** 34,
            free: 2 ** 30,
            unit: 'bytes'
          }
        ]
      },
      /^warn: The quota q has 1\.0 GiB of limits\.memory left, but the service requests 16 GiB/
    ]
  ])('says of %j', (changes, words) => {
    expect(remarks(changes)).toContainEqual(expect.stringMatching(words));
  });

  it.each([
    ['1.5.0', 'kserve/sklearnserver:v0.16.0'],
    ['1.9.1', 'kserve/sklearnserver:v0.14.0'],
    ['1.9.1', 'ours/sklearnserver-own:1'],
    ['1.9.1', 'seldonio/mlserver:1.7']
  ])('is silent of scikit-learn %s on %s', (saved, image) => {
    expect(remarks({ saved, image }).join()).not.toContain('scikit-learn');
  });

  it('does not call a route with a token open', () => {
    expect(remarks({ route: true, auth: true }).join()).not.toContain('Open');
  });

  it('says that a format needs a runtime of its own, where there is none', () => {
    const warning =
      'warn: The usual KServe runtimes do not serve CatBoost models. Use your own ServingRuntime that lists the format `catboost`.';
    const none = { format: 'catboost', runtimes: [] };
    expect(remarks(none)).toContain(warning);
    expect(remarks({ ...none, runtimes: null })).not.toContain(warning);
    expect(remarks({ format: 'catboost' })).not.toContain(warning);
    expect(remarks({ runtimes: [] }).join()).not.toContain('usual');
  });
});
