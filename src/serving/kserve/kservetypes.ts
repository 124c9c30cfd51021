import type { V1Affinity, V1EnvVar } from '@kubernetes/client-node';
import type { IKubernetesObject } from '../../tokens';

/** A condition in the status of a KServe object. */
export interface ICondition {
  type: string;
  status: 'True' | 'False' | 'Unknown';
  reason?: string;
  message?: string;
  lastTransitionTime?: string;
}

/** Requests or limits of a container; `nvidia.com/gpu` and its like too. */
export type IQuantities = Record<string, string>;

/** `spec.predictor.model`, as far as we use it. */
export interface IModelSpec {
  modelFormat?: { name: string; version?: string };
  runtime?: string;
  storageUri?: string;
  protocolVersion?: string;
  terminationMessagePolicy?: 'File' | 'FallbackToLogsOnError';
  resources?: { requests?: IQuantities; limits?: IQuantities };
  env?: V1EnvVar[];
}

/** Why the last load failed. KServe leaves it in place on recovery. */
export interface IFailureInfo {
  reason?: string;
  message?: string;
  exitCode?: number;
}

/** `status.modelStatus` of an InferenceService. */
export interface IModelStatus {
  transitionStatus?:
    '' | 'UpToDate' | 'InProgress' | 'BlockedByFailedLoad' | 'InvalidSpec';
  lastFailureInfo?: IFailureInfo;
  states?: { activeModelState?: string; targetModelState?: string };
}

/** `spec.predictor`, as far as we use it. */
export interface IPredictorSpec {
  model?: IModelSpec;
  minReplicas?: number;
  maxReplicas?: number;
  deploymentStrategy?: { type?: string; rollingUpdate?: object | null };
  affinity?: V1Affinity;
}

/** An InferenceService, as far as we use it. Unknown fields are kept. */
export interface IInferenceService extends IKubernetesObject {
  spec?: { predictor?: IPredictorSpec };
  status?: {
    conditions?: ICondition[];
    modelStatus?: IModelStatus;
    url?: string;
    address?: { url?: string };
    servingRuntimeName?: string;
    clusterServingRuntimeName?: string;
  };
}

/** A ServingRuntime or ClusterServingRuntime, as far as we use it. */
export interface IServingRuntime extends IKubernetesObject {
  spec?: {
    disabled?: boolean;
    multiModel?: boolean;
    containers?: {
      name: string;
      image?: string;
      readinessProbe?: { httpGet?: { path?: string } };
    }[];
    protocolVersions?: string[];
    supportedModelFormats?: {
      name: string;
      version?: string;
      autoSelect?: boolean;
      priority?: number;
    }[];
  };
}
