import type { TranslationBundle } from '@jupyterlab/translation';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';

/**
 * What a check found: nothing to do, something to know, something that keeps
 * people from working; or it could not be made.
 */
export type FindingState = 'ok' | 'warning' | 'problem' | 'unknown';

/** What a check found. */
export interface IFinding {
  state: FindingState;
  /** The finding in one sentence. */
  message: string;
  /** What it was told from. */
  details?: string;
  /** What to do about it. */
  hint?: string;
  /** YAML that an administrator can apply to mend it. */
  grant?: string;
  /** Where the user mends it, or sees more. */
  remedy?: { label: string; command: string; args: ReadonlyPartialJSONObject };
}

/**
 * Makes once what several checks of a round need.
 *
 * @param key - what it is
 * @param make - makes it for the first that asks
 */
export type Once = <T>(key: string, make: () => Promise<T>) => Promise<T>;

/** A check, as a plugin adds it. */
export interface ICheck {
  id: string;
  /** The group in which its findings are shown. */
  group: string;
  /** What it is about. */
  title: string;
  /**
   * Whether nothing else can be checked when it finds a problem: it is made
   * before the others.
   */
  required?: boolean;
  /**
   * Make it. The code of a check should be imported here, so that nothing is
   * loaded before Health is opened.
   *
   * @param once - makes once what several checks of this round need
   * @returns the findings; none where another check says all there is to say
   */
  run(
    trans: TranslationBundle,
    once: Once
  ): Promise<ReadonlyArray<Readonly<IFinding>>>;
}

/** A group of checks, as a plugin adds it. */
export interface ICheckGroup {
  id: string;
  title: string;
  /** Groups are shown in ascending order. */
  order: number;
}

/** What the checks of a group found. */
export interface IGroupFindings {
  id: string;
  title: string;
  /** Whether checks are being made; theirs are the last findings then. */
  running: boolean;
  findings: ReadonlyArray<IFinding>;
}

/** The registry of checks, and what they found. */
export interface IHealth {
  readonly groups: ReadonlyArray<IGroupFindings>;
  /** Milliseconds since the epoch; null before the first check came to its end. */
  readonly checked: number | null;
  readonly changed: ISignal<IHealth, void>;
  /**
   * Add a check, until the result is disposed of.
   *
   * @throws Error when there is one of its id
   */
  add(check: ICheck): IDisposable;
  /**
   * Add a group, until the result is disposed of.
   *
   * @throws Error when there is one of its id
   */
  addGroup(group: ICheckGroup): IDisposable;
  /** Make all checks. Never rejects: what fails is a finding. */
  check(): Promise<void>;
}
