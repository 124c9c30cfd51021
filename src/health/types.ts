import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import type { ISignal } from '@lumino/signaling';

/**
 * What a check found: nothing to do, something to know, something that keeps
 * people from working; or it could not be made.
 */
export type Outcome = 'fine' | 'note' | 'problem' | 'skipped';

/** What one check found. */
export interface ICheck {
  outcome: Outcome;
  /** The finding in one sentence. */
  title: string;
  /** What it was told from; may be empty. */
  evidence: string;
  /** YAML that an administrator can apply to mend it. */
  grant?: string;
  /** Where the user mends it, or sees more. */
  remedy?: { label: string; command: string; args: ReadonlyPartialJSONObject };
}

/** Checks of one thing. */
export interface ICheckGroup {
  id: string;
  title: string;
  /** Whether the checks are being made; `checks` are the last ones then. */
  running: boolean;
  checks: ReadonlyArray<ICheck>;
}

/** Whether everything that the extension needs is there and works. */
export interface IHealth {
  readonly groups: ReadonlyArray<ICheckGroup>;
  /** Milliseconds since the epoch; null before the first check came to its end. */
  readonly checked: number | null;
  readonly changed: ISignal<IHealth, void>;
  /** Make all checks. Never rejects: what fails is a finding. */
  check(): Promise<void>;
}
