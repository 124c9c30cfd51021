import { Network, failure } from '../../__tests__/network';
import type { IResource, Verb } from '../../tokens';

const services: IResource = {
  apiVersion: 'serving.kserve.io/v1beta1',
  kind: 'InferenceService',
  plural: 'inferenceservices',
  namespaced: true
};
const all =
  'kubernetes/apis/serving.kserve.io/v1beta1/namespaces/demo/inferenceservices';

/** A Status object as the API sends it. */
function refused(code: number, reason: string, message: string) {
  return {
    status: code,
    json: { kind: 'Status', code, reason, message, details: { name: 'a' } }
  };
}

const mayNot = (verb: string) =>
  refused(
    403,
    'Forbidden',
    `inferenceservices is forbidden: User "x" cannot ${verb} resource "inferenceservices"`
  );

describe('what the cluster refuses', () => {
  let network: Network;

  beforeEach(async () => {
    network = new Network();
    await network.server.check();
  });

  // The server half has words of its own for what never reached the API.
  const answers: [string, { status: number; json: object }][] = [
    ['401', refused(401, 'Unauthorized', 'Unauthorized')],
    ['403', mayNot('get')],
    ['404', refused(404, 'NotFound', 'inferenceservices "a" not found')],
    ['409', refused(409, 'Conflict', 'the object has been modified')],
    ['410', refused(410, 'Expired', 'too old resource version')],
    ['422', refused(422, 'Invalid', 'spec.predictor: Invalid value')],
    ['429', refused(429, 'TooManyRequests', 'slow down')],
    ['500', refused(500, 'InternalError', 'etcd leader changed')],
    [
      'a hang',
      {
        status: 504,
        json: {
          message: 'The cluster did not respond in time.',
          reason: 'TimedOut',
          hint: 'Try again in a moment.'
        }
      }
    ],
    [
      'no DNS',
      {
        status: 503,
        json: {
          message: 'The cluster at https://x does not answer (OSError).',
          reason: 'ClusterUnreachable',
          hint: 'See whether the cluster is up.'
        }
      }
    ]
  ];

  it('has a message of its own for each', async () => {
    const seen = new Map<string, string>();
    for (const [what, answer] of answers) {
      network.answer(`GET ${all}/a`, answer);
      const error = await failure(network.kubernetes.get(services, 'a'));
      expect(error.message).not.toBe('');
      expect(error.message).not.toContain('<');
      seen.set(error.message, what);
    }
    expect([...seen.values()]).toEqual(answers.map(([what]) => what));
  });

  it('says which right is missing, for each verb', async () => {
    const ask: [Verb, string, () => Promise<unknown>][] = [
      ['get', `GET ${all}/a`, () => network.kubernetes.get(services, 'a')],
      ['list', `GET ${all}`, () => network.kubernetes.list(services)],
      [
        'patch',
        `PATCH ${all}/a`,
        () =>
          network.kubernetes.apply(services, {
            kind: 'InferenceService',
            metadata: { name: 'a' }
          })
      ],
      [
        'delete',
        `DELETE ${all}/a`,
        () => network.kubernetes.delete(services, 'a')
      ]
    ];
    for (const [verb, question, send] of ask) {
      network.answer(question, mayNot(verb));
      const error = await failure(send());
      expect(error.message).toBe(
        `You are not allowed to ${verb} inferenceservices in namespace demo.`
      );
      expect(error.hint).toContain(
        `a Role with the verb ${verb} on inferenceservices.serving.kserve.io`
      );
    }
  });

  it('says that KServe is not installed', async () => {
    network.answer(`GET ${all}`, {
      status: 502,
      json: {
        message:
          'The cluster answered with 404 and something that is not JSON.',
        reason: 'UnexpectedAnswer',
        hint: ''
      }
    });
    const error = await failure(network.kubernetes.list(services));
    expect(error.reason).toBe('KindMissing');
    expect(error.hint).toContain('KServe');
  });
});
