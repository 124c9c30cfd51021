import type { TranslationBundle } from '@jupyterlab/translation';
import type {
  IClaim,
  IDeployer,
  IDeployment,
  IKubernetesObject,
  IManifest
} from '../tokens';
import { problemOf } from '../tokens';
import { ManifestError, manifestText, parseManifest } from './manifest';
import { rewrite } from './rewrite';

/**
 * What would be deployed, in three forms that follow each other: the fields of
 * the form, the objects, and their text.
 */
export class Draft {
  /**
   * @param deployer - reads and builds services
   * @param values - the fields to start with
   */
  constructor(
    private readonly deployer: IDeployer,
    values: IDeployment,
    private readonly trans: TranslationBundle
  ) {
    this._values = values;
  }

  /** The volume; null where it is not known. */
  claim: IClaim | null = null;

  get values(): IDeployment {
    return this._values;
  }

  get manifest(): IManifest {
    return this._manifest;
  }

  /** The manifest as text, or what the user makes of it. */
  get text(): string {
    return this._text;
  }

  /** What is wrong with the text; the fields rest until it is mended. */
  get textProblem(): ManifestError | null {
    return this._textProblem;
  }

  /**
   * Start anew.
   *
   * @param values - the fields
   * @param base - what to build on
   */
  start(values: IDeployment, base: IKubernetesObject): void {
    this._values = values;
    const service = this.deployer.build(values, base, this.claim);
    this._manifest = { service, runtime: null };
    this.resetText();
  }

  /**
   * Change fields; what else the objects have stays.
   *
   * @param values - all fields
   * @param runtime - a runtime to set up with it; without it, the one there is
   *   as long as it is used
   */
  edit(values: IDeployment, runtime = this._manifest.runtime): void {
    const used = runtime?.metadata?.name === values.runtime;
    this._values = values;
    this._manifest = {
      service: this.deployer.build(values, this._manifest.service, this.claim),
      runtime: used ? runtime : null
    };
    this._text = rewrite(this._text, this._manifest);
  }

  /**
   * Take what the user made of the text.
   *
   * @param text - YAML
   * @returns whether it is a manifest
   */
  setText(text: string): boolean {
    this._text = text;
    try {
      const { namespace } = this.deployer;
      this._manifest = parseManifest(text, namespace, this.trans);
      this._values = this.deployer.read(this._manifest.service);
      this._textProblem = null;
    } catch (error) {
      this._textProblem =
        error instanceof ManifestError
          ? error
          : new ManifestError(problemOf(error, this.trans).message);
    }
    return this._textProblem === null;
  }

  /** Give up what cannot be read of the text. */
  resetText(): void {
    this._text = manifestText(this._manifest);
    this._textProblem = null;
  }

  private _values: IDeployment;
  private _manifest: IManifest = { service: {}, runtime: null };
  private _text = '';
  private _textProblem: ManifestError | null = null;
}
