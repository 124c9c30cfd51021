import { nullTranslator } from '@jupyterlab/translation';
import { evidenceOf } from '../report';
import { Health } from '../registry';
import type { ICheck, IFinding } from '../types';

const trans = nullTranslator.load('jupyterlab-kserve');

function aCheck(id: string, parts: Partial<ICheck> = {}): ICheck {
  const found: IFinding[] = [{ state: 'ok', message: `${id} is fine` }];
  const run = () => Promise.resolve(found);
  return { id, group: 'volume', title: `Whether ${id}`, run, ...parts };
}

function messages(health: Health): Record<string, string[]> {
  return Object.fromEntries(
    health.groups.map(({ id, findings }) => [
      id,
      findings.map(({ message }) => message)
    ])
  );
}

it('shows groups in their order, and a check whose group nobody added', async () => {
  const health = new Health(trans);
  health.add(aCheck('jobs', { group: 'jobs' }));
  health.add(aCheck('claim'));
  health.addGroup({ id: 'cluster', title: trans.__('Cluster'), order: 2 });
  health.addGroup({ id: 'volume', title: trans.__('Volume'), order: 1 });
  expect(health.checked).toBeNull();
  await health.check();
  expect(health.groups.map(({ title }) => title)).toEqual([
    'Volume',
    'Cluster',
    'jobs'
  ]);
  expect(messages(health)).toEqual({
    volume: ['claim is fine'],
    cluster: [],
    jobs: ['jobs is fine']
  });
  expect(health.checked).not.toBeNull();
});

it('takes back what is disposed of, and takes no id twice', async () => {
  const health = new Health(trans);
  const group = health.addGroup({
    id: 'volume',
    title: trans.__('Volume'),
    order: 1
  });
  const check = health.add(aCheck('claim'));
  expect(() => health.add(aCheck('claim'))).toThrow('claim');
  expect(() =>
    health.addGroup({ id: 'volume', title: trans.__('Again'), order: 2 })
  ).toThrow('volume');
  await health.check();
  check.dispose();
  expect(messages(health)).toEqual({ volume: [] });
  group.dispose();
  expect(health.groups).toEqual([]);
  health.add(aCheck('claim'));
});

it('shows what is there while others run, and the last findings of those', async () => {
  const health = new Health(trans);
  let end: (found: IFinding[]) => void = () => undefined;
  const run = () => new Promise<IFinding[]>(resolve => (end = resolve));
  health.add(aCheck('slow', { run }));
  health.add(aCheck('quick', { group: 'cluster' }));
  const first = health.check();
  expect(health.check()).toBe(first);
  await new Promise(resolve => setTimeout(resolve));
  expect(health.groups.map(({ running }) => running)).toEqual([true, false]);
  end([{ state: 'ok', message: 'once' }]);
  await first;
  const second = health.check();
  await new Promise(resolve => setTimeout(resolve));
  expect(messages(health)['volume']).toEqual(['once']);
  end([{ state: 'ok', message: 'twice' }]);
  await second;
  expect(messages(health)['volume']).toEqual(['twice']);
});

it('makes a failure a finding', async () => {
  const health = new Health(trans);
  health.add(
    aCheck('it breaks', { run: () => Promise.reject(new Error('Broken.')) })
  );
  health.add(aCheck('other'));
  await health.check();
  expect(health.groups[0].findings).toEqual([
    {
      state: 'unknown',
      message: 'The check failed',
      details: 'Whether it breaks: Broken.'
    },
    { state: 'ok', message: 'other is fine' }
  ]);
});

it('makes no other check when a required one finds a problem', async () => {
  const health = new Health(trans);
  let state: IFinding['state'] = 'ok';
  const other = jest.fn(aCheck('other').run);
  health.add(aCheck('other', { run: other }));
  health.add(
    aCheck('server', {
      group: 'extension',
      required: true,
      run: () => Promise.resolve([{ state, message: state }])
    })
  );
  await health.check();
  expect(other).toHaveBeenCalledTimes(1);
  state = 'problem';
  await health.check();
  expect(other).toHaveBeenCalledTimes(1);
  expect(messages(health)).toEqual({ volume: [], extension: ['problem'] });
  expect(health.groups.some(({ running }) => running)).toBe(false);
});

it('makes once in a round what several checks need', async () => {
  const health = new Health(trans);
  const make = jest.fn(() => Promise.resolve([]));
  for (const id of ['one', 'other']) {
    health.add(aCheck(id, { run: (_, once) => once('models', make) }));
  }
  await health.check();
  expect(make).toHaveBeenCalledTimes(1);
  await health.check();
  expect(make).toHaveBeenCalledTimes(2);
});

it('counts what goes on and on', async () => {
  const health = new Health(trans);
  const broken = Array.from({ length: 13 }, (_, index) => ({
    state: 'problem' as const,
    message: `model-${index}`
  }));
  const fine: IFinding = { state: 'ok', message: '1 model can be read' };
  health.add(
    aCheck('models', { run: () => Promise.resolve([...broken, fine]) })
  );
  await health.check();
  const found = messages(health)['volume'];
  expect(found).toHaveLength(12);
  expect(found.slice(9)).toEqual([
    'model-9',
    '… and 3 more',
    '1 model can be read'
  ]);
});

it.each([
  [{ details: 'models · Bound' }, 'models · Bound'],
  [{ hint: 'Ask.' }, 'Ask.'],
  [{ details: 'models · Bound', hint: 'Ask.' }, 'models · Bound. Ask.'],
  [{ details: 'Denied.', hint: 'Ask.' }, 'Denied. Ask.'],
  [{}, '']
])('puts %j into words', (parts, words) => {
  expect(evidenceOf({ state: 'ok', message: '', ...parts })).toBe(words);
});
