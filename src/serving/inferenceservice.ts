import type { IKubernetesObject } from '../tokens';
import { inferenceServices } from './resources';
import type { IDeployment } from './types';

/** A condition in the status of a KServe object. */
export interface ICondition {
  type: string;
  status: 'True' | 'False' | 'Unknown';
  reason?: string;
  message?: string;
  lastTransitionTime?: string;
}

/** Requests or limits of a container. */
export interface IQuantities {
  cpu?: string;
  memory?: string;
}

/** `spec.predictor.model`, as far as we use it. */
export interface IModelSpec {
  modelFormat?: { name: string; version?: string };
  runtime?: string;
  storageUri?: string;
  protocolVersion?: string;
  terminationMessagePolicy?: 'File' | 'FallbackToLogsOnError';
  resources?: { requests?: IQuantities; limits?: IQuantities };
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

/** What the object needs beside the deployment itself. */
export interface IBuildContext {
  namespace: string | null;
  /** The runtime speaks V2 and nothing else. */
  v2Only: boolean;
}

type Step = (
  object: IInferenceService,
  deployment: IDeployment,
  context: IBuildContext
) => IInferenceService;

const applyName: Step = (object, { serviceName }, { namespace }) => ({
  ...object,
  metadata: { name: serviceName, ...(namespace && { namespace }) }
});

/** With these the ODH dashboard lists the service under its name. */
const applyDashboard: Step = (object, { serviceName }) => ({
  ...object,
  metadata: {
    ...object.metadata,
    labels: { 'opendatahub.io/dashboard': 'true' },
    annotations: { 'openshift.io/display-name': serviceName }
  }
});

const applyModel: Step = (object, { model, runtime }) =>
  withModel(object, {
    modelFormat: { name: model.format },
    runtime,
    storageUri: model.uri
  });

/** KServe takes V1 when nothing is said, and then refuses such a runtime. */
const applyProtocol: Step = (object, _deployment, { v2Only }) =>
  v2Only ? withModel(object, { protocolVersion: 'v2' }) : object;

const applyResources: Step = (object, { cpu, memory }) =>
  withModel(object, {
    resources: { requests: { cpu, memory }, limits: { cpu, memory } }
  });

/** Puts the last lines of the log of a crash into the pod's status. */
const applyDiagnosis: Step = object =>
  withModel(object, { terminationMessagePolicy: 'FallbackToLogsOnError' });

function withModel(
  object: IInferenceService,
  changes: IModelSpec
): IInferenceService {
  const model = { ...object.spec?.predictor?.model, ...changes };
  return { ...object, spec: { predictor: { model } } };
}

/**
 * The object that serves a version of a model. Pure.
 *
 * @param deployment - what the user filled in
 * @param context - where, and with what kind of runtime
 */
export function buildInferenceService(
  deployment: IDeployment,
  context: IBuildContext
): IInferenceService {
  const steps = [
    applyName,
    applyDashboard,
    applyModel,
    applyProtocol,
    applyResources,
    applyDiagnosis
  ];
  const { apiVersion, kind } = inferenceServices;
  return steps.reduce<IInferenceService>(
    (object, step) => step(object, deployment, context),
    { apiVersion, kind }
  );
}

/**
 * The model and version that a storageUri names.
 *
 * @param storageUri - e.g. `pvc://model-storage-pvc/anomaly-detector/1.0.0`
 * @param claim - the claim of our volume; with the path on it where the
 *   workbench mounts only a part of it
 * @returns null when it is not a version on our volume
 */
export function modelOf(
  storageUri: string | null | undefined,
  claim: string | null | undefined
): { name: string; version: string } | null {
  const match = /^pvc:\/\/(.+)\/([^/]+)\/([^/]+)\/?$/.exec(storageUri ?? '');
  return match && match[1] === claim
    ? { name: match[2], version: match[3] }
    : null;
}

/**
 * The path that a storageUri names on its volume.
 *
 * @param storageUri - e.g. `pvc://model-storage-pvc/anomaly-detector/1.0.0`
 * @returns empty for the whole volume; null when it is not on a volume
 */
export function pathOnVolume(
  storageUri: string | null | undefined
): string | null {
  const match = /^pvc:\/\/[^/]+\/?(.*?)\/*$/.exec(storageUri ?? '');
  return match ? match[1] : null;
}

/**
 * The claim that a storageUri names.
 *
 * @param storageUri - e.g. `pvc://model-storage-pvc/anomaly-detector/1.0.0`
 * @returns null when it is not on a volume
 */
export function claimOf(storageUri: string | null | undefined): string | null {
  return /^pvc:\/\/([^/]+)/.exec(storageUri ?? '')?.[1] ?? null;
}
