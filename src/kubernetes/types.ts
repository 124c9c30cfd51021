import type {
  V1ListMeta,
  V1ObjectMeta,
  V1Status
} from '@kubernetes/client-node';
import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import type { IProblem, State } from '../server/types';

/** Any object of the Kubernetes API. Unknown fields are kept. */
export interface IKubernetesObject {
  apiVersion?: string;
  kind?: string;
  metadata?: V1ObjectMeta;
}

/** A list of objects as the API returns it. */
export interface IKubernetesList<T extends IKubernetesObject> {
  metadata?: V1ListMeta;
  items: T[];
}

/** Where a kind of object lives in the API. */
export interface IResource {
  /** `v1` or `<group>/<version>`. */
  apiVersion: string;
  kind: string;
  /** Plural, lower case, as in the path. */
  plural: string;
  namespaced: boolean;
}

export type Verb =
  'get' | 'list' | 'watch' | 'create' | 'update' | 'patch' | 'delete';

/** The answer to "may I?"; unknown when the cluster did not say. */
export type Access = 'allowed' | 'denied' | 'unknown';

/** What a live list holds, kept by one list and one watch. */
export interface ILiveList<T extends IKubernetesObject> extends IDisposable {
  readonly state: State;
  readonly problem: IProblem | null;
  /** In name order. */
  readonly items: ReadonlyArray<T>;
  readonly changed: ISignal<ILiveList<T>, void>;
}

export interface IApplyOptions {
  dryRun?: boolean;
  /** Take over fields that another manager owns. */
  force?: boolean;
}

export interface IDeleteOptions {
  /** Only the object with this uid, not a later one of its name. */
  uid?: string;
}

/** The Kubernetes API through the allow-listed proxy of the server half. */
export interface IKubernetes {
  readonly state: State;
  readonly problem: IProblem | null;
  /** The namespace of the workbench; null until known. */
  readonly namespace: string | null;
  readonly changed: ISignal<IKubernetes, void>;
  /** @throws ServerError, with the API's Status in `kubernetes` */
  get<T extends IKubernetesObject>(
    resource: IResource,
    name: string
  ): Promise<T>;
  /** @throws ServerError */
  list<T extends IKubernetesObject>(
    resource: IResource,
    query?: Record<string, string>
  ): Promise<IKubernetesList<T>>;
  /**
   * Server-side apply with our field manager.
   *
   * @returns the object as the server stores it, or would store it
   * @throws ServerError
   */
  apply<T extends IKubernetesObject>(
    resource: IResource,
    object: T,
    options?: IApplyOptions
  ): Promise<T>;
  /** @throws ServerError */
  delete(
    resource: IResource,
    name: string,
    options?: IDeleteOptions
  ): Promise<V1Status>;
  /** List, then watch, until disposed of; relists after 410. */
  live<T extends IKubernetesObject>(
    resource: IResource,
    query?: Record<string, string>
  ): ILiveList<T>;
  /** Whether our identity may do this (SelfSubjectAccessReview). */
  access(verb: Verb, resource: IResource): Promise<Access>;
}
