import { nullTranslator } from '@jupyterlab/translation';
import { Signal } from '@lumino/signaling';
import { Health } from '../../health/registry';
import type {
  IFinding,
  IKubernetes,
  IModelRecord,
  IModelStore,
  IServer,
  IService,
  IServing
} from '../../tokens';
import { addServingChecks } from '../checks';
import { checkRuntimes, checkServices } from '../health';

// Lists in states that real parts cannot be put into at will.

const trans = nullTranslator.load('jupyterlab-kserve');

/** State and words of findings. */
function said(found: ReadonlyArray<IFinding>): string[] {
  return found.map(({ state, message }) => `${state}: ${message}`);
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

it('finds services that fail, and those that serve what is gone', () => {
  const store = aStore([{ name: 'churn', versions: ['1'] }]);
  const [failing] = checkServices(
    aServing([aService('failed', '1')]),
    store,
    trans
  );
  expect(said([failing])).toEqual(['problem: scorer: Cannot start']);
  expect(failing.details).toBe('Two model files.');
  expect(failing.remedy?.args).toEqual({ name: 'scorer' });
  const [gone] = checkServices(
    aServing([aService('ready', '2')]),
    store,
    trans
  );
  expect(gone.message).toBe(
    'scorer serves churn 2, which is not on the volume'
  );
  expect(
    checkServices(aServing([aService('ready', '1')]), store, trans)
  ).toMatchObject([{ state: 'ok' }]);
});

it('says nothing of services that cannot be seen', () => {
  const unseen = aServing([], undefined, 'unavailable');
  expect(checkServices(unseen, aStore([]), trans)).toMatchObject([
    { state: 'unknown', details: 'You may not.' }
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
    'warning: No runtime serves onnx',
    'ok: Runtimes are available for sklearn'
  ]);
});

it('looks at services and runtimes only where there is a cluster', async () => {
  const store = aStore([{ name: 'churn', versions: ['1'] }]);
  const refresh = jest.fn(() => Promise.resolve());
  const kubernetes = {
    state: 'unavailable',
    apply: jest.fn(() => Promise.resolve({}))
  };
  const health = new Health(trans);
  addServingChecks(health, {
    serving: aServing([aService('ready', '1')]),
    kubernetes: kubernetes as unknown as IKubernetes,
    server: {
      status: { volumes: [{ claim: 'models' }] }
    } as unknown as IServer,
    store: { ...store, refresh },
    trans
  });
  const found = async () => {
    await health.check();
    return health.groups.flatMap(({ id, findings }) =>
      said(findings).map(words => `${id} ${words}`)
    );
  };
  expect(await found()).toEqual([
    'runtimes unknown: Not checked: no cluster is connected',
    'models unknown: Not checked: no cluster is connected'
  ]);
  kubernetes.state = 'ready';
  expect(await found()).toEqual([
    'models ok: 1 service without problems',
    'cluster ok: KServe accepts services (dry run)'
  ]);
  // The list is read once for all of them.
  expect(refresh).toHaveBeenCalledTimes(1);
});
