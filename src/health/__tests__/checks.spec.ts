import { nullTranslator } from '@jupyterlab/translation';
import { ServerError, type IKubernetes } from '../../tokens';
import { checkKServe, checkQuota, checkWebhook } from '../cluster';
import { checkPermissions } from '../permissions';
import { checkClaim, checkVolume } from '../volume';

// The cluster is a fake: the embedded one has KServe, a bound claim and no quota. What it answers when all is well is held
// by the browser tests.

const trans = nullTranslator.load('jupyterlab-kserve');

function cluster(parts: Partial<Record<keyof IKubernetes, unknown>>) {
  return { namespace: 'team', ...parts } as unknown as IKubernetes;
}

function refusal(status: number, message = 'No.') {
  return () =>
    Promise.reject(
      new ServerError(status, { message, reason: 'Refused', hint: '' })
    );
}

describe('checkClaim', () => {
  it.each([
    [['ReadWriteMany'], 'Bound', 'fine'],
    [['ReadWriteOnce'], 'Bound', 'note'],
    [['ReadWriteOncePod'], 'Bound', 'problem'],
    [['ReadWriteMany'], 'Pending', 'problem']
  ])('%s %s is %s', async (accessModes, phase, outcome) => {
    const get = jest.fn(() =>
      Promise.resolve({ spec: { accessModes }, status: { phase } })
    );
    const found = await checkClaim(cluster({ get }), 'models/sub', trans);
    expect(found.outcome).toBe(outcome);
    // A folder of the claim is not part of its name.
    expect(get).toHaveBeenCalledWith(expect.anything(), 'models');
  });

  it('tells a missing claim from one that may not be read', async () => {
    const missing = await checkClaim(
      cluster({ get: refusal(404) }),
      'models',
      trans
    );
    expect(missing).toMatchObject({ outcome: 'problem' });
    expect(missing.title).toContain('no claim models');
    const denied = await checkClaim(
      cluster({ get: refusal(403) }),
      'models',
      trans
    );
    expect(denied).toMatchObject({ outcome: 'skipped', evidence: 'No.' });
  });
});

describe('checkVolume', () => {
  const volume = {
    path: '/mnt/models',
    exists: true,
    writable: true,
    total: 10 * 1024 ** 3,
    used: 0,
    free: 5 * 1024 ** 3,
    claim: 'models',
    problem: null
  };

  it('says how much is free, and that little is', () => {
    const [, room] = checkVolume(volume, trans);
    expect(room.outcome).toBe('fine');
    expect(room.title).toBe('5.0 of 10.0 GiB are free');
    const scarce = { ...volume, free: 1024 ** 3 / 2 };
    expect(checkVolume(scarce, trans)[1].outcome).toBe('note');
  });

  it('says that it is missing, or read-only', () => {
    expect(checkVolume({ ...volume, exists: false }, trans)).toMatchObject([
      { outcome: 'problem' }
    ]);
    expect(checkVolume({ ...volume, writable: false }, trans)[0].outcome).toBe(
      'problem'
    );
  });
});

describe('checkPermissions', () => {
  it('gives the administrator the rules that are lacking, and no others', async () => {
    const found = await checkPermissions(
      cluster({
        access: (verb: string, { plural }: { plural: string }) =>
          Promise.resolve(
            plural === 'inferenceservices' && verb === 'create'
              ? 'denied'
              : plural === 'clusterservingruntimes'
                ? 'denied'
                : 'allowed'
          )
      }),
      'service account notebook',
      trans
    );
    expect(found.map(check => check.outcome)).toEqual([
      'fine',
      'problem',
      'fine',
      'fine',
      'note'
    ]);
    expect(found[1].grant?.split('\n').slice(1)).toEqual([
      'kind: Role',
      'metadata:',
      '  name: jupyterlab-kserve-deploy',
      '  namespace: team',
      'rules:',
      "- apiGroups: ['serving.kserve.io']",
      "  resources: ['inferenceservices']",
      "  verbs: ['create']",
      '# and a RoleBinding to: service account notebook'
    ]);
    expect(found[4].grant).toContain('kind: ClusterRole\n');
    expect(found[4].grant).not.toContain('namespace:');
  });

  it('does not call unknown what is denied', async () => {
    const found = await checkPermissions(
      cluster({ access: () => Promise.resolve('unknown') }),
      '',
      trans
    );
    expect(new Set(found.map(check => check.outcome))).toEqual(
      new Set(['skipped'])
    );
  });
});

describe('the cluster', () => {
  it.each([
    [404, 'problem'],
    [403, 'skipped'],
    [500, 'problem']
  ])(
    'that answers %s for InferenceServices is a %s',
    async (status, outcome) => {
      const found = await checkKServe(
        cluster({ list: refusal(status) }),
        trans
      );
      expect(found.outcome).toBe(outcome);
    }
  );

  it('has a webhook that answers, refuses, or may not be asked', async () => {
    const apply = jest.fn(() => Promise.resolve({}));
    expect(
      (await checkWebhook(cluster({ apply }), 'models', trans)).outcome
    ).toBe('fine');
    // Never for real.
    expect(apply).toHaveBeenCalledWith(expect.anything(), expect.anything(), {
      dryRun: true
    });
    const failing = refusal(500, 'failed calling webhook');
    expect(
      await checkWebhook(cluster({ apply: failing }), 'models', trans)
    ).toMatchObject({
      outcome: 'problem',
      evidence: 'failed calling webhook'
    });
    expect(
      (await checkWebhook(cluster({ apply: refusal(403) }), 'models', trans))
        .outcome
    ).toBe('skipped');
  });

  it('has a quota with room, one that is used up, or none', async () => {
    const quota = (used: string) =>
      cluster({
        list: () =>
          Promise.resolve({
            items: [
              {
                metadata: { name: 'small' },
                status: { hard: { pods: '4' }, used: { pods: used } }
              }
            ]
          })
      });
    expect((await checkQuota(quota('1'), trans)).outcome).toBe('fine');
    expect(await checkQuota(quota('4'), trans)).toMatchObject({
      outcome: 'note',
      evidence: 'small: pods 4 / 4'
    });
    const none = cluster({ list: () => Promise.resolve({ items: [] }) });
    expect((await checkQuota(none, trans)).title).toBe(
      'The namespace has no quota'
    );
  });
});
