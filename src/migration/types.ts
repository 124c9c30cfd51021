import type { JSONObject } from '@lumino/coreutils';
import type { IJob } from '../jobs/types';
import type { IProblem } from '../server/types';
import type { IDifference, INamedVersion } from '../storage/types';

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

/** Bringing models from the workbench to the volume. */
export interface IMigration {
  /**
   * The folders to look in, and the last migration if there was one.
   *
   * @throws ServerError when the server half does not answer
   */
  read(): Promise<{ folders: string[]; journal: IJob | null }>;
  /**
   * Look for models; without folders in those that are configured.
   *
   * @throws ServerError when a folder may not be read
   */
  scan(folders?: ReadonlyArray<string>): Promise<IMigrationScan>;
  /**
   * How a model that was found differs from the version that a line of the
   * plan names; `one` is the model that was found. Both are read for it.
   *
   * @throws ServerError when there is no such version
   */
  compare(line: IMigrationOriginal): Promise<IDifference[]>;
  /**
   * Start to copy models to the volume; the originals stay. Follow the job
   * with IJobs.
   *
   * @throws ServerError when the plan is refused
   */
  run(items: ReadonlyArray<IMigrationItem>): Promise<IJob>;
  /**
   * Remove originals after comparing them with what is on the volume.
   *
   * @throws ServerError when it is refused as a whole
   */
  remove(items: ReadonlyArray<IMigrationOriginal>): Promise<{
    removed: string[];
    kept: { path: string; why: string }[];
  }>;
}
