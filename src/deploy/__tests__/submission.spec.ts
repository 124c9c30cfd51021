import { nullTranslator } from '@jupyterlab/translation';
import type {
  IDeployer,
  ILeftover,
  IManifest,
  IOutcome,
  IDryRunResult
} from '../../tokens';
import { ServerCheck } from '../servercheck';
import { Submission } from '../submission';

const trans = nullTranslator.load('jupyterlab-kserve');
const manifest = {} as IManifest;
const dryRun = { problems: [], conflicts: [] } as unknown as IDryRunResult;

describe('Submission', () => {
  const leftover = (name: string): ILeftover => ({
    kind: 'ServingRuntime',
    name,
    undo: jest.fn(() => Promise.resolve())
  });
  const started = jest.fn();
  let outcome: IOutcome;
  let check: ServerCheck;
  let submission: Submission;

  beforeEach(() => {
    started.mockReset();
    outcome = { problem: null, dryRun, leftovers: [] };
    // What the deployer does is told by its own tests.
    const deployer = {
      deploy: jest.fn(() => Promise.resolve(outcome))
    } as unknown as IDeployer;
    check = new ServerCheck(deployer, () => null, trans);
    submission = new Submission(deployer, check, started, trans);
  });

  afterEach(() => check.dispose());

  it('is busy from the start to the answer', async () => {
    started.mockImplementation(() => expect(submission.busy).toBe(true));
    expect(await submission.submit(manifest, dryRun)).toBe(true);
    expect(started).toHaveBeenCalledTimes(1);
    expect(submission.busy).toBe(false);
    expect(check.dryRun).toBe(dryRun);
  });

  describe('where a deploy failed', () => {
    const [one, other] = [leftover('one'), leftover('other')];

    beforeEach(async () => {
      outcome.problem = { message: 'no', reason: 'x', hint: '' };
      outcome.leftovers = [one];
      expect(await submission.submit(manifest, dryRun)).toBe(false);
      outcome.leftovers = [other];
      await submission.submit(manifest, dryRun);
    });

    it('keeps what each attempt has left, and why', () => {
      expect(check.problem?.message).toBe('no');
      expect(submission.leftovers).toEqual([one, other]);
    });

    it('forgets what could be taken away, and has it checked anew', async () => {
      await submission.undo(one);
      expect(submission.leftovers).toEqual([other]);
      expect(check.state).toBe('waiting');
      expect(check.problem).toBeNull();
    });

    it('keeps what could not, and says why', async () => {
      one.undo = () => Promise.reject(new Error('etcd'));
      await submission.undo(one);
      expect(submission.leftovers).toEqual([one, other]);
      expect(check.problem?.message).toContain('etcd');
    });
  });
});
