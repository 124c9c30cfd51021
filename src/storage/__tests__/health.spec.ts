import { nullTranslator } from '@jupyterlab/translation';
import { checkModels } from '../health';
import type { IModelRecord, IModelStore } from '../types';

// Lists in states that a real store cannot be put into at will.

const trans = nullTranslator.load('jupyterlab-kserve');

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

it('finds what is broken, and what is fine', () => {
  const problem = {
    message: 'The file is missing.',
    reason: '',
    hint: 'Save it.'
  };
  const broken = { name: 'torn', state: 'broken' as const, problem };
  const found = checkModels(aStore([broken, { name: 'fine' }]), trans);
  expect(found).toMatchObject([
    {
      state: 'problem',
      message: 'torn: The file is missing.',
      hint: 'Save it.',
      remedy: { command: 'models:open-model', args: { name: 'torn' } }
    },
    { state: 'ok', message: '1 model can be read' }
  ]);
});

it('notes models without versions', () => {
  const [found] = checkModels(aStore([{ name: 'old', layout: 'flat' }]), trans);
  expect(found).toMatchObject({
    state: 'warning',
    message: '1 model has no versions'
  });
});

it('says nothing of models that cannot be listed', () => {
  const problem = { message: 'There is no volume.', reason: '', hint: '' };
  const store = { state: 'unavailable', problem, models: [] };
  expect(checkModels(store as unknown as IModelStore, trans)).toEqual([
    {
      state: 'unknown',
      message: 'Models',
      details: 'There is no volume.'
    }
  ]);
});
