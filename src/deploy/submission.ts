import type { TranslationBundle } from '@jupyterlab/translation';
import type { IDeployer, ILeftover, IManifest, IDryRunResult } from '../tokens';
import { problemOf } from '../tokens';
import type { ServerCheck } from './servercheck';

/** Deploys what was checked, and takes away what a failed deploy has left. */
export class Submission {
  /**
   * @param deployer - deploys
   * @param check - takes what the server says of it
   * @param started - called when a deployment is on its way
   */
  constructor(
    private readonly deployer: IDeployer,
    private readonly check: ServerCheck,
    private readonly started: () => void,
    private readonly trans: TranslationBundle
  ) {}

  /** The deployment is on its way. */
  get busy(): boolean {
    return this._busy;
  }

  /** What a failed deploy has left in the cluster. */
  get leftovers(): ReadonlyArray<ILeftover> {
    return this._leftovers;
  }

  /**
   * Deploy, after one more check by the server.
   *
   * @param manifest - what to deploy
   * @param dryRun - what the user has seen the server say of it
   * @returns whether it was deployed; else the problems of the check say why not
   */
  async submit(manifest: IManifest, dryRun: IDryRunResult): Promise<boolean> {
    this.check.forget();
    this._busy = true;
    this.started();
    const outcome = await this.deployer.deploy(manifest, dryRun);
    this._busy = false;
    if (outcome.dryRun) {
      this.check.take(outcome.dryRun);
    }
    this._leftovers = [...this._leftovers, ...outcome.leftovers];
    this.check.problem = outcome.problem;
    return outcome.problem === null;
  }

  /**
   * Try once more to take away what a failed deploy has left.
   *
   * @param leftover - one of `leftovers`
   */
  async undo(leftover: ILeftover): Promise<void> {
    try {
      await leftover.undo();
      this._leftovers = this._leftovers.filter(one => one !== leftover);
      this.check.later();
    } catch (error) {
      this.check.problem = problemOf(error, this.trans);
    }
  }

  private _busy = false;
  private _leftovers: ILeftover[] = [];
}
