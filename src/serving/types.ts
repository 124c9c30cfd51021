import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import type { JSONValue } from '@lumino/coreutils';
import type { IDeployer } from './kserve/deploy/types';
import type { IServiceOperations } from './servicetypes';
import type { ProtocolId } from '../protocols/types';
import type { IProblem, State } from '../server/types';

/** The phases a service can be in; the panel has one shape for each. */
export type Phase =
  'ready' | 'starting' | 'warn' | 'failed' | 'stopped' | 'unknown';

/** Why a service cannot start. */
export interface IFailure {
  /** A code for what kind of thing it is, which the target can explain. */
  cause: string;
  /** In one clause, for the user. */
  words: string;
  /** The cluster's own words; may have several lines. */
  evidence: string;
  /** Where the evidence stands. */
  source: 'condition' | 'event' | 'model' | 'pod';
  /** The pod and container whose log may say more. */
  container?: { pod: string; name: string; previous: boolean };
}

/** The translated status of a service. */
export interface IServiceStatus {
  phase: Phase;
  /** One word or clause for a row: `Ready`, `Starting`, `Cannot start`. */
  label: string;
  /** Why, in one clause; empty when there is nothing to add. */
  detail: string;
  /** ISO 8601 time since when; null when the cluster does not say. */
  since: string | null;
  /** What the detail of a failure is taken from. */
  failure?: IFailure;
}

/** A model that is being served. */
export interface IService {
  /** Id of the target it runs on. */
  target: string;
  name: string;
  namespace: string;
  /** From the storageUri; null when it is not a model of our volume. */
  model: { name: string; version: string } | null;
  storageUri: string | null;
  runtime: string | null;
  protocols: ProtocolId[];
  status: IServiceStatus;
  created: string | null;
  url: string | null;
}

/** What tells a service from all others: two targets may serve under one name. */
export type IServiceId = Pick<IService, 'target' | 'namespace' | 'name'>;

/** Something that can serve a model of a format. */
export interface IRuntime {
  name: string;
  /** Namespaced ones come before cluster-wide ones. */
  scope: 'namespace' | 'cluster';
  displayName: string;
  protocols: ProtocolId[];
  /** The image of its server; empty when it has none. */
  image: string;
  /** Why this one is, or is not, the proposed one. */
  note: string;
}

/** Whether our identity may do something; `denied` comes with whom to ask. */
export interface IAccess {
  access: 'allowed' | 'denied' | 'unknown';
  message: string;
}

/** A request to a served model. */
export interface IPrediction {
  protocol: ProtocolId;
  body: JSONValue;
}

/** The answer of a served model. */
export interface IPredictionAnswer {
  /** HTTP status of the model server. */
  status: number;
  /** Milliseconds between request and answer, measured in the server half. */
  latency_ms: number;
  body: JSONValue;
  /** How the request got there. */
  via: 'service' | 'port-forward' | 'local';
  url: string;
}

/**
 * What a target can do beyond to list services and to ask them. What it cannot
 * is not shown: a target names what it has the operations for.
 */
export type Capability =
  /** Deploys models, and changes the settings of services: `deployer`. */
  | 'deploy'
  /** `IServiceOperations.events`. */
  | 'events'
  /** `IServiceOperations.log`. */
  | 'logs'
  /** Has services as objects of the Kubernetes API, to show as YAML. */
  | 'manifest'
  /** `remove`. */
  | 'remove'
  /** `IServiceOperations.change` starts a service again. */
  | 'restart'
  /** `IServiceOperations.change` has it serve another version, and goes back. */
  | 'roll'
  /** Serves a version at once, with nothing to choose: `run`. */
  | 'run'
  /** Other programs can send requests to its services: code for them is of use. */
  | 'address'
  /** `IServiceOperations.change` sets its replicas. */
  | 'scale'
  /** `IServiceOperations.change` stops a service, and starts it. */
  | 'stop'
  /** `IServiceOperations.usage`. */
  | 'usage';

/**
 * A place where models are served. It has one namespace: in there the name of a
 * service is enough. A second namespace is a second target.
 */
export interface IServingTarget {
  readonly id: string;
  readonly label: string;
  readonly state: State;
  readonly problem: IProblem | null;
  readonly capabilities: ReadonlySet<Capability>;
  readonly services: ReadonlyArray<IService>;
  readonly changed: ISignal<IServingTarget, void>;
  /** Follow the services until the result is disposed of. */
  watch(): IDisposable;
  /**
   * Ask a served model. An error status of the model is an answer.
   *
   * @throws ServerError when the model could not be reached
   */
  predict(
    serviceName: string,
    prediction: IPrediction
  ): Promise<IPredictionAnswer>;
  /** Whether our identity may deploy. */
  access(): Promise<IAccess>;
  /** What can be seen of its services and done with them; loaded when first used. */
  operations(): Promise<IServiceOperations>;
  /**
   * Runtimes that take this model format, the proposed one first. Of a target
   * that has none to choose from there is no such method.
   *
   * @throws ServerError
   */
  runtimes?(format: string): Promise<IRuntime[]>;
  /** What deploys; loaded when it is first asked for. With `deploy`. */
  deployer?(): Promise<IDeployer>;
  /** With `remove`. @throws ServerError */
  remove?(serviceName: string): Promise<void>;
  /**
   * Serve a version at once; one that is served already stays. With `run`.
   *
   * @param trust - load it whatever its file would run
   * @returns the service
   * @throws ServerError
   */
  run?(
    model: string,
    version: string,
    options?: { trust?: boolean }
  ): Promise<IServiceId>;
}

/** A target that deploys. */
export type IDeployTarget = IServingTarget &
  Required<Pick<IServingTarget, 'deployer'>>;

/**
 * The registry of targets. A plugin adds a target by requiring this and calling
 * `add`; with an id such as `my-package:serving-target-local` and without
 * `autoStart` it is activated when the panel is loaded, and not before.
 */
export interface IServing {
  readonly targets: ReadonlyArray<IServingTarget>;
  /** The targets that deploy, in the order in which they were added. */
  readonly deployTargets: ReadonlyArray<IDeployTarget>;
  /** The first target that deploys; null when none does. */
  readonly defaultTarget: IDeployTarget | null;
  /** Services of all targets, in name order. */
  readonly services: ReadonlyArray<IService>;
  readonly changed: ISignal<IServing, void>;
  /**
   * Add a target until the result is disposed of.
   *
   * @throws Error when there is one with its id, or when it lacks the method
   *   that one of its capabilities needs
   */
  add(target: IServingTarget): IDisposable;
  target(id: string): IServingTarget | undefined;
  /** Follow all targets until the result is disposed of. */
  watch(): IDisposable;
}
