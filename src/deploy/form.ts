import type { TranslationBundle } from '@jupyterlab/translation';
import { Signal, type ISignal } from '@lumino/signaling';
import type {
  DeployField,
  IDeployer,
  IDeployment,
  IKubernetesObject,
  IModelFormat,
  IModelVersion,
  IProblem,
  IServingTarget,
  IShortage
} from '../tokens';
import { frameworkName } from '../modelformats';
import { problemOf } from '../tokens';
import { disabledReason } from './submitstate';
import { Draft } from './draft';
import {
  modelOf,
  proposeDeployment,
  proposeMemory,
  proposeObject,
  proposeService,
  sizeOf
} from './proposal';
import { ServerCheck } from './servercheck';
import { Submission } from './submission';
import { ClusterFacts } from './clusterfacts';

/** The fields that the user can change; the version has a way of its own. */
export type EditableField = Exclude<keyof IDeployment, 'model'>;

export interface IDeployFormOptions {
  target: IServingTarget;
  deployer: IDeployer;
  version: IModelVersion;
  /** Versions of the model that can be chosen, newest first. */
  versions: ReadonlyArray<string>;
  /** Read another version. */
  readVersion: (version: string) => Promise<IModelVersion>;
  /** The formats that the server half knows, with their labels. */
  formats: ReadonlyArray<IModelFormat>;
  /** The service to change; without it one is proposed. */
  service?: string;
  trans: TranslationBundle;
}

/** The deploy dialog without its looks. */
export class DeployForm {
  /**
   * @param options - the model and where to deploy it
   */
  constructor(private readonly options: IDeployFormOptions) {
    const { version, target, deployer, service, trans } = options;
    this.trans = trans;
    this.target = target;
    this.versions = options.versions;
    this._version = version;
    const name =
      service ?? proposeService(version.record.name, target.services);
    const values = proposeDeployment(name, version, null);
    this.facts = new ClusterFacts(target, deployer);
    this.draft = new Draft(deployer, values, trans);
    this.check = new ServerCheck(deployer, () => this._checkable(), trans);
    const changed = () => this._changed.emit();
    this.check.changed.connect(changed);
    this.submission = new Submission(deployer, this.check, changed, trans);
  }

  readonly trans: TranslationBundle;
  readonly target: IServingTarget;
  /** Versions of the model that can be chosen, newest first. */
  readonly versions: ReadonlyArray<string>;
  /** What the cluster has for it. */
  readonly facts: ClusterFacts;
  /** What would be deployed. */
  readonly draft: Draft;
  /** What the server says of it. */
  readonly check: ServerCheck;
  /** The deployment itself, and what is left where it failed. */
  readonly submission: Submission;

  get version(): IModelVersion {
    return this._version;
  }

  get namespace(): string | null {
    return this.options.deployer.namespace;
  }

  /** The format of the model as people call it. */
  get formatLabel(): string {
    const { format } = this.draft.values.model;
    return frameworkName({ name: format }, this.options.formats);
  }

  /** The runtime that can be set up where there is none. */
  get template(): IKubernetesObject | null {
    return this.options.deployer.template(this.draft.values.model.format);
  }

  /** What the quotas of the namespace do not have room for. */
  get shortages(): IShortage[] {
    const { quotas } = this.facts;
    return this.options.deployer.shortages(this.draft.values, quotas);
  }

  get changed(): ISignal<DeployForm, void> {
    return this._changed;
  }

  /** The fields go on from the service of this name. */
  get adopted(): boolean {
    return this._adopted === this.draft.values.serviceName;
  }

  /** The user has changed a field or the text. */
  get edited(): boolean {
    return this._edited;
  }

  /** Why Deploy cannot be pressed; empty when it can. */
  get disabledReason(): string {
    return disabledReason(this);
  }

  /**
   * What is wrong with a field.
   *
   * @returns null when nothing is known to be wrong
   */
  fieldProblem(field: DeployField): IProblem | null {
    const { values, claim } = this.draft;
    const own = this.options.deployer.validate(values, claim);
    return (
      own.find(problem => problem.field === field) ??
      this.check.problemOf(field)
    );
  }

  /** Read what there is, propose the best and ask the server. */
  async load(): Promise<void> {
    const { deployer, service } = this.options;
    const { serviceName, model } = this.draft.values;
    void this.facts.readAccess().then(() => this._changed.emit());
    try {
      const { live, claim } = await this.facts.read(model.format, serviceName);
      this.draft.claim = claim;
      const { name } = this._version.record;
      if (live && (service || deployer.read(live).model.name === name)) {
        this._adopt(live);
      } else {
        // The list of services may be younger than the proposal.
        const taken = live ? [serviceName] : [];
        const free = proposeService(name, this.target.services, taken);
        this._start(
          proposeDeployment(service ?? free, this._version, claim),
          proposeObject(this._version)
        );
      }
    } catch (error) {
      this.check.problem = problemOf(error, this.trans);
    }
    this._changed.emit();
    await this.check.now();
  }

  /**
   * Change a field; the server is asked a little later.
   *
   * @param value - its new value
   */
  set<F extends EditableField>(field: F, value: IDeployment[F]): void {
    this._edited = true;
    this.draft.edit({ ...this.draft.values, [field]: value });
    this.check.later(field);
  }

  /**
   * Serve another version.
   *
   * @param version - one of `versions`
   */
  async setVersion(version: string): Promise<void> {
    const { readVersion } = this.options;
    const before = proposeMemory(sizeOf(this._version));
    try {
      this._version = await readVersion(version);
      const { values } = this.draft;
      const model = modelOf(this._version);
      const proposed = proposeMemory(sizeOf(this._version));
      let { runtime } = values;
      if (model.format !== values.model.format) {
        await this.facts.readRuntimes(model.format);
        runtime = this.facts.known(runtime);
      }
      const memory = values.memory === before ? proposed : values.memory;
      this.draft.edit({ ...values, model, runtime, memory });
      this.check.later();
    } catch (error) {
      this.check.problem = problemOf(error, this.trans);
    }
  }

  /** Go on from the service of this name, as it is. */
  async adopt(): Promise<void> {
    const { deployer } = this.options;
    try {
      const live = await deployer.find(this.draft.values.serviceName);
      if (live) {
        this._adopt(live);
        this.check.later();
      }
    } catch (error) {
      this.check.problem = problemOf(error, this.trans);
    }
  }

  /**
   * Set up the runtime of the template together with the service, or not.
   *
   * @param wanted - whether to
   */
  setUpRuntime(wanted: boolean): void {
    const template = wanted ? this.template : null;
    const runtime = template?.metadata?.name ?? '';
    this.draft.edit({ ...this.draft.values, runtime }, template);
    this.check.later('runtime');
  }

  /**
   * Take what the user made of the text.
   *
   * @param text - YAML
   */
  setText(text: string): void {
    if (text === this.draft.text) {
      return;
    }
    this._edited = true;
    this.draft.setText(text);
    this.check.later();
  }

  /** Give up what cannot be read of the text. */
  resetText(): void {
    this.draft.resetText();
    this.check.later();
  }

  /**
   * Deploy, after one more check by the server.
   *
   * @returns whether it was deployed; else the problems say why not
   */
  async submit(): Promise<boolean> {
    const { dryRun } = this.check;
    return this.disabledReason || !dryRun
      ? false
      : this.submission.submit(this.draft.manifest, dryRun);
  }

  /** Stop asking the server. */
  dispose(): void {
    this.check.dispose();
    Signal.clearData(this);
  }

  private _adopt(live: IKubernetesObject): void {
    const { deployer } = this.options;
    this._start(deployer.read(live), deployer.adopt(live));
    this._adopted = live.metadata?.name ?? null;
  }

  /** Start from fields that are there, with the model that is wanted. */
  private _start(fields: IDeployment, base: IKubernetesObject): void {
    const model = modelOf(this._version);
    const runtime = this.facts.known(fields.runtime);
    this.draft.start({ ...fields, model, runtime }, base);
  }

  /** What the server can be asked about; what is wrong already is not. */
  private _checkable() {
    const { manifest, values, claim, textProblem } = this.draft;
    const problems = this.options.deployer.validate(values, claim);
    const usable =
      this.facts.runtimes !== null &&
      textProblem === null &&
      values.runtime !== '' &&
      problems.length === 0;
    return usable ? manifest : null;
  }

  private _edited = false;
  private _version: IModelVersion;
  private _adopted: string | null = null;
  private _changed = new Signal<DeployForm, void>(this);
}
