import type { IResource, Verb } from '../tokens';

function resource(
  apiVersion: string,
  kind: string,
  namespaced = true
): IResource {
  return {
    apiVersion,
    kind,
    plural: `${kind.toLowerCase()}s`,
    namespaced
  };
}

const KSERVE = 'serving.kserve.io';

export const inferenceServices = resource(
  `${KSERVE}/v1beta1`,
  'InferenceService'
);
export const claims = resource('v1', 'PersistentVolumeClaim');
export const quotas = resource('v1', 'ResourceQuota');

/** What the extension does with the cluster, as its user would say it. */
export interface IDuty {
  id: 'read' | 'deploy' | 'explain' | 'runtimes' | 'shared';
  /** Without it the rest of the extension is of little use. */
  needed: boolean;
  rules: { resource: IResource; verbs: Verb[] }[];
}

const READ: Verb[] = ['get', 'list', 'watch'];

/** The rules of the Role that this extension asks for, by what they are for. */
export const duties: ReadonlyArray<IDuty> = [
  {
    id: 'read',
    needed: true,
    rules: [{ resource: inferenceServices, verbs: READ }]
  },
  {
    id: 'deploy',
    needed: true,
    rules: [
      {
        resource: inferenceServices,
        verbs: ['create', 'update', 'patch', 'delete']
      }
    ]
  },
  {
    id: 'explain',
    needed: false,
    rules: [
      { resource: resource('v1', 'Pod'), verbs: READ },
      { resource: resource('v1', 'Event'), verbs: READ },
      { resource: resource('apps/v1', 'Deployment'), verbs: READ }
    ]
  },
  {
    id: 'runtimes',
    needed: true,
    rules: [
      {
        resource: resource(`${KSERVE}/v1alpha1`, 'ServingRuntime'),
        verbs: ['get', 'list', 'watch', 'create', 'patch']
      }
    ]
  },
  {
    id: 'shared',
    needed: false,
    rules: [
      {
        resource: resource(
          `${KSERVE}/v1alpha1`,
          'ClusterServingRuntime',
          false
        ),
        verbs: READ
      }
    ]
  }
];
