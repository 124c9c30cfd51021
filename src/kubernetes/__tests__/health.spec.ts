import { nullTranslator } from '@jupyterlab/translation';
import { ServerError } from '../../tokens';
import { checkQuota } from '../health';
import type { IKubernetes } from '../types';

// A fake: the embedded cluster has no quota.

const trans = nullTranslator.load('jupyterlab-kserve');

function cluster(list: () => Promise<unknown>): IKubernetes {
  return { namespace: 'team', list } as unknown as IKubernetes;
}

function quota(used: string): IKubernetes {
  const status = { hard: { pods: '4' }, used: { pods: used } };
  return cluster(() =>
    Promise.resolve({ items: [{ metadata: { name: 'small' }, status }] })
  );
}

it('finds a quota with room, one that is used up, or none', async () => {
  expect(await checkQuota(quota('1'), trans)).toMatchObject({ state: 'ok' });
  expect(await checkQuota(quota('4'), trans)).toMatchObject({
    state: 'warning',
    details: 'small: pods 4 / 4'
  });
  const none = cluster(() => Promise.resolve({ items: [] }));
  expect(await checkQuota(none, trans)).toMatchObject({
    state: 'ok',
    message: 'The namespace has no quota'
  });
});

it('does not call used up what may not be read', async () => {
  const problem = { message: 'No.', reason: 'Refused', hint: 'Ask.' };
  const denied = cluster(() => Promise.reject(new ServerError(403, problem)));
  expect(await checkQuota(denied, trans)).toMatchObject({
    state: 'unknown',
    details: 'No.',
    hint: 'Ask.'
  });
});
