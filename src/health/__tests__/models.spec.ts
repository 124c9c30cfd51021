import { nullTranslator } from '@jupyterlab/translation';
import { Signal } from '@lumino/signaling';
import type {
  IModelRecord,
  IModelStore,
  IService,
  IServing
} from '../../tokens';
import type { ICheck } from '../types';
import { checkModels, checkRuntimes, checkServices } from '../models';

// Lists in states that real parts cannot be put into at will.

const trans = nullTranslator.load('jupyterlab-kserve');

/** Outcome and words of findings. */
function said(found: ICheck[]): string[] {
  return found.map(({ outcome, title }) => `${outcome}: ${title}`);
}

function aStore(models: Partial<IModelRecord>[]): IModelStore {
  return {
    state: 'ready',
    problem: null,
    models: models.map(model => ({
      state: 'ok',
      layout: 'versions',
      versions: ['1'],
      ...model
    }))
  } as unknown as IModelStore;
}

function aServing(
  services: Partial<IService>[],
  runtimes: (format: string) => unknown[] = () => [],
  state = 'ready'
): IServing {
  const problem = { message: 'You may not.', reason: '', hint: '' };
  return {
    services,
    targets: [
      { state, problem, runtimes: (f: string) => Promise.resolve(runtimes(f)) }
    ],
    changed: new Signal({})
  } as unknown as IServing;
}

function aService(phase: string, version: string): Partial<IService> {
  return {
    name: 'scorer',
    model: { name: 'churn', version },
    status: {
      phase,
      label: trans.__('Cannot start'),
      detail: 'Two model files.',
      since: null
    } as IService['status']
  };
}

it('lists what is broken, and counts what goes on and on', () => {
  const broken = Array.from({ length: 13 }, (_, index) => ({
    name: `model-${index}`,
    state: 'broken' as const,
    problem: { message: 'The file is missing.', reason: '', hint: 'Save it.' }
  }));
  const found = checkModels(aStore([...broken, { name: 'fine' }]), trans);
  expect(found.filter(check => check.outcome === 'problem')).toHaveLength(11);
  expect(found[0].evidence).toBe('Save it.');
  expect(said(found).filter((_, index) => [0, 10, 11].includes(index))).toEqual(
    [
      'problem: model-0: The file is missing.',
      'problem: … and 3 more',
      'fine: 1 model can be read'
    ]
  );
});

it('notes models without versions', () => {
  const found = checkModels(aStore([{ name: 'old', layout: 'flat' }]), trans);
  expect(said(found)[0]).toBe('note: 1 model has no versions');
});

it('finds services that fail, and those that serve what is gone', () => {
  const store = aStore([{ name: 'churn', versions: ['1'] }]);
  const [failing] = checkServices(
    aServing([aService('failed', '1')]),
    store,
    trans
  );
  expect(said([failing])).toEqual(['problem: scorer: Cannot start']);
  expect(failing.evidence).toBe('Two model files.');
  expect(failing.remedy?.args).toEqual({ name: 'scorer' });
  const [gone] = checkServices(
    aServing([aService('ready', '2')]),
    store,
    trans
  );
  expect(gone.title).toBe('scorer serves churn 2, which is not on the volume');
  expect(
    checkServices(aServing([aService('ready', '1')]), store, trans)
  ).toMatchObject([{ outcome: 'fine' }]);
});

it('says nothing of services that cannot be seen', () => {
  const unseen = aServing([], undefined, 'unavailable');
  expect(checkServices(unseen, aStore([]), trans)).toMatchObject([
    { outcome: 'skipped', evidence: 'You may not.' }
  ]);
});

it('says which framework nothing serves', async () => {
  const store = aStore(
    ['sklearn', 'onnx', 'sklearn'].map(name => ({
      name: 'x',
      framework: { name, version: null }
    }))
  );
  const serving = aServing([], format => (format === 'onnx' ? [] : ['one']));
  const found = await checkRuntimes(serving, store, trans);
  expect(said(found)).toEqual([
    'note: No runtime serves onnx',
    'fine: There are runtimes for sklearn'
  ]);
});
