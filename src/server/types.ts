import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';

/** What a provider knows of the thing it talks to. */
export type State = 'checking' | 'ready' | 'unavailable';

/** Why something cannot be used, in words for the user. */
export interface IProblem {
  /** One sentence: what happened. */
  message: string;
  /** A CamelCase word for programs, e.g. `VolumeMissing`. */
  reason: string;
  /** What to do next; empty when nothing can be said. */
  hint: string;
}

/** The volume as the server half sees it. Sizes are in bytes. */
export interface IVolumeStatus {
  path: string;
  exists: boolean;
  writable: boolean;
  total: number;
  used: number;
  free: number;
  claim: string;
  problem: IProblem | null;
}

/** The connection of the server half to the Kubernetes API. */
export interface IKubernetesStatus {
  state: 'ready' | 'unavailable';
  namespace: string | null;
  identity: string | null;
  server: string | null;
  source: 'service-account' | 'kubeconfig' | null;
  reason: string | null;
  message: string | null;
  hint: string | null;
}

/** A kind of models that the library saves or recognizes. */
export interface IModelFormat {
  /** KServe's name of the format, `sklearn` for example. */
  name: string;
  /** The library, as `framework.name` of a card has it. */
  framework: string;
  /** The library as people know it: `scikit-learn`. */
  label: string;
  /** Of its files, with the dot and in lower case: `.joblib`. */
  extensions: string[];
}

/** The answer of `GET status`. */
export interface IServerStatus {
  api: number;
  version: string;
  /** Where models are kept; one today. The first is the one to save to. */
  volumes: IVolumeStatus[];
  kubernetes: IKubernetesStatus;
  formats: IModelFormat[];
}

/** A request to the server half. */
export interface IRequestOptions {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  query?: Record<string, string>;
  /** Sent as JSON. */
  json?: unknown;
  /** Content type when it is not `application/json`. */
  contentType?: string;
  /** The entity tag of what is to be changed: refused with 412 if it is another one now. */
  ifMatch?: string;
  signal?: AbortSignal;
}

/** What a subscription on the stream asks for. */
export type StreamRequest =
  | { channel: 'models' | 'jobs' | 'local' }
  /** `start`: the number of the line to go on with, from `next` of an earlier one. */
  | { channel: 'local-log'; name: string; tail: number; start?: number }
  | { channel: 'watch' | 'log'; path: string; query?: Record<string, string> };

/** One message of a subscription. */
export type StreamMessage =
  | { event: 'open' }
  | { event: 'changed'; revision: string }
  | { event: 'watch'; type: string; object: unknown }
  | { event: 'lines'; data: string[]; next?: number }
  | { event: 'servers'; servers: unknown[] }
  /** The process has ended; `end` alone may be a lost connection. */
  | { event: 'finished' }
  | { event: 'jobs'; jobs: unknown[] }
  | { event: 'job'; job: unknown }
  | { event: 'forgotten'; job: string }
  | { event: 'end' }
  | ({ event: 'error'; status: number; kubernetes?: unknown } & IProblem);

/**
 * The one WebSocket of the page. It opens with the first subscription, closes
 * after the last one and reconnects by itself.
 */
export interface IStream {
  /**
   * Subscribe until the result is disposed of. After a lost connection the
   * handler receives `end`: whoever subscribed decides from where to go on.
   */
  subscribe(
    request: StreamRequest,
    handler: (message: StreamMessage) => void
  ): IDisposable;
}

/** Whether the server half answers, and what it says of itself. */
export interface IServerConnection {
  /** `checking` until the first `check()` has an answer. */
  readonly state: State;
  /** The last answer of `GET status`. */
  readonly status: IServerStatus | null;
  /** Why the state is `unavailable`. */
  readonly problem: IProblem | null;
  /** Emitted when state, status or problem change. */
  readonly changed: ISignal<IServerConnection, void>;
  /** Ask for the status anew. Never rejects: the answer is in `state`. */
  check(): Promise<void>;
}

/** HTTP and the one WebSocket to our server half; knows no domain. */
export interface IServer extends IServerConnection {
  readonly stream: IStream;
  /**
   * Send a request below `<base_url>/jupyterlab-kserve/`.
   *
   * @param path - segments that are already encoded, without a leading slash
   * @returns the parsed JSON, or undefined for an answer without a body
   * @throws ServerError for every status but 2xx and when there is no answer
   */
  request<T>(path: string, options?: IRequestOptions): Promise<T>;
}
