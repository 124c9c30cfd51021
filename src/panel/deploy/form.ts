import type { TranslationBundle } from '@jupyterlab/translation';
import { Debouncer } from '@lumino/polling';
import { Signal, type ISignal } from '@lumino/signaling';
import type {
  IDeployment,
  IFieldProblem,
  IModelVersion,
  IProblem,
  IRuntime,
  IServingTarget
} from '../../tokens';
import { problemOf } from '../problem';

/** How long after the last change the server is asked. */
const CHECK_AFTER_MS = 400;

/** What the guide gives a predictor. */
const DEFAULT_RESOURCES = { cpu: '1', memory: '2Gi' };

/** The answer of the server's dry-run to the values as they are. */
export type CheckState = 'waiting' | 'checking' | 'accepted' | 'refused';

/** The fields that the user can change. */
export type DeployField = 'serviceName' | 'runtime' | 'cpu' | 'memory';

/**
 * A service name that KServe takes, made from a model's name.
 *
 * @param model - any model name
 */
export function proposeServiceName(model: string): string {
  return model
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+/, '')
    .replace(/-+$/, '');
}

/** The state of the deploy dialog: values, runtimes and what the server says. */
export class DeployForm {
  /**
   * @param target - where to deploy
   * @param version - the version of the model to serve
   * @param trans - the translation bundle
   */
  constructor(
    readonly target: IServingTarget,
    readonly version: IModelVersion,
    private readonly trans: TranslationBundle
  ) {
    const { record, uri } = version;
    this._values = {
      serviceName: proposeServiceName(record.name),
      model: {
        name: record.name,
        version: record.version ?? '',
        format: record.framework?.name ?? '',
        uri
      },
      runtime: '',
      ...DEFAULT_RESOURCES
    };
    this._debouncer = new Debouncer(() => this._check(), CHECK_AFTER_MS);
  }

  get values(): IDeployment {
    return this._values;
  }

  /** Runtimes that take the model's format; null while they are read. */
  get runtimes(): ReadonlyArray<IRuntime> | null {
    return this._runtimes;
  }

  get check(): CheckState {
    return this._checkState;
  }

  /** What went wrong outside of the fields. */
  get problem(): IProblem | null {
    return this._problem;
  }

  /** The deployment is on its way. */
  get busy(): boolean {
    return this._busy;
  }

  get changed(): ISignal<DeployForm, void> {
    return this._changed;
  }

  /** The service of this name that runs already, if any. */
  get existing(): boolean {
    return this.target.services.some(
      service => service.name === this._values.serviceName
    );
  }

  /**
   * What is wrong with a field.
   *
   * @param field - the field
   * @returns words for the user; null when nothing is known to be wrong
   */
  fieldProblem(field: DeployField): string | null {
    if (field === 'serviceName') {
      const own = this.target.checkName(this._values.serviceName);
      if (own) {
        return own;
      }
    }
    const found = this._problems.find(problem => problem.field === field);
    return found?.message ?? null;
  }

  /** Why Deploy cannot be pressed; empty when it can. */
  get blocked(): string {
    if (this._busy) {
      return this.trans.__('Deploying…');
    }
    if (this._runtimes === null) {
      return this._problem
        ? this.trans.__('Cannot deploy yet: the runtimes are not known.')
        : this.trans.__('Reading the runtimes…');
    }
    if (this._runtimes.length === 0) {
      return this.trans.__('Cannot deploy: no runtime takes this format.');
    }
    const names: Record<DeployField, string> = {
      serviceName: this.trans.__('service name'),
      runtime: this.trans.__('runtime'),
      cpu: this.trans.__('CPU'),
      memory: this.trans.__('memory')
    };
    const wrong = (Object.keys(names) as DeployField[]).filter(
      field => this.fieldProblem(field) !== null
    );
    if (wrong.length > 0) {
      return this.trans.__(
        'Cannot deploy yet: %1.',
        wrong.map(field => names[field]).join(', ')
      );
    }
    return '';
  }

  /** Read the runtimes, propose the best and ask the server. */
  async load(): Promise<void> {
    try {
      this._runtimes = await this.target.runtimes(this._values.model.format);
      const runtime = this._runtimes[0]?.name ?? '';
      this._values = { ...this._values, runtime };
    } catch (error) {
      this._problem = problemOf(error, this.trans);
    }
    this._changed.emit();
    await this._check();
  }

  /**
   * Change a field; the server is asked a little later.
   *
   * @param field - the field
   * @param value - its new value
   */
  set(field: DeployField, value: string): void {
    this._values = { ...this._values, [field]: value };
    this._problems = this._problems.filter(problem => problem.field !== field);
    this._checkState = 'waiting';
    this._asked += 1;
    this._changed.emit();
    void this._debouncer.invoke().catch(() => undefined);
  }

  /**
   * Deploy, after one more check by the server.
   *
   * @returns whether it was deployed; else the problems say why not
   */
  async submit(): Promise<boolean> {
    if (this.blocked) {
      return false;
    }
    this._busy = true;
    this._problem = null;
    this._changed.emit();
    try {
      const problems = await this.target.check(this._values);
      this._take(problems);
      if (problems.length > 0) {
        return false;
      }
      await this.target.deploy(this._values);
      return true;
    } catch (error) {
      this._problem = problemOf(error, this.trans);
      return false;
    } finally {
      this._busy = false;
      this._changed.emit();
    }
  }

  /** Stop asking the server. */
  dispose(): void {
    this._asked += 1;
    this._debouncer.dispose();
    Signal.clearData(this);
  }

  private async _check(): Promise<void> {
    const unusable =
      !this._runtimes?.length ||
      this.target.checkName(this._values.serviceName) !== null;
    if (unusable) {
      return;
    }
    const asked = ++this._asked;
    this._checkState = 'checking';
    this._changed.emit();
    try {
      const problems = await this.target.check(this._values);
      // An answer about values that have changed since says nothing.
      if (asked === this._asked) {
        this._problem = null;
        this._take(problems);
      }
    } catch (error) {
      if (asked === this._asked) {
        this._problem = problemOf(error, this.trans);
        this._checkState = 'waiting';
      }
    }
    this._changed.emit();
  }

  private _take(problems: IFieldProblem[]): void {
    this._problems = problems;
    this._checkState = problems.length === 0 ? 'accepted' : 'refused';
    this._problem = problems.find(problem => problem.field === null) ?? null;
  }

  private _values: IDeployment;
  private _runtimes: IRuntime[] | null = null;
  private _problems: IFieldProblem[] = [];
  private _problem: IProblem | null = null;
  private _checkState: CheckState = 'waiting';
  private _busy = false;
  private _asked = 0;
  private _debouncer: Debouncer<void>;
  private _changed = new Signal<DeployForm, void>(this);
}
