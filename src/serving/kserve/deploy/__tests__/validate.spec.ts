import { nullTranslator } from '@jupyterlab/translation';
import type { IDeployment } from '../types';
import type { IClaim } from '../../types';
import { fieldProblems } from '../validate';
import { deployment } from '../../__tests__/objects';

const trans = nullTranslator.load('jupyterlab-kserve');
const once: IClaim = {
  name: 'c',
  accessModes: ['ReadWriteOnce'],
  shared: false,
  node: null
};

function problems(
  changes: Partial<IDeployment>,
  volume: IClaim | null = null
): [string | null, string][] {
  return fieldProblems(
    { ...deployment, ...changes },
    { namespace: 'demo', volume, trans }
  ).map(({ field, message }) => [field, message]);
}

const variable = (...names: string[]) => ({
  environment: names.map(name => ({ name, value: '' }))
});

describe('fieldProblems()', () => {
  it.each<Partial<IDeployment>>([
    {},
    { gpu: '0' },
    { gpu: '8' },
    { minReplicas: '0', maxReplicas: '' },
    { minReplicas: '2', maxReplicas: '5' },
    variable('A', '_b.c-d'),
    { environment: [{ name: 'FROM_SECRET', value: null }] },
    { displayName: 'Größe 日本 🙂' }
  ])('takes %j', changes => {
    expect(problems(changes)).toEqual([]);
  });

  it.each<[Partial<IDeployment>, string, string]>([
    [{ serviceName: '1num' }, 'serviceName', 'lowercase'],
    [{ displayName: 'x'.repeat(251) }, 'displayName', '250'],
    [{ model: { ...deployment.model, uri: '' } }, 'version', 'storageUri'],
    [{ cpu: 'one' }, 'cpu', 'cores'],
    [{ memory: '2GB' }, 'memory', 'Enter a size'],
    [{ gpu: '1.5' }, 'gpu', 'whole'],
    [{ gpu: '-1' }, 'gpu', 'whole'],
    [{ minReplicas: 'NaN' }, 'minReplicas', '0 or higher'],
    [{ maxReplicas: '0' }, 'maxReplicas', '1 or higher'],
    [
      { minReplicas: '3', maxReplicas: '2' },
      'maxReplicas',
      'at least the minimum'
    ],
    [variable(''), 'environment', 'Enter a name for each variable'],
    [variable('a b'), 'environment', '“a b”'],
    [variable('1A'), 'environment', '“1A”'],
    [variable('A', 'B', 'A'), 'environment', '“A” is used twice']
  ])('refuses %j at its field', (changes, field, words) => {
    expect(problems(changes)).toEqual([
      [field, expect.stringContaining(words)]
    ]);
  });

  it('keeps to one replica on a volume that one node can mount', () => {
    expect(problems({ maxReplicas: '2' }, once)[0][1]).toContain('one node');
    expect(problems({ maxReplicas: '1' }, once)).toEqual([]);
    expect(problems({ maxReplicas: '2' }, { ...once, shared: true })).toEqual(
      []
    );
  });
});
