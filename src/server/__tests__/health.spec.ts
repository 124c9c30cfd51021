import { nullTranslator } from '@jupyterlab/translation';
import { Health } from '../../health/registry';
import { addServerChecks } from '../checks';
import type { IProblem, IServer } from '../types';

const trans = nullTranslator.load('jupyterlab-kserve');

function finding(message: string) {
  return { state: 'ok', message, details: '', hint: '', grant: '' };
}

const ANSWER = {
  checks: [
    {
      id: 'volume',
      group: 'volume',
      title: '',
      findings: [finding('Written'), finding('Room')]
    },
    { id: 'claim', group: 'volume', title: '', findings: [finding('Bound')] },
    { id: 'kserve', group: 'cluster', title: '', findings: [] }
  ]
};

function aServer(problem: IProblem | null = null) {
  return {
    state: problem ? 'unavailable' : 'ready',
    status: problem ? null : { version: '1.2.3', api: 2 },
    problem,
    check: jest.fn(() => Promise.resolve()),
    request: jest.fn(() => Promise.resolve(ANSWER))
  };
}

async function checked(server: ReturnType<typeof aServer>) {
  const health = new Health(trans);
  addServerChecks(health, server as unknown as IServer, trans);
  await health.check();
  return health.groups.map(({ id, findings }) => [
    id,
    findings.map(({ message }) => message)
  ]);
}

it('shows what the server half found, of one request', async () => {
  const server = aServer();
  expect(await checked(server)).toEqual([
    ['volume', ['Written', 'Room', 'Bound']],
    ['permissions', []],
    ['cluster', []],
    ['extension', ['The server extension and the frontend are compatible']]
  ]);
  expect(server.request).toHaveBeenCalledTimes(1);
  expect(server.request).toHaveBeenCalledWith('health');
});

it('asks for nothing when the server half does not answer', async () => {
  const server = aServer({ message: 'Gone.', reason: '', hint: 'Restart.' });
  expect(await checked(server)).toEqual([
    ['volume', []],
    ['permissions', []],
    ['cluster', []],
    ['extension', ['Gone.']]
  ]);
  expect(server.check).toHaveBeenCalledTimes(1);
  expect(server.request).not.toHaveBeenCalled();
});
