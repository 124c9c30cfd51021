import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import type { IKubernetesObject, IProblem, State } from '../../tokens';
import type { IAccess, IClaim, IService } from '../types';

// What the page of a service works with.

/** One step of a start, in the order in which they happen. */
export interface IStep {
  id: 'accepted' | 'placed' | 'pulled' | 'loaded' | 'ready';
  state: 'done' | 'running' | 'failed' | 'waiting';
  label: string;
  /** More than the label, for example the node. */
  detail: string;
  /** ISO 8601; null when it has not happened or nobody tells. */
  at: string | null;
}

/** A container of a pod. */
export interface IServiceContainer {
  name: string;
  image: string;
  ready: boolean;
  /** How often it was started again. */
  restarts: number;
  /** In a word: `running`, `CrashLoopBackOff`, `ended with exit code 1`. */
  state: string;
}

/** A pod of a service. */
export interface IServicePod {
  name: string;
  /** Null before there is one. */
  node: string | null;
  ready: boolean;
  /** It is being taken away. */
  ending: boolean;
  /** The path on the volume that it was made for. */
  path: string | null;
  created: string | null;
  containers: IServiceContainer[];
}

/** What is known of a service beyond its row. */
export interface IServiceDetails {
  /** As the cluster holds it. */
  object: IKubernetesObject;
  /** The part of it that was applied here; null when none was. */
  applied: IKubernetesObject | null;
  /** Changes with every change of the spec, not with the status. */
  generation: number;
  stopped: boolean;
  /** What people call it; empty when it is called by its name. */
  displayName: string;
  mode: 'Standard' | 'Knative';
  /** Pods that take requests, and how few and many are wanted. */
  replicas: { ready: number; min: number; max: number };
  memory: string | null;
  pods: IServicePod[];
  steps: IStep[];
  /** The storageUri before the last change of the version made here. */
  previousUri: string | null;
  /** Names of other managers that have set parts of its spec. */
  managers: string[];
}

/** What Kubernetes tells of a service. */
export interface IServiceEvent {
  id: string;
  type: 'Normal' | 'Warning';
  reason: string;
  message: string;
  /** Kind and name of what it is about. */
  about: string;
  count: number;
  /** ISO 8601 time when it was seen last. */
  seen: string | null;
}

/** The events of a service, newest first, kept up to date. */
export interface IServiceEvents extends IDisposable {
  readonly state: State;
  readonly problem: IProblem | null;
  readonly events: ReadonlyArray<IServiceEvent>;
  readonly changed: ISignal<IServiceEvents, void>;
}

/** Which log to read. */
export interface ILogSource {
  pod: string;
  container: string;
  /** That of the run before the last start. */
  previous: boolean;
}

/** What following a log brings. */
export type LogNews =
  | { event: 'lines'; lines: string[] }
  /** It follows; after a lost connection again. */
  | { event: 'open' }
  /** The container ended, or the log of a run that is over was read. */
  | { event: 'end' }
  | { event: 'problem'; problem: IProblem };

/** A log that is being followed. */
export interface ILogFollower extends IDisposable {
  /** Read no more of it for now. */
  pause(): void;
  /** Go on where it was paused, with nothing missed or doubled. */
  resume(): void;
}

/** What a container uses of a resource, asked for and may use at most. */
export interface IUse {
  /** Cores or bytes. */
  used: number;
  /** Null without one. */
  request: number | null;
  /** Null without one. */
  limit: number | null;
}

/** What a container of a service uses. */
export interface IContainerUse {
  pod: string;
  container: string;
  cpu: IUse;
  memory: IUse;
}

/** A change of a service; what is not named stays. */
export interface IServiceChange {
  storageUri?: string;
  runtime?: string;
  stopped?: boolean;
  /** New pods of the same kind. */
  restart?: boolean;
  replicas?: { min: number; max: number };
  memory?: string;
  /** One pod only, which ends before the next one starts. */
  recreate?: boolean;
}

/** How a service is changed. */
export interface IChangeOptions {
  /** Have the server check it only. */
  dryRun?: boolean;
  /** What the user has seen: another generation in the cluster is a conflict. */
  generation?: number;
}

/** What may help to explain why a service cannot start. */
export interface IFailureFacts {
  service: IService;
  details: IServiceDetails;
  /** Where the volume is mounted here; null when it is not known. */
  root: string | null;
  /** Versions of the libraries with which the model was saved. */
  libraries: Record<string, string>;
  /** Names of the files at the path; null when they are not known. */
  files: string[] | null;
  /** The end of the container's log. */
  log: string;
}

/** Something to do about a failure. */
export type Remedy =
  /** Change the service, after a question. */
  | { kind: 'change'; label: string; change: IServiceChange }
  /** Choose another version of the model. */
  | { kind: 'version'; label: string }
  /** Make a version with one of these files alone, and serve that. */
  | { kind: 'one-file'; label: string; files: string[] }
  /** Let the server read the files, and start it again. */
  | { kind: 'permissions'; label: string }
  /** Fill the deploy dialog with it. */
  | { kind: 'deploy'; label: string }
  /** Text for a terminal, a notebook or a message. */
  | { kind: 'copy'; label: string; text: string }
  | { kind: 'log'; label: string };

/** A failure in words, with what to do. */
export interface IExplanation {
  title: string;
  /** What happened, and why that keeps it from starting. */
  cause: string;
  /** What was found: files, versions ... one a line. */
  found: string[];
  advice: string;
  /** The best first. */
  remedies: Remedy[];
  /** The cluster's own words; empty when it has none. */
  evidence: string;
  /** Where those stand. */
  source: string;
}

/** What can be seen of services and done with them. */
export interface IServiceOperations {
  /** Null when there is no such service (any more). */
  details(service: string): IServiceDetails | null;
  /** Read its events, and follow them until the result is disposed of. */
  events(service: string): IServiceEvents;
  /**
   * Follow a log until the result is disposed of; goes on by itself after a
   * lost connection, with nothing missed or doubled.
   *
   * @param source - which log
   * @param tail - how many of its last lines to begin with
   * @param handler - takes what it brings
   */
  log(
    source: ILogSource,
    tail: number,
    handler: (news: LogNews) => void
  ): ILogFollower;
  /**
   * What its containers use now.
   *
   * @returns null where the cluster does not measure it
   * @throws ServerError
   */
  usage(service: string): Promise<IContainerUse[] | null>;
  /** The address of the whole log, below our part of the server. */
  logPath(source: ILogSource): string;
  /**
   * Change a service.
   *
   * @returns the object as the cluster stores it, or would store it
   * @throws ServerError
   */
  change(
    service: string,
    change: IServiceChange,
    options?: IChangeOptions
  ): Promise<IKubernetesObject>;
  /** Explain why a service cannot start; null when it can. Pure. */
  explain(facts: IFailureFacts): IExplanation | null;
  /** The volume of a service; null when it is on none or may not be seen. */
  volume(service: string): Promise<IClaim | null>;
  /** Whether our identity may change or delete services, or read logs. */
  access(what: 'change' | 'delete' | 'logs'): Promise<IAccess>;
}
