import type { ISignal } from '@lumino/signaling';

/** A form whose submission may fail. */
export interface ISubmitForm {
  /** Whether something was typed that is lost without a submission. */
  readonly edited: boolean;
  /** Why it cannot be submitted now; empty when it can. */
  readonly disabledReason: string;
  readonly changed: ISignal<ISubmitForm, void>;
  /**
   * Submit.
   *
   * @returns whether it succeeded and the dialog may close
   */
  submit(): Promise<boolean>;
}
