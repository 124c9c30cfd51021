import type { IKubernetesObject, IProblem } from '../../../tokens';
import type { IClaim } from '../types';
import type { IAccess } from '../../types';

// What the deploy dialog works with.

/** An environment variable of the model server. */
export interface IVariable {
  name: string;
  /** Null for one that comes from elsewhere, for example from a Secret. */
  value: string | null;
}

/** What the user fills in to deploy a version of a model. Amounts as typed. */
export interface IDeployment {
  serviceName: string;
  /** How the ODH dashboard calls it. */
  displayName: string;
  /** Name and version are empty for what is not on our volume. */
  model: { name: string; version: string; format: string; uri: string };
  runtime: string;
  cpu: string;
  memory: string;
  /** A number of GPUs; empty for none. */
  gpu: string;
  minReplicas: string;
  maxReplicas: string;
  environment: IVariable[];
  /** Reachable from outside of the cluster (Open Data Hub). */
  route: boolean;
  /** Callers need a token (Open Data Hub). */
  auth: boolean;
  /** End the running pod before the new one starts. */
  recreate: boolean;
}

/** A part of the form that something can be wrong with. */
export type DeployField = Exclude<keyof IDeployment, 'model'> | 'version';

/** A problem that belongs to a field of the form. */
export interface IFieldProblem extends IProblem {
  field: DeployField | null;
  /** The path in the object, e.g. `spec.predictor.model.runtime`. */
  path?: string;
}

/** The objects that a deployment consists of. */
export interface IManifest {
  service: IKubernetesObject;
  /** A runtime that is made with it; null to use one that there is. */
  runtime: IKubernetesObject | null;
}

/** A field that somebody else has set, and that we would change. */
export interface IConflict {
  owner: string;
  path: string;
}

/** What the server says of a deployment that was not made yet. */
export interface IDryRunResult {
  /** Empty when the server would take it. */
  problems: IFieldProblem[];
  /** Fields that would be taken from others. */
  conflicts: IConflict[];
  /** The service of this name as it is; null when there is none. */
  live: IKubernetesObject | null;
  /** As it would be; null when that is not known. */
  result: IKubernetesObject | null;
}

/** What a failed deploy has left in the cluster. */
export interface ILeftover {
  kind: string;
  name: string;
  /** Take it away. @throws ServerError */
  undo: () => Promise<void>;
}

/** What the outcome of a deploy is. */
export interface IOutcome {
  /** Null when it is done. */
  problem: IProblem | null;
  /** What the server said of it last; null when it did not answer. */
  dryRun: IDryRunResult | null;
  /** What could not be taken away again. */
  leftovers: ILeftover[];
}

/** What a namespace may use of each resource, and uses. */
export interface IQuota {
  name: string;
  hard: Record<string, string>;
  used: Record<string, string>;
}

/** A resource of which a quota has less left than is wanted. */
export interface IShortage {
  quota: string;
  /** E.g. `requests.memory`. */
  resource: string;
  wanted: number;
  free: number;
  unit: 'cores' | 'bytes' | 'pieces';
}

/** Deploys to one target. Everything but what asks the server is pure. */
export interface IDeployer {
  readonly namespace: string | null;
  /** The runtime that can be set up for a format; null when there is none. */
  template(format: string): IKubernetesObject | null;
  /** The volume; null when the cluster does not say. Never rejects. */
  claim(): Promise<IClaim | null>;
  /** The quotas of the namespace; null when the cluster does not say. Never rejects. */
  quotas(): Promise<IQuota[] | null>;
  /** What the quotas do not have room for. */
  shortages(
    deployment: IDeployment,
    quotas: ReadonlyArray<IQuota>
  ): IShortage[];
  /** The service of a name; null when there is none. @throws ServerError */
  find(serviceName: string): Promise<IKubernetesObject | null>;
  /** What we applied of a service, to go on from there. */
  adopt(live: IKubernetesObject): IKubernetesObject;
  /** The fields of the form as a service has them. */
  read(service: IKubernetesObject): IDeployment;
  /**
   * The service with these fields. What the form does not know is kept.
   *
   * @param deployment - what the user filled in
   * @param base - what to start from
   * @param claim - pins the service to the node of the volume, where it has one
   */
  build(
    deployment: IDeployment,
    base?: IKubernetesObject,
    claim?: IClaim | null
  ): IKubernetesObject;
  /** What can be said of the fields without the server. */
  validate(deployment: IDeployment, claim?: IClaim | null): IFieldProblem[];
  /**
   * Have the server check it, without a change.
   *
   * @throws ServerError when it fails for other reasons than what was filled in
   */
  check(manifest: IManifest): Promise<IDryRunResult>;
  /**
   * Deploy all of it, or nothing. Never rejects.
   *
   * @param manifest - what to apply
   * @param seen - what the user decided on; when the service is another one
   *   by now, or more would be taken over, nothing is done
   */
  deploy(manifest: IManifest, seen: IDryRunResult): Promise<IOutcome>;
  /** Whether our identity may deploy services, or set up runtimes. */
  access(what: 'service' | 'runtime'): Promise<IAccess>;
}
