import type { IDisposable } from '@lumino/disposable';
import type { JSONObject, JSONValue } from '@lumino/coreutils';
import type { ISignal } from '@lumino/signaling';
import type { IProblem, State } from '../server/types';
import type { ProtocolId } from '../protocols/types';

/** A framework with its version. */
export interface INamedVersion {
  /** KServe's name of the model format, e.g. `sklearn`. */
  name: string;
  version: string | null;
}

/** A model as the list shows it: one row. */
export interface IModelRecord {
  name: string;
  /** `versions` for ours, else the layout the entry was found in. */
  layout: string;
  state: 'ok' | 'broken';
  problem: IProblem | null;
  /** Bytes of the newest version. */
  size: number;
  /** ISO 8601 time at which the newest version was published. */
  created: string | null;
  framework: INamedVersion | null;
  /** The format of the file, e.g. `joblib`. */
  format: string | null;
  class: string | null;
  /** The storageUri of the newest version. */
  uri: string | null;
  /** The newest version. */
  version: string | null;
  /** All versions, newest first. */
  versions: string[];
  tags: string[];
  /** Values of the newest version's metadata, for the filter; may be cut. */
  text: string;
}

/** A file of a version. */
export interface IModelFile {
  path: string;
  size: number;
  sha256: string;
}

/** card.json, schema_version 1. Fields that a card may lack are optional. */
export interface IModelCard {
  schema_version: number;
  name: string;
  version: string;
  created: string;
  framework: INamedVersion | null;
  format: string | null;
  class?: string | null;
  libraries?: Record<string, string>;
  files: IModelFile[];
  signature?: { inputs?: JSONObject[]; outputs?: JSONObject[] } | null;
  metrics?: Record<string, number>;
  metadata?: JSONObject;
  source?: JSONObject | null;
  description?: string;
  tags?: string[];
}

/** One version of a model with its card. */
export interface IModelVersion {
  record: IModelRecord;
  card: IModelCard | null;
  /** Absolute path of the version's directory. */
  path: string;
  /** `pvc://<claim>/<model>/<version>` */
  uri: string;
}

/**
 * What loading a file would run: nothing, only what is known to be harmless,
 * something that is not known, something that is known to be dangerous; or it
 * could not be read to its end, so that nothing can be said.
 */
export type Risk =
  'none' | 'known' | 'unknown' | 'dangerous' | 'not-fully-read';

/** What a model file or folder is, told without running what it holds. */
export interface IInspection {
  /** For example `joblib`; empty if it is not known. */
  format: string;
  framework: INamedVersion | null;
  /** The model's class with its module; empty if it is not known. */
  class: string;
  /** Bytes. */
  size: number;
  /** What the model takes; null if the file does not say. */
  features: { count: number; names: string[] } | null;
  libraries: Record<string, string>;
  /** What a pickle names, each once. */
  globals: { name: string; risk: 'known' | 'unknown' | 'dangerous' }[];
  risk: Risk;
  /** Whether it was read to its end. */
  complete: boolean;
  /** Sentences for people. */
  notes: string[];
  /** What it could be saved as; a version only if its place says one. */
  proposed: { name: string; version: string | null };
  /**
   * The formats that a file can be saved in as it is, the likeliest first;
   * empty for a folder, whose files stay as they are.
   */
  formats: string[];
}

/** One version as it stands in its model. */
export interface IVersionDetails {
  record: IModelRecord;
  /** Null where the version has none that can be read. */
  card: IModelCard | null;
  /** What a file beside a model without a card says of it. */
  metadata?: JSONObject;
  /** KServe's storageUri; null where no server could load it from there. */
  uri: string | null;
  /** Changes with the card; empty without one. */
  etag: string;
}

/** A model with all its versions. */
export interface IModel {
  name: string;
  state: 'ok' | 'broken';
  problem: IProblem | null;
  /** Bytes of all versions together. */
  size: number;
  /** Aliases: the version that each points to. */
  aliases: Record<string, string>;
  /** Newest first. */
  versions: IVersionDetails[];
}

/** What may be edited in a card; each field that is given replaces the card's. */
export type ICardChanges = Partial<
  Required<Pick<IModelCard, 'description' | 'tags' | 'metrics' | 'metadata'>>
>;

/** A difference between the cards of two versions. */
export interface IDifference {
  /** Names with dots between them: `metrics.accuracy`. */
  path: string;
  /** Null where this version has no such thing. */
  one: JSONValue;
  other: JSONValue;
}

/** A version that was deleted and can be brought back. */
export interface ITrashEntry {
  id: string;
  name: string;
  version: string;
  /** ISO 8601 time. */
  deleted: string;
  /** Bytes. */
  size: number;
}

/** What was deleted from the volume, and still takes room there. */
export interface ITrash {
  /** @throws ServerError */
  list(): Promise<ITrashEntry[]>;
  /**
   * Bring a version back to where it was.
   *
   * @throws ServerError when that place is taken, or the entry is gone
   */
  restore(id: string): Promise<void>;
  /**
   * Delete an entry for good.
   *
   * @throws ServerError
   */
  remove(id: string): Promise<void>;
  /**
   * Delete all of it for good.
   *
   * @returns how many entries there were
   * @throws ServerError
   */
  empty(): Promise<number>;
}

/** A request that is kept with a model, as the list has it. */
export interface ISavedRequest {
  name: string;
  /** Bytes. */
  size: number;
  /** ISO 8601 time. */
  saved: string;
  /** Changes with the request. */
  etag: string;
}

/** What a request asks of a model, and over which protocol. */
export interface IRequestContent {
  protocol: ProtocolId;
  body: JSONValue;
}

/** The requests that are kept with a model, for all its versions. */
export interface ISavedRequests {
  /**
   * The requests of a model.
   *
   * @throws ServerError when there is no such model
   */
  list(model: string): Promise<ISavedRequest[]>;
  /**
   * What a request asks.
   *
   * @throws ServerError when there is no such request
   */
  read(model: string, name: string): Promise<IRequestContent>;
  /**
   * Save a request.
   *
   * @param replaced - the etag of the request that it replaces; without it, a
   *   request of that name is not replaced
   * @throws ServerError with status 409 when the name is taken, and with 412
   *   when the request to replace is another one by now
   */
  save(
    model: string,
    name: string,
    content: IRequestContent,
    replaced?: string
  ): Promise<void>;
  /** @throws ServerError when there is no such request */
  delete(model: string, name: string): Promise<void>;
}

/** The models on the volume. */
export interface IModelStore {
  readonly state: State;
  readonly problem: IProblem | null;
  /**
   * In the order of their names. Rows that did not change stay the same
   * objects; while a long list is read the first ones are there already.
   */
  readonly models: ReadonlyArray<IModelRecord>;
  /** How many models there are, those that are still being read too. */
  readonly total: number;
  /** Changes with every change on the volume; null before the first answer. */
  readonly revision: string | null;
  readonly trash: ITrash;
  readonly requests: ISavedRequests;
  /** Emitted when state, problem, models or revision change. */
  readonly changed: ISignal<IModelStore, void>;
  /** Follow the volume until the result is disposed of (panel visible). */
  watch(): IDisposable;
  /** Read the list now. Never rejects: the answer is in `state`. */
  refresh(): Promise<void>;
  /**
   * One version with its card.
   *
   * @throws ServerError when there is no such version
   */
  get(name: string, version: string): Promise<IModelVersion>;
  /**
   * What a file or folder is: of the workbench, as the file browser has its
   * path, or a version on the volume.
   *
   * @throws ServerError when there is none, or it may not be read
   */
  inspect(
    what: { path: string } | { model: string; version: string }
  ): Promise<IInspection>;
  /**
   * A model with all its versions and their cards.
   *
   * @throws ServerError when there is no such model
   */
  model(name: string): Promise<IModel>;
  /**
   * The names of the files in a version's folder, without those in its subfolders.
   *
   * @throws ServerError when there is no such version
   */
  files(name: string, version: string): Promise<string[]>;
  /**
   * The requests that were saved with a version as an example, for each protocol.
   *
   * @throws ServerError when there is no such version
   */
  example(
    name: string,
    version: string
  ): Promise<Partial<Record<ProtocolId, JSONValue>>>;
  /**
   * Let all users of the volume read a version's files, as when it was published.
   *
   * @returns the files that belong to another user and stay as they are
   * @throws ServerError when there is no such version, or it is refused
   */
  openForReading(name: string, version: string): Promise<string[]>;
  /**
   * Edit a version's card.
   *
   * @param etag - of the card that the changes were made to
   * @param changes - the fields to replace
   * @throws ServerError with status 412 when the card is another one by now
   */
  edit(
    name: string,
    version: string,
    etag: string,
    changes: ICardChanges
  ): Promise<void>;
  /**
   * What differs between two versions of a model.
   *
   * @throws ServerError
   */
  compare(name: string, one: string, other: string): Promise<IDifference[]>;
  /**
   * Put a tag that moves on a version, away from the one it is on.
   *
   * @throws ServerError
   */
  moveAlias(name: string, alias: string, version: string): Promise<void>;
  /** @throws ServerError */
  removeAlias(name: string, alias: string): Promise<void>;
  /**
   * Move one version to the trash.
   *
   * @param served - true where the user knows that it is being served
   * @returns the id of the entry in the trash
   * @throws ServerError when it is refused
   */
  delete(name: string, version: string, served?: boolean): Promise<string>;
}
