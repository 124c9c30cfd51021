import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import type { IProblem, State } from '../tokens';
import type { IKubernetesDetails, IKubernetesOperations } from './kserve/types';
import type { IAccess, IService } from './types';

// What the page of a service works with, wherever the service runs.

/** One step of a start, in the order in which they happen. */
export interface IStep {
  id: string;
  state: 'done' | 'running' | 'failed' | 'waiting';
  label: string;
  /** More than the label, for example the node. */
  detail: string;
  /** ISO 8601; null when it has not happened or nobody tells. */
  at: string | null;
}

/** Instances that take requests, and how few and many are wanted. */
export interface IReplicas {
  ready: number;
  min: number;
  max: number;
}

/** What is known of a service beyond its row. */
export interface IServiceDetails {
  /** What people call it; empty when it is called by its name. */
  displayName: string;
  stopped: boolean;
  /** Changes with everything that is asked of the service, not with its status. */
  generation: number;
  /** Null for what is not replicated. */
  replicas: IReplicas | null;
  /** How far a start has come; empty where nobody tells. */
  steps: IStep[];
  /** The storageUri before the last change of the version made here. */
  previousUri: string | null;
  /** The logs that can be read, in the order to show them in. */
  logs: ILog[];
  /** Which of them says most while nothing has failed; null without any. */
  mainLog: ILog | null;
  /** What only a service in Kubernetes has. */
  kubernetes?: IKubernetesDetails;
}

/** What is told of a service from outside, for example by Kubernetes. */
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

/** A log of a service. */
export interface ILog {
  /** The pod, or what else runs the service. */
  instance: string;
  /** Which of its containers or processes. */
  container: string;
  /** The log of the run before the last start can be asked for too. */
  keepsPrevious: boolean;
}

/** Which log to read. */
export interface ILogSource extends Pick<ILog, 'instance' | 'container'> {
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
export interface IContainerUse extends Pick<ILog, 'instance' | 'container'> {
  cpu: IUse;
  memory: IUse;
}

/** A change of a service; what is not named stays. */
export interface IServiceChange {
  storageUri?: string;
  runtime?: string;
  stopped?: boolean;
  /** New instances of the same kind. */
  restart?: boolean;
  replicas?: { min: number; max: number };
  memory?: string;
  /** One instance only, which ends before the next one starts. */
  recreate?: boolean;
}

/** How a service is changed. */
export interface IChangeOptions {
  /** What the user has seen: a service of another generation is a conflict. */
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

/**
 * What can be seen of the services of a target and done with them. What is
 * optional belongs to a capability that the target has to name.
 */
export interface IServiceOperations {
  /** Null when there is no such service (any more). */
  details(service: string): IServiceDetails | null;
  /** Whether our identity may change or delete services, or read logs. */
  access(what: 'change' | 'delete' | 'logs'): Promise<IAccess>;
  /**
   * Follow a log until the result is disposed of; goes on by itself after a
   * lost connection, with nothing missed or doubled. With `logs`.
   *
   * @param source - which log
   * @param tail - how many of its last lines to begin with
   * @param handler - takes what it brings
   */
  log?(
    source: ILogSource,
    tail: number,
    handler: (news: LogNews) => void
  ): ILogFollower;
  /**
   * The address of the whole log, below our part of the server; without it a
   * log cannot be downloaded.
   */
  logPath?(source: ILogSource): string;
  /** Read its events, and follow them until the result is disposed of. With `events`. */
  events?(service: string): IServiceEvents;
  /**
   * What its containers use now. With `usage`.
   *
   * @returns null where it is not measured
   * @throws ServerError
   */
  usage?(service: string): Promise<IContainerUse[] | null>;
  /**
   * Change a service. With `restart`, `roll`, `scale` or `stop`, which say what
   * can be changed.
   *
   * @throws ServerError
   */
  change?(
    service: string,
    change: IServiceChange,
    options?: IChangeOptions
  ): Promise<unknown>;
  /** Explain why a service cannot start; null when it can. Pure. */
  explain?(facts: IFailureFacts): IExplanation | null;
  /** What can be asked of Kubernetes only. */
  readonly kubernetes?: IKubernetesOperations;
}
