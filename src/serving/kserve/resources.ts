import type { IResource } from '../../tokens';

const KSERVE = 'serving.kserve.io';

/** Served models. */
export const inferenceServices: IResource = {
  apiVersion: `${KSERVE}/v1beta1`,
  kind: 'InferenceService',
  plural: 'inferenceservices',
  namespaced: true
};

/** How to serve: the runtimes of a namespace. */
export const servingRuntimes: IResource = {
  apiVersion: `${KSERVE}/v1alpha1`,
  kind: 'ServingRuntime',
  plural: 'servingruntimes',
  namespaced: true
};

/** The runtimes that all namespaces share. */
export const clusterServingRuntimes: IResource = {
  apiVersion: `${KSERVE}/v1alpha1`,
  kind: 'ClusterServingRuntime',
  plural: 'clusterservingruntimes',
  namespaced: false
};

/** Volumes as pods ask for them. */
export const persistentVolumeClaims: IResource = {
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  plural: 'persistentvolumeclaims',
  namespaced: true
};

/** What a namespace may use. */
export const resourceQuotas: IResource = {
  apiVersion: 'v1',
  kind: 'ResourceQuota',
  plural: 'resourcequotas',
  namespaced: true
};

/** The pods that a service runs in. */
export const pods: IResource = {
  apiVersion: 'v1',
  kind: 'Pod',
  plural: 'pods',
  namespaced: true
};

/** What pods use, where the cluster measures it. */
export const podMetrics: IResource = {
  apiVersion: 'metrics.k8s.io/v1beta1',
  kind: 'PodMetrics',
  plural: 'pods',
  namespaced: true
};

/** What a container has printed. */
export const logs: IResource = { ...pods, plural: 'pods/log' };

/** What Kubernetes tells of services, replica sets and pods. */
export const events: IResource = {
  apiVersion: 'v1',
  kind: 'Event',
  plural: 'events',
  namespaced: true
};

/** On each pod of a service, with the service's name. */
export const SERVICE_LABEL = `${KSERVE}/inferenceservice`;

/** "true" on what the ODH dashboard lists. */
export const DASHBOARD_LABEL = 'opendatahub.io/dashboard';

/** How the ODH dashboard calls a service or a runtime. */
export const DISPLAY_NAME_ANNOTATION = 'openshift.io/display-name';

/** Set to "true" by whoever stops a service. */
export const STOP_ANNOTATION = `${KSERVE}/stop`;

/** Holds the storageUri from before the last change of the version. */
export const PREVIOUS_ANNOTATION = 'jupyterlab-kserve/previous-storage-uri';
