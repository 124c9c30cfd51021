import type { JSONObject } from '@lumino/coreutils';
import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import type { IProblem, State } from '../server/types';

/**
 * Where a job, or an item of it, stands. `interrupted`: the Jupyter server
 * ended while it ran; `retry` goes on from there.
 */
export type JobState =
  'waiting' | 'running' | 'done' | 'failed' | 'cancelled' | 'interrupted';

/** One part of a job: a file to save or to verify, a model to migrate. */
export interface IJobItem {
  id: string;
  title: string;
  state: JobState;
  /** Bytes. */
  done: number;
  /** Bytes; null while it is not known. */
  total: number | null;
  problem: IProblem | null;
  /**
   * What came of it. For save, convert and migrate `{name, version, uri}`, with
   * `already: true` where the same bytes were there before.
   */
  result: JSONObject | null;
}

/** A long operation in the server half; it goes on when the page is closed. */
export interface IJob {
  id: string;
  /** What it does; `panel/notifications/jobkinds.ts` has the table. */
  kind: string;
  title: string;
  state: JobState;
  /** ISO 8601 times. */
  created: string;
  updated: string;
  /** Bytes of all items. */
  done: number;
  total: number | null;
  items: ReadonlyArray<IJobItem>;
  /** Why it failed: the item's problem, or how many of several failed. */
  problem: IProblem | null;
  /** The result of its one item; null for a job of several. */
  result: JSONObject | null;
}

/** A file or folder of the workbench, to be saved as a version. */
export interface ISaveRequest {
  /** Below the Jupyter server's root, as the file browser has it. */
  path: string;
  /** Files that go with the model: a scaler, a vocabulary. */
  artifacts?: ReadonlyArray<string>;
  name: string;
  /** Without it the next one. */
  version?: string;
  /** What the file is kept as; without it what its name says. */
  format?: string;
  description?: string;
  metrics?: Record<string, number>;
  metadata?: JSONObject;
  tags?: ReadonlyArray<string>;
  /** Replace the version if it is there. */
  overwrite?: boolean;
}

/** The long operations in the server half. */
export interface IJobs {
  readonly state: State;
  readonly problem: IProblem | null;
  /** Newest first. A job that did not change stays the same object. */
  readonly jobs: ReadonlyArray<IJob>;
  /** Emitted when state, problem or jobs change; at most 5 times a second. */
  readonly changed: ISignal<IJobs, void>;
  /** Emitted once when a job that was seen waiting or running has ended. */
  readonly ended: ISignal<IJobs, IJob>;
  /** Follow the jobs until the result is disposed of. */
  watch(): IDisposable;
  /** Read the jobs now. Never rejects: the answer is in `state`. */
  refresh(): Promise<void>;
  /** A job by its id, if it is known. */
  find(id: string): IJob | undefined;
  /** Follow a job to its end, however that is; at once if it has ended. */
  finished(id: string): Promise<IJob>;
  /**
   * Start to save one model, or several in one job.
   *
   * @throws ServerError when it is refused
   */
  save(request: ISaveRequest | ReadonlyArray<ISaveRequest>): Promise<IJob>;
  /**
   * Start to compare a version's files with the checksums in its card.
   *
   * @throws ServerError when it is refused
   */
  verify(model: string, version: string): Promise<IJob>;
  /**
   * Start to bring a model of an older layout into ours.
   *
   * @param model - its name
   * @param version - the only version that is converted; without it all
   * @param keep - whether its old files stay because a service still reads them
   * @throws ServerError when it is refused
   */
  convert(model: string, version?: string, keep?: boolean): Promise<IJob>;
  /**
   * End a waiting or running job; it ends a moment later.
   *
   * @throws ServerError when it is refused
   */
  cancel(id: string): Promise<void>;
  /**
   * Run again what failed, was cancelled or was interrupted.
   *
   * @throws ServerError when it is refused
   */
  retry(id: string): Promise<IJob>;
  /**
   * Take a job that has ended off the list.
   *
   * @throws ServerError when it is refused
   */
  forget(id: string): Promise<void>;
}
