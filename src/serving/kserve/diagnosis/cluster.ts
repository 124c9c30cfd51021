import type { Explain } from './types';
import { otherSettings, otherVersion } from './types';
import { StorageUri } from '../../../storageuri';

/** What keeps a pod from being made, placed or started. */
export const clusterExplanations = {
  unschedulable: ({ failure, trans }) => ({
    title: trans.__('No node has enough resources'),
    cause: trans.__(
      'The scheduler did not find a node for the pod: %1.',
      failure.words
    ),
    advice: trans.__(
      'Request less CPU or memory, stop another service, or ask your cluster administrator for more capacity.'
    ),
    remedies: [otherSettings(trans)],
    log: false
  }),
  quota: ({ failure, trans }) => ({
    title: trans.__('The quota of the namespace is exhausted'),
    cause: trans.__('The pod was not created: %1.', failure.words),
    advice: trans.__(
      'Request less CPU or memory, stop another service, or ask your cluster administrator for a larger quota.'
    ),
    remedies: [otherSettings(trans)],
    log: false
  }),
  'limit-range': ({ failure, trans }) => ({
    title: trans.__(
      'The requested resources are outside the limits of the namespace'
    ),
    cause: trans.__('The pod was not created: %1.', failure.words),
    advice: trans.__(
      'Request an amount within the limits, or ask your cluster administrator to change them (LimitRange).'
    ),
    remedies: [otherSettings(trans)],
    log: false
  }),
  'volume-elsewhere': ({ trans }) => ({
    title: trans.__('The volume is in use on another node'),
    cause: trans.__(
      'The volume can be mounted on one node at a time (ReadWriteOnce). A pod on another node uses it: the workbench or the previous pod of the service.'
    ),
    advice: trans.__(
      'Stop the old pod before the new one starts, and use one replica. If the workbench uses the volume, the service must run on the same node. Ask your cluster administrator for a volume that several nodes can mount (ReadWriteMany).'
    ),
    remedies: [
      {
        kind: 'change',
        label: trans.__('Stop the old pod first'),
        change: { recreate: true }
      }
    ],
    log: false
  }),
  'claim-missing': ({ facts, trans }) => ({
    title: trans.__('The volume claim does not exist'),
    cause: trans.__(
      'The storageUri refers to a PersistentVolumeClaim that does not exist in this namespace.'
    ),
    found: [facts.service.storageUri ?? ''],
    advice: trans.__('Serve a version on the volume of this workbench.'),
    remedies: [otherVersion(trans)],
    log: false
  }),
  'claim-unbound': ({ facts, trans }) => ({
    title: trans.__('The volume claim is not bound yet'),
    cause: trans.__(
      'The pod cannot start until the claim is bound to a volume.'
    ),
    found: [StorageUri.parse(facts.service.storageUri)?.claim ?? ''],
    advice: trans.__(
      'Ask your cluster administrator whether the storage class of the claim can provision volumes.'
    ),
    log: false
  }),
  'secret-missing': ({ failure, trans }) => ({
    title: trans.__('A Secret or ConfigMap is missing'),
    cause: trans.__('The container cannot be created: %1.', failure.words),
    advice: trans.__(
      'Create it in this namespace, or remove the reference from the service or its runtime.'
    ),
    remedies: [otherSettings(trans)],
    log: false
  }),
  'container-config': ({ failure, trans }) => ({
    title: trans.__('The container cannot be created'),
    cause: trans.__('The node refuses the container: %1.', failure.words),
    advice: trans.__(
      'The cause is in the runtime. Choose another runtime, or report this to your cluster administrator.'
    ),
    remedies: [otherSettings(trans)],
    log: false
  }),
  image: ({ failure, trans }) => ({
    title: trans.__('The image of the model server does not exist'),
    cause: trans.__('The node cannot pull the image: %1.', failure.words),
    advice: trans.__(
      'Choose another runtime, or ask your cluster administrator to correct the image of this runtime.'
    ),
    remedies: [otherSettings(trans)],
    log: false
  }),
  'image-refused': ({ failure, trans }) => ({
    title: trans.__('The registry denies access to the image'),
    cause: trans.__(
      'The node is not allowed to pull the image: %1.',
      failure.words
    ),
    advice: trans.__(
      'Ask your cluster administrator to add an image pull secret to the service account of the service.'
    ),
    remedies: [otherSettings(trans)],
    log: false
  }),
  'runtime-missing': ({ failure, trans }) => ({
    title: trans.__('The runtime does not exist'),
    cause: trans.__('KServe does not start the service: %1.', failure.words),
    advice: trans.__('Choose an existing runtime.'),
    remedies: [otherSettings(trans)],
    log: false
  }),
  'runtime-disabled': ({ failure, trans }) => ({
    title: trans.__('The runtime is disabled'),
    cause: trans.__('KServe does not start the service: %1.', failure.words),
    advice: trans.__(
      'Choose another runtime, or ask your cluster administrator to enable this one.'
    ),
    remedies: [otherSettings(trans)],
    log: false
  }),
  'runtime-format': ({ failure, trans }) => ({
    title: trans.__('The runtime does not support this model'),
    cause: trans.__('KServe does not start the service: %1.', failure.words),
    advice: trans.__('Choose a runtime that supports the format of the model.'),
    remedies: [otherSettings(trans)],
    log: false
  }),
  name: ({ failure, trans }) => ({
    title: trans.__('The service name is too long'),
    cause: trans.__(
      'Kubernetes cannot create the address of the service: %1.',
      failure.words
    ),
    advice: trans.__(
      'Deploy the model under a shorter name, then delete this service.'
    ),
    remedies: [
      { kind: 'deploy', label: trans.__('Deploy under another name…') }
    ],
    log: false
  }),
  'pod-security': ({ failure, trans }) => ({
    title: trans.__('The security policy of the namespace rejects the pod'),
    cause: trans.__('No pod was created: %1.', failure.words),
    advice: trans.__(
      'Report this to your cluster administrator: the runtime needs more permissions than the namespace allows.'
    ),
    remedies: [otherSettings(trans)],
    log: false
  }),
  webhook: ({ failure, trans }) => ({
    title: trans.__('A policy of the cluster rejects the service'),
    cause: trans.__(
      'An admission webhook denied the request: %1.',
      failure.words
    ),
    advice: trans.__(
      'Correct the setting that the message names, or report this to your cluster administrator.'
    ),
    remedies: [otherSettings(trans)],
    log: false
  })
} satisfies Record<string, Explain>;
