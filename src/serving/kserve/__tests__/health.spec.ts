import { nullTranslator } from '@jupyterlab/translation';
import { ServerError, type IKubernetes } from '../../../tokens';
import { checkWebhook } from '../health';

// A fake: the webhook of the embedded cluster answers.

const trans = nullTranslator.load('jupyterlab-kserve');

function cluster(apply: () => Promise<unknown>): IKubernetes {
  return { namespace: 'team', apply } as unknown as IKubernetes;
}

function refusal(status: number, message: string) {
  const problem = { message, reason: 'Refused', hint: '' };
  return cluster(() => Promise.reject(new ServerError(status, problem)));
}

it('says whether the webhook answers, refuses, or may not be asked', async () => {
  const apply = jest.fn(() => Promise.resolve({}));
  expect(await checkWebhook(cluster(apply), 'models', trans)).toMatchObject({
    state: 'ok'
  });
  // Never for real.
  expect(apply).toHaveBeenCalledWith(expect.anything(), expect.anything(), {
    dryRun: true
  });
  const failing = refusal(500, 'failed calling webhook');
  expect(await checkWebhook(failing, 'models', trans)).toMatchObject({
    state: 'problem',
    details: 'failed calling webhook'
  });
  const denied = refusal(403, 'No.');
  expect(await checkWebhook(denied, 'models', trans)).toMatchObject({
    state: 'unknown'
  });
});
