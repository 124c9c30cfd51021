import type { TranslationBundle } from '@jupyterlab/translation';
import { Signal, type ISignal } from '@lumino/signaling';
import { stringify } from 'yaml';
import type {
  IKubernetesObject,
  IProblem,
  IService,
  IServiceChange,
  IServiceDetails,
  IServiceOperations
} from '../tokens';
import { diffLines, type IDiffLine } from '../textdiff';
import type { ISubmitForm } from '../submitform';
import { problemOf } from '../tokens';

/** The user is still typing for so long, in milliseconds. */
const DEBOUNCE_MS = 300;

/** What a change is made to. */
export interface IChangeSubject {
  service: IService;
  details: IServiceDetails;
  operations: IServiceOperations;
}

/** A change of a service, which the server checks before it is made where it can. */
export class ChangeForm implements ISubmitForm {
  /**
   * @param subject - the service as the user sees it
   * @param change - the change to begin with; null while something is missing
   */
  constructor(
    readonly subject: IChangeSubject,
    change: IServiceChange | null,
    private readonly trans: TranslationBundle
  ) {
    this._change = change;
    void this._check();
  }

  /** What is chosen here is quickly chosen again. */
  readonly edited = false;

  get disabledReason(): string {
    if (this._change === null) {
      return this.trans.__('Complete all fields.');
    }
    if (this._busy) {
      return this.trans.__('Sending…');
    }
    return this._problem?.message ?? '';
  }

  get changed(): ISignal<ChangeForm, void> {
    return this._changed;
  }

  /** The server can be asked for a dry run. */
  get isChecked(): boolean {
    const { details, operations } = this.subject;
    return Boolean(details.kubernetes && operations.kubernetes);
  }

  /** What the server would make of it; null until it has said so. */
  get lines(): IDiffLine[] | null {
    return this._lines;
  }

  get problem(): IProblem | null {
    return this._problem;
  }

  /**
   * Have something else changed.
   *
   * @param change - null while what was typed cannot be used
   */
  set(change: IServiceChange | null): void {
    this._change = change;
    this._problem = null;
    this._lines = null;
    clearTimeout(this._timer);
    this._timer = setTimeout(() => void this._check(), DEBOUNCE_MS);
    this._changed.emit();
  }

  async submit(): Promise<boolean> {
    if (this.disabledReason || this._change === null) {
      return false;
    }
    const { service, details, operations } = this.subject;
    this._busy = true;
    this._changed.emit();
    try {
      if (!operations.change) {
        throw new Error(
          this.trans.__('%1 cannot be changed from here.', service.name)
        );
      }
      await operations.change(service.name, this._change, {
        generation: details.generation
      });
      return true;
    } catch (error) {
      this._problem = problemOf(error, this.trans);
      return false;
    } finally {
      this._busy = false;
      this._changed.emit();
    }
  }

  dispose(): void {
    clearTimeout(this._timer);
    Signal.clearData(this);
  }

  private async _check(): Promise<void> {
    const change = this._change;
    if (change === null) {
      return;
    }
    const { service, details, operations } = this.subject;
    if (!details.kubernetes || !operations.kubernetes) {
      return;
    }
    const { object } = details.kubernetes;
    const { generation } = details;
    try {
      const result = await operations.kubernetes.preview(service.name, change, {
        generation
      });
      if (change === this._change) {
        this._lines = diffLines(yamlText(object), yamlText(result));
        this._changed.emit();
      }
    } catch (error) {
      if (change === this._change) {
        this._problem = problemOf(error, this.trans);
        this._changed.emit();
      }
    }
  }

  private _change: IServiceChange | null;
  private _lines: IDiffLine[] | null = null;
  private _problem: IProblem | null = null;
  private _busy = false;
  private _timer: ReturnType<typeof setTimeout> | undefined;
  private readonly _changed = new Signal<ChangeForm, void>(this);
}

/**
 * An object as YAML, without what the API itself writes into it.
 *
 * @param object - as the server has it
 * @param withStatus - with its status and versions too
 * @param sorted - by name, to be compared with what has another order
 */
export function yamlText(
  object: IKubernetesObject,
  withStatus = false,
  sorted = false
): string {
  const shown: Record<string, unknown> = { ...object };
  const metadata = { ...object.metadata };
  delete metadata.managedFields;
  metadata.annotations = { ...metadata.annotations };
  // All of it once more, in one line.
  delete metadata.annotations[
    'kubectl.kubernetes.io/last-applied-configuration'
  ];
  if (!withStatus) {
    delete shown.status;
    delete metadata.resourceVersion;
    delete metadata.generation;
  }
  return stringify(
    { ...shown, metadata },
    { lineWidth: 0, sortMapEntries: sorted }
  );
}
