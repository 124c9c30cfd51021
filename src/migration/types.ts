import type { JSONObject } from '@lumino/coreutils';
import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import type { IJob } from '../jobs/types';
import type { IProblem } from '../server/types';
import type { INamedVersion } from '../storage/types';

/** A model outside of the volume, found by a scan. */
export interface IMigrationCandidate {
  /** The same in every scan while the model stays where it is. */
  id: string;
  /** Absolute path of the model's file or folder. */
  path: string;
  /** What its place calls it. */
  name: string;
  /** What its place or its metadata say; null for nothing. */
  version: string | null;
  format: string;
  framework: INamedVersion | null;
  /** Bytes of all its files. */
  size: number;
  /** Absolute paths: the model, its artifacts and what tells of it. */
  files: string[];
  metadata: JSONObject;
  /** Why it cannot be migrated as it is. */
  problem: IProblem | null;
  /**
   * Whether the volume has a version of the proposed name and version: `same`
   * with the same bytes, `exists` with others.
   */
  conflict: 'same' | 'exists' | null;
  /** `name/version` on the volume that has the same bytes. */
  already: string | null;
  proposed: { name: string; version: string };
}

/** What a scan found; nothing was written. Sizes are in bytes. */
export interface IMigrationScan {
  candidates: IMigrationCandidate[];
  skipped: { path: string; why: string }[];
  /** Free and total space of the volume; null if unknown. */
  free: number | null;
  total: number | null;
}

/** A line of the plan. */
export interface IMigrationItem {
  id: string;
  path: string;
  name: string;
  version: string;
  /** Replace the version if it is there. */
  overwrite?: boolean;
}

/** A model outside of the volume, and a version there. */
export interface IMigrationOriginal {
  path: string;
  name: string;
  version: string;
}

/** What came of removing originals. */
export interface IMigrationRemoval {
  /** The paths that are gone. */
  removed: ReadonlyArray<string>;
  kept: ReadonlyArray<{ path: string; why: string }>;
}

/** What is to be brought over as what; nothing of it is written. */
export interface IMigrationPlan<Item = unknown> {
  /** The user has changed something of it. */
  readonly edited: boolean;
  /** Why it cannot run; empty when it can. */
  readonly disabledReason: string;
  /** What the source is told to bring over. */
  readonly items: ReadonlyArray<Item>;
  /** Emitted when any of these change. */
  readonly changed: ISignal<IMigrationPlan<Item>, void>;
}

/** Where a source looks, and how far its last run came. */
export interface IMigrationStatus {
  /** The places that it looks through: paths of folders, for example. */
  locations: string[];
  /** The last run; null if there was none. */
  journal: IJob | null;
}

/**
 * Something that is brought to the volume from one kind of place. The Migration
 * page has a part for each; `Scan` and `Item` are the source's own, and only
 * its plan and its part know them.
 */
export interface IMigrationSource<Scan = unknown, Item = unknown> {
  /** Unique, the same as in the server half. */
  readonly id: string;
  /** For people: the title of its part. */
  readonly label: string;
  /** The kinds of its jobs. */
  readonly jobKinds: { readonly run: string; readonly remove: string };
  /**
   * Where it looks, and its last run.
   *
   * @throws ServerError when the server half does not answer
   */
  read(): Promise<IMigrationStatus>;
  /**
   * Look for what can be brought over; nothing is written.
   *
   * @param locations - where; those that are configured without them
   * @throws ServerError when a location may not be read
   */
  scan(locations?: ReadonlyArray<string>): Promise<Scan>;
  /**
   * Propose what becomes what.
   *
   * @param scan - what was found by this source
   */
  plan(scan: Scan): IMigrationPlan<Item>;
  /**
   * Start to bring over what a plan says; the originals stay. Follow the job
   * with IJobs, and retry there what was not done.
   *
   * @param items - of a plan of this source
   * @throws ServerError when the plan is refused
   */
  run(items: ReadonlyArray<Item>): Promise<IJob>;
  /**
   * Remove originals after comparing them with what is on the volume.
   *
   * @param originals - which, and what they are on the volume
   * @throws ServerError when it is refused as a whole
   */
  removeOriginals(
    originals: ReadonlyArray<IMigrationOriginal>
  ): Promise<IMigrationRemoval>;
}

/** The registry of sources that can be migrated to the volume. */
export interface IMigration {
  /** In the order in which they were added. */
  readonly sources: ReadonlyArray<IMigrationSource>;
  /**
   * Add a source.
   *
   * @param source - the source
   * @returns takes it away again
   * @throws Error when there is one with the same id
   */
  add(source: IMigrationSource): IDisposable;
}
