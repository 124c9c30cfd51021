import type { IKubernetesObject } from '../../kubernetes/types';
import type { IChangeOptions, IServiceChange } from '../servicetypes';

// What only a service in Kubernetes has; the rest is in `servicetypes.ts`.

/** The volume as the cluster has it. */
export interface IClaim {
  name: string;
  /** E.g. `['ReadWriteMany']`. */
  accessModes: string[];
  /** Pods on several nodes may mount it. */
  shared: boolean;
  /** The node whose pods can mount it; null when any can, or it is not known. */
  node: string | null;
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

/** What is known of a service as an object of the Kubernetes API. */
export interface IKubernetesDetails {
  /** As the cluster holds it. */
  object: IKubernetesObject;
  /** The part of it that was applied here; null when none was. */
  applied: IKubernetesObject | null;
  mode: 'Standard' | 'Knative';
  memory: string | null;
  pods: IServicePod[];
  /** Names of other managers that have set parts of its spec. */
  managers: string[];
}

/** What can be asked of the Kubernetes API about a service. */
export interface IKubernetesOperations {
  /**
   * Have the server check a change, without making it.
   *
   * @returns the object as the cluster would store it
   * @throws ServerError
   */
  preview(
    service: string,
    change: IServiceChange,
    options?: IChangeOptions
  ): Promise<IKubernetesObject>;
  /** The volume of a service; null when it is on none or may not be seen. */
  volume(service: string): Promise<IClaim | null>;
}
