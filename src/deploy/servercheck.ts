import type { TranslationBundle } from '@jupyterlab/translation';
import { Debouncer } from '@lumino/polling';
import { Signal, type ISignal } from '@lumino/signaling';
import type {
  DeployField,
  IConflict,
  IDeployer,
  IFieldProblem,
  IManifest,
  IProblem,
  IDryRunResult
} from '../tokens';
import { problemOf } from '../tokens';

/** How long after the last change the server is asked. */
const CHECK_AFTER_MS = 400;

/** The answer of the server's dry-run to the manifest as it is. */
export type CheckState = 'waiting' | 'checking' | 'accepted' | 'refused';

/** A problem that may be about a path in the object. */
type IPlacedProblem = IProblem & Pick<IFieldProblem, 'path'>;

/** Has the server check a manifest a little after each change. */
export class ServerCheck {
  /**
   * @param deployer - asks the server
   * @param manifest - what to check now; null while it cannot be checked
   */
  constructor(
    private readonly deployer: IDeployer,
    private readonly manifest: () => IManifest | null,
    private readonly trans: TranslationBundle
  ) {
    this._debouncer = new Debouncer(() => this.now(), CHECK_AFTER_MS);
  }

  get state(): CheckState {
    return this._state;
  }

  /** The last one, which may be of an earlier manifest while `waiting`. */
  get dryRun(): IDryRunResult | null {
    return this._verdict;
  }

  /** What went wrong outside of the fields. */
  get problem(): IPlacedProblem | null {
    return this._problem;
  }

  set problem(problem: IPlacedProblem | null) {
    this._problem = problem;
    this._changed.emit();
  }

  /** What would be taken from others, and the user has not agreed to. */
  get conflicts(): ReadonlyArray<IConflict> {
    return (this._verdict?.conflicts ?? []).filter(
      conflict => !this._agreed.has(keyOf(conflict))
    );
  }

  get changed(): ISignal<ServerCheck, void> {
    return this._changed;
  }

  /** What the server says of a field. */
  problemOf(field: DeployField): IFieldProblem | null {
    return this._problems.find(problem => problem.field === field) ?? null;
  }

  /** Agree to take over what others have set, as far as it is known now. */
  takeOver(): void {
    for (const conflict of this._verdict?.conflicts ?? []) {
      this._agreed.add(keyOf(conflict));
    }
    this._changed.emit();
  }

  /**
   * Ask a little later: what was said is about something else now.
   *
   * @param field - the field that was changed; without it, all of them
   */
  later(field?: DeployField): void {
    this._problems = field
      ? this._problems.filter(problem => problem.field !== field)
      : [];
    this.forget();
    this._changed.emit();
    void this._debouncer.invoke().catch(() => undefined);
  }

  /** An answer that is on its way says nothing any more. */
  forget(): void {
    this._asked += 1;
    this._state = 'waiting';
    this._problem = null;
  }

  /** Ask now. */
  async now(): Promise<void> {
    const manifest = this.manifest();
    if (manifest === null) {
      return;
    }
    const asked = ++this._asked;
    this._state = 'checking';
    this._changed.emit();
    try {
      const dryRun = await this.deployer.check(manifest);
      if (asked === this._asked) {
        this.take(dryRun);
      }
    } catch (error) {
      if (asked === this._asked) {
        this._state = 'waiting';
        this.problem = problemOf(error, this.trans);
      }
    }
  }

  /**
   * Take an answer.
   *
   * @param dryRun - what the server says of the manifest as it is
   */
  take(dryRun: IDryRunResult): void {
    const { problems } = dryRun;
    this._verdict = dryRun;
    this._problems = problems;
    this._state = problems.length === 0 ? 'accepted' : 'refused';
    this.problem = problems.find(({ field }) => field === null) ?? null;
  }

  /** Stop asking. */
  dispose(): void {
    this._asked += 1;
    this._debouncer.dispose();
    Signal.clearData(this);
  }

  private _state: CheckState = 'waiting';
  private _verdict: IDryRunResult | null = null;
  private _problems: IFieldProblem[] = [];
  private _problem: IPlacedProblem | null = null;
  private _agreed = new Set<string>();
  private _asked = 0;
  private _debouncer: Debouncer<void>;
  private _changed = new Signal<ServerCheck, void>(this);
}

function keyOf({ owner, path }: IConflict): string {
  return `${owner} ${path}`;
}
