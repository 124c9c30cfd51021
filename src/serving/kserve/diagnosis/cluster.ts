import type { CauseOfModel, Explain } from './types';
import { otherSettings, otherVersion } from './types';
import { StorageUri } from '../../../storageuri';
import type { Cause } from '../../types';

/** What keeps a pod from being made, placed or started. */
export const clusterExplanations: Record<
  Exclude<Cause, CauseOfModel>,
  Explain
> = {
  unschedulable: ({ failure, trans }) => ({
    title: trans.__('No node has room for it'),
    cause: trans.__(
      'The scheduler found no node for the pod: %1.',
      failure.words
    ),
    advice: trans.__(
      'Ask for less CPU or memory, stop another service, or ask your platform engineer for room.'
    ),
    remedies: [otherSettings(trans)],
    log: false
  }),
  quota: ({ failure, trans }) => ({
    title: trans.__('The quota of the namespace is used up'),
    cause: trans.__('The pod was not made: %1.', failure.words),
    advice: trans.__(
      'Ask for less CPU or memory, stop another service, or ask your platform engineer for more.'
    ),
    remedies: [otherSettings(trans)],
    log: false
  }),
  'limit-range': ({ failure, trans }) => ({
    title: trans.__('It asks for more or less than the namespace allows'),
    cause: trans.__('The pod was not made: %1.', failure.words),
    advice: trans.__(
      'Ask for an amount between those limits, or ask your platform engineer for other ones (LimitRange).'
    ),
    remedies: [otherSettings(trans)],
    log: false
  }),
  'volume-elsewhere': ({ trans }) => ({
    title: trans.__('Its volume is held by another node'),
    cause: trans.__(
      'The volume can be mounted by one node at a time (ReadWriteOnce), and a pod on another node has it: the workbench, or the pod that served before.'
    ),
    advice: trans.__(
      'Have the old pod end before the new one starts, with one replica. If the workbench has the volume, the service has to run on its node: ask your platform engineer for a volume that many nodes can mount (ReadWriteMany).'
    ),
    remedies: [
      {
        kind: 'change',
        label: trans.__('End the old pod first'),
        change: { recreate: true }
      }
    ],
    log: false
  }),
  'claim-missing': ({ facts, trans }) => ({
    title: trans.__('There is no such volume claim'),
    cause: trans.__(
      'The storageUri names a PersistentVolumeClaim that is not in this namespace.'
    ),
    found: [facts.service.storageUri ?? ''],
    advice: trans.__('Serve a version from the volume of this workbench.'),
    remedies: [otherVersion(trans)],
    log: false
  }),
  'claim-unbound': ({ facts, trans }) => ({
    title: trans.__('The volume claim has no volume yet'),
    cause: trans.__('The pod waits until the claim is bound to a volume.'),
    found: [StorageUri.parse(facts.service.storageUri)?.claim ?? ''],
    advice: trans.__(
      'Ask your platform engineer whether the storage class of the claim can make volumes.'
    ),
    log: false
  }),
  'secret-missing': ({ failure, trans }) => ({
    title: trans.__('Something that it refers to is missing'),
    cause: trans.__('The container cannot be made: %1.', failure.words),
    advice: trans.__(
      'Make it in this namespace, or take the reference out of the service or its runtime.'
    ),
    remedies: [otherSettings(trans)],
    log: false
  }),
  'container-config': ({ failure, trans }) => ({
    title: trans.__('The container cannot be made'),
    cause: trans.__('The node refuses the container: %1.', failure.words),
    advice: trans.__(
      'It is a matter of the runtime: choose another one, or show this to your platform engineer.'
    ),
    remedies: [otherSettings(trans)],
    log: false
  }),
  image: ({ failure, trans }) => ({
    title: trans.__('The image of the server is not there'),
    cause: trans.__('The node cannot get the image: %1.', failure.words),
    advice: trans.__(
      'Choose another runtime, or ask your platform engineer to correct the image of this one.'
    ),
    remedies: [otherSettings(trans)],
    log: false
  }),
  'image-refused': ({ failure, trans }) => ({
    title: trans.__('The registry does not give the image'),
    cause: trans.__('The node may not pull the image: %1.', failure.words),
    advice: trans.__(
      'Ask your platform engineer for a pull secret on the service account of the service.'
    ),
    remedies: [otherSettings(trans)],
    log: false
  }),
  'runtime-missing': ({ failure, trans }) => ({
    title: trans.__('There is no such runtime'),
    cause: trans.__('KServe does not start it: %1.', failure.words),
    advice: trans.__('Choose a runtime that is here.'),
    remedies: [otherSettings(trans)],
    log: false
  }),
  'runtime-disabled': ({ failure, trans }) => ({
    title: trans.__('The runtime is switched off'),
    cause: trans.__('KServe does not start it: %1.', failure.words),
    advice: trans.__(
      'Choose another runtime, or ask your platform engineer to switch it on.'
    ),
    remedies: [otherSettings(trans)],
    log: false
  }),
  'runtime-format': ({ failure, trans }) => ({
    title: trans.__('The runtime does not take this model'),
    cause: trans.__('KServe does not start it: %1.', failure.words),
    advice: trans.__('Choose a runtime that takes the format of the model.'),
    remedies: [otherSettings(trans)],
    log: false
  }),
  name: ({ failure, trans }) => ({
    title: trans.__('Its name is too long'),
    cause: trans.__('Kubernetes cannot make its address: %1.', failure.words),
    advice: trans.__(
      'Deploy the model under a shorter name, then delete this service.'
    ),
    remedies: [
      { kind: 'deploy', label: trans.__('Deploy under another name…') }
    ],
    log: false
  }),
  'pod-security': ({ failure, trans }) => ({
    title: trans.__('The security rules of the namespace refuse its pod'),
    cause: trans.__('No pod was made: %1.', failure.words),
    advice: trans.__(
      'Show this to your platform engineer: the runtime asks for more than the namespace allows.'
    ),
    remedies: [otherSettings(trans)],
    log: false
  }),
  webhook: ({ failure, trans }) => ({
    title: trans.__('A rule of the cluster refuses it'),
    cause: trans.__(
      'An admission webhook did not let it through: %1.',
      failure.words
    ),
    advice: trans.__(
      'Change what it complains of, or show this to your platform engineer.'
    ),
    remedies: [otherSettings(trans)],
    log: false
  })
};
