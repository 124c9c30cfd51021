import { showDialog } from '@jupyterlab/apputils';
import { CommandIDs } from '../../../commandids';
import { ServerError, type IServingTarget } from '../../../tokens';
import { aModel, fakeContext, fakeTarget } from '../../../__tests__/fakes';
import { notifyError } from '../../shell/errors';
import { runModel } from '../run';

jest.mock('../../shell/errors', () => ({ notifyError: jest.fn() }));
jest.mock('@jupyterlab/apputils', () => ({
  Dialog: {
    cancelButton: jest.fn(),
    okButton: jest.fn(),
    warnButton: jest.fn()
  },
  showDialog: jest.fn()
}));

const answer = (accept: boolean) =>
  jest.mocked(showDialog).mockResolvedValue({
    button: { accept }
  } as Awaited<ReturnType<typeof showDialog>>);

function refusal(reason: string, hint = ''): ServerError {
  return new ServerError(422, {
    message: 'Loading iris 1.0.0 would run os.system.',
    reason,
    hint
  });
}

const SERVICE = { target: 'local', namespace: 'local', name: 'iris-1-0-0' };

function aPanel() {
  const { context } = fakeContext({
    models: [aModel({ name: 'iris', versions: ['1.0.0'] })]
  });
  const run = jest.fn<
    ReturnType<NonNullable<IServingTarget['run']>>,
    Parameters<NonNullable<IServingTarget['run']>>
  >(() => Promise.resolve(SERVICE));
  const target = {
    ...fakeTarget(),
    id: 'local',
    capabilities: new Set(['run']),
    run
  } as unknown as IServingTarget;
  Object.assign(context.serving, { targets: [target] });
  const execute = jest
    .spyOn(context.commands, 'execute')
    .mockResolvedValue(undefined);
  return { context, run, execute };
}

describe('runModel', () => {
  beforeEach(() => {
    jest.mocked(notifyError).mockClear();
    jest.mocked(showDialog).mockReset();
  });

  it('runs the newest version, and shows where to try it', async () => {
    const { context, run, execute } = aPanel();
    await runModel(context, { model: 'iris' });
    expect(run).toHaveBeenCalledWith('iris', '1.0.0');
    expect(execute).toHaveBeenCalledWith(CommandIDs.tryService, SERVICE);
    expect(context.started.has('local/local/iris-1-0-0')).toBe(true);
  });

  it('asks before it runs what is dangerous', async () => {
    for (const accept of [false, true]) {
      const { context, run, execute } = aPanel();
      run.mockRejectedValueOnce(refusal('UnsafeModel'));
      answer(accept);
      await runModel(context, { model: 'iris', version: '1.0.0' });
      const [[question]] = jest.mocked(showDialog).mock.calls;
      expect(question?.body).toContain('would run os.system');
      expect(run.mock.calls.slice(1)).toEqual(
        accept ? [['iris', '1.0.0', { trust: true }]] : []
      );
      expect(execute).toHaveBeenCalledTimes(accept ? 1 : 0);
    }
    expect(notifyError).not.toHaveBeenCalled();
  });

  it('installs in a terminal what is missing', async () => {
    const { context, run, execute } = aPanel();
    run.mockRejectedValue(refusal('LocalExtraMissing', 'pip install it'));
    answer(false);
    await runModel(context, { model: 'iris' });
    expect(execute).not.toHaveBeenCalled();
    const send = jest.fn();
    execute.mockResolvedValue({ content: { session: { send } } });
    answer(true);
    await runModel(context, { model: 'iris' });
    expect(execute).toHaveBeenCalledWith('terminal:create-new');
    expect(send).toHaveBeenCalledWith({
      type: 'stdin',
      content: ['pip install it\r']
    });
  });

  it('tells of all other failures', async () => {
    const { context, run } = aPanel();
    const full = refusal('TooManyLocalServers');
    run.mockRejectedValue(full);
    await runModel(context, { model: 'iris' });
    expect(notifyError).toHaveBeenCalledWith(full, context.trans);
    Object.assign(context.serving, { targets: [] });
    await runModel(context, { model: 'iris' });
    expect(notifyError).toHaveBeenCalledTimes(2);
  });
});
