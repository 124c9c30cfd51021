import { nullTranslator } from '@jupyterlab/translation';
import { ServerError, type IFieldProblem } from '../../../tokens';
import { DeployForm, proposeServiceName } from '../form';
import { aService, aVersion, fakeTarget } from '../../__tests__/fakes';

const trans = nullTranslator.load('jupyterlab-kserve');

const REFUSED: IFieldProblem = {
  field: 'memory',
  message: 'quantities must match the regular expression',
  reason: 'Invalid',
  hint: ''
};

/** Lets promises settle while timers stand still. */
const settle = () => jest.advanceTimersByTimeAsync(0);

describe('proposeServiceName', () => {
  it.each([
    ['anomaly-detector', 'anomaly-detector'],
    ['LSTM_Autoencoder', 'lstm-autoencoder'],
    ['1.number.first', 'number-first'],
    ['trailing_', 'trailing']
  ])('makes %s to %s', (model, name) => {
    expect(proposeServiceName(model)).toBe(name);
  });
});

describe('DeployForm', () => {
  let target: ReturnType<typeof fakeTarget>;
  let form: DeployForm;

  beforeEach(() => {
    jest.useFakeTimers();
    target = fakeTarget();
    form = new DeployForm(target, aVersion(), trans);
  });

  afterEach(() => {
    form.dispose();
    jest.useRealTimers();
  });

  it('proposes the values of the guide and the first runtime', async () => {
    await form.load();
    expect(form.values).toMatchObject({
      serviceName: 'anomaly-detector',
      runtime: 'sklearn-pvc-runtime',
      cpu: '1',
      memory: '2Gi',
      model: { uri: 'pvc://model-storage-pvc/anomaly-detector/1.0.0' }
    });
    expect(form.check).toBe('accepted');
    expect(form.blocked).toBe('');
  });

  it('cannot be submitted before the runtimes are known', async () => {
    expect(form.blocked).not.toBe('');
    expect(await form.submit()).toBe(false);
    expect(target.deploy).not.toHaveBeenCalled();
  });

  it('says so when no runtime takes the format', async () => {
    target.runtimes = () => Promise.resolve([]);
    await form.load();
    expect(form.blocked).toContain('no runtime');
    expect(target.check).not.toHaveBeenCalled();
  });

  it('asks the server once for a burst of changes', async () => {
    await form.load();
    jest.mocked(target.check).mockClear();
    form.set('memory', '3');
    form.set('memory', '3G');
    form.set('memory', '3Gi');
    expect(form.check).toBe('waiting');
    await jest.advanceTimersByTimeAsync(1000);
    expect(target.check).toHaveBeenCalledTimes(1);
    expect(form.check).toBe('accepted');
  });

  it('shows a refusal at its field and blocks until it is changed', async () => {
    await form.load();
    jest.mocked(target.check).mockResolvedValueOnce([REFUSED]);
    form.set('memory', 'much');
    await jest.advanceTimersByTimeAsync(1000);
    expect(form.fieldProblem('memory')).toBe(REFUSED.message);
    expect(form.blocked).toContain('memory');
    form.set('memory', '1Gi');
    expect(form.fieldProblem('memory')).toBeNull();
  });

  it('drops an answer about values that have changed since', async () => {
    await form.load();
    let answer: (problems: IFieldProblem[]) => void = () => undefined;
    jest
      .mocked(target.check)
      .mockReturnValueOnce(new Promise(resolve => (answer = resolve)));
    form.set('memory', 'much');
    await jest.advanceTimersByTimeAsync(1000);
    form.set('memory', '1Gi');
    answer([REFUSED]);
    await settle();
    expect(form.fieldProblem('memory')).toBeNull();
  });

  it('never asks about a name that the target refuses', async () => {
    await form.load();
    jest.mocked(target.check).mockClear();
    form.set('serviceName', '');
    await jest.advanceTimersByTimeAsync(1000);
    expect(target.check).not.toHaveBeenCalled();
    expect(form.fieldProblem('serviceName')).toBe('A name is needed.');
    expect(form.blocked).toContain('service name');
  });

  it('checks once more before it deploys, and deploys nothing if refused', async () => {
    await form.load();
    jest.mocked(target.check).mockResolvedValueOnce([REFUSED]);
    expect(await form.submit()).toBe(false);
    expect(target.deploy).not.toHaveBeenCalled();
    form.set('memory', '1Gi');
    expect(await form.submit()).toBe(true);
    expect(target.deploy).toHaveBeenCalledWith(form.values);
  });

  it('keeps the values and says why when deploying fails', async () => {
    await form.load();
    jest.mocked(target.deploy).mockRejectedValueOnce(
      new ServerError(403, {
        message: 'You may not create inferenceservices.',
        reason: 'Forbidden',
        hint: 'Ask your platform engineer.'
      })
    );
    expect(await form.submit()).toBe(false);
    expect(form.problem?.hint).toBe('Ask your platform engineer.');
    expect(form.values.serviceName).toBe('anomaly-detector');
    expect(form.busy).toBe(false);
  });

  it('knows that a service of this name exists', () => {
    target.services.push(aService());
    expect(form.existing).toBe(true);
    form.set('serviceName', 'another');
    expect(form.existing).toBe(false);
  });
});
