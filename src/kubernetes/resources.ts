import type { IResource } from './types';

// Loaded with the page: constants only. A test compares them with
// jupyterlab_kserve/kubernetes/allowlist.json.

const KSERVE = 'serving.kserve.io';

function resource(
  apiVersion: string,
  kind: string,
  namespaced = true,
  plural = `${kind.toLowerCase()}s`
): IResource {
  return { apiVersion, kind, plural, namespaced };
}

/** Served models. */
export const inferenceServices = resource(
  `${KSERVE}/v1beta1`,
  'InferenceService'
);

/** How to serve: the runtimes of a namespace. */
export const servingRuntimes = resource(`${KSERVE}/v1alpha1`, 'ServingRuntime');

/** The runtimes that all namespaces share. */
export const clusterServingRuntimes = resource(
  `${KSERVE}/v1alpha1`,
  'ClusterServingRuntime',
  false
);

/** Volumes as pods ask for them. */
export const persistentVolumeClaims = resource('v1', 'PersistentVolumeClaim');

/** What a namespace may use. */
export const resourceQuotas = resource('v1', 'ResourceQuota');

/** The pods that a service runs in. */
export const pods = resource('v1', 'Pod');

/** What a container has printed. */
export const logs = resource('v1', 'Pod', true, 'pods/log');

/** What pods use, where the cluster measures it. */
export const podMetrics = resource(
  'metrics.k8s.io/v1beta1',
  'PodMetrics',
  true,
  'pods'
);

/** What Kubernetes tells of services, replica sets and pods. */
export const events = resource('v1', 'Event');

/** Asks whether our identity may do something. */
export const selfSubjectAccessReviews = resource(
  'authorization.k8s.io/v1',
  'SelfSubjectAccessReview',
  false
);
