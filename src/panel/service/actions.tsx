import React from 'react';
import { CommandIDs } from '../../commandids';
import type { Capability } from '../../tokens';
import type { IPanelContext } from '../shell/context';
import { confirm } from '../shell/confirm';
import type { ITarget } from '../commandtargets';
import { askChange, ReplicasField } from './change/change';
import {
  isExclusive,
  managersWarning,
  withService,
  type Action
} from './change/withservice';
import { changeVersion } from './change/rollout';

const stop: Action = async (context, service, subject) => {
  const { trans } = context;
  await askChange(context, subject, {
    title: trans.__('Stop the service %1?', service.name),
    accept: trans.__('Stop %1', service.name),
    notes: [
      subject.details.kubernetes
        ? trans.__(
            'The pods are deleted, and requests fail until you start the service again. The settings and the model are kept.'
          )
        : trans.__(
            'Requests to it fail until it is started again. Its settings and the model stay.'
          )
    ],
    warnings: managersWarning(subject, context),
    change: { stopped: true }
  });
};

const start: Action = async (context, service, subject) => {
  const { trans } = context;
  await askChange(context, subject, {
    title: trans.__('Start the service %1?', service.name),
    accept: trans.__('Start %1', service.name),
    notes: subject.details.kubernetes
      ? [trans.__('The pods are created again with the same settings.')]
      : [],
    warnings: managersWarning(subject, context),
    change: { stopped: false }
  });
};

const restart: Action = async (context, service, subject) => {
  const { trans } = context;
  const exclusive = await isExclusive(subject);
  await askChange(context, subject, {
    title: trans.__('Restart the service %1?', service.name),
    accept: trans.__('Restart %1', service.name),
    notes: [
      !subject.details.kubernetes
        ? trans.__('Requests to it can fail until it is ready again.')
        : exclusive
          ? trans.__(
              'The pod is replaced. Requests might fail during the restart.'
            )
          : trans.__(
              'New pods start. The old pods serve requests until the new ones are ready.'
            )
    ],
    warnings: managersWarning(subject, context),
    change: { restart: true }
  });
};

const scale: Action = async (context, service, subject) => {
  const { trans } = context;
  const { replicas } = subject.details;
  if (!replicas) {
    throw new Error(trans.__('%1 has no replicas.', service.name));
  }
  const exclusive = await isExclusive(subject);
  await askChange(context, subject, {
    title: trans.__('Scale %1', service.name),
    accept: trans.__('Scale %1', service.name),
    notes: [
      trans.__(
        'If the numbers differ, the cluster scales between them with the load.'
      )
    ],
    warnings: [
      ...(exclusive
        ? [
            trans.__(
              'The volume can be mounted on one node at a time (ReadWriteOnce). A replica on another node cannot start.'
            )
          ]
        : []),
      ...managersWarning(subject, context)
    ],
    change: { replicas: { min: replicas.min, max: replicas.max } },
    fields: set => (
      <ReplicasField
        {...replicas}
        onChange={values => set(values && { replicas: values })}
      />
    )
  });
};

const remove: Action = async (context, service, { details }) => {
  const { serving, trans } = context;
  const { kubernetes } = details;
  const list = (title: string, items: string[]) => (
    <>
      <p>{title}</p>
      <ul>
        {items.map(item => (
          <li key={item}>{item}</li>
        ))}
      </ul>
    </>
  );
  const accepted = await confirm(
    {
      title: trans.__('Delete the service %1?', service.name),
      body: (
        <div className="jp-Kserve-Change">
          {list(trans.__('Deleted:'), [
            ...(kubernetes
              ? [
                  trans.__(
                    'the InferenceService %1 in %2',
                    service.name,
                    service.namespace
                  ),
                  trans._n('%1 pod', '%1 pods', kubernetes.pods.length)
                ]
              : [trans.__('the service %1', service.name)]),
            ...(service.url ? [trans.__('the address %1', service.url)] : [])
          ])}
          {list(trans.__('Kept:'), [
            service.model
              ? trans.__(
                  'the model %1 %2',
                  service.model.name,
                  service.model.version
                )
              : trans.__('the model'),
            ...(kubernetes ? [trans.__('the volume and the runtime')] : [])
          ])}
          <p>{trans.__('Requests to the service will fail.')}</p>
        </div>
      ),
      accept: trans.__('Delete %1', service.name),
      destructive: true
    },
    trans
  );
  if (accepted) {
    await serving.target(service.target)?.remove?.(service.name);
  }
};

const edit: Action = async ({ commands, trans }, service) => {
  const { name, model, namespace, target } = service;
  if (!model) {
    throw new Error(
      trans.__(
        '%1 does not serve a model on this volume. Deploy a model with this service name instead.',
        name
      )
    );
  }
  await commands.execute(CommandIDs.deployModel, {
    ...model,
    service: name,
    namespace,
    target
  });
};

/** Each with what a target has to be able to do for it. */
const actions = {
  stop: [stop, 'stop'],
  start: [start, 'stop'],
  restart: [restart, 'restart'],
  scale: [scale, 'scale'],
  changeVersion: [changeVersion, 'roll'],
  edit: [edit, 'deploy'],
  remove: [remove, 'remove']
} satisfies Record<string, [Action, Capability]>;

/** What can be done with a service, after a question that no argument can answer. */
export type ActionName = keyof typeof actions;

/**
 * Ask, then do something with a service.
 *
 * @param wanted - the service, or the model it serves
 * @param name - what to do
 */
export function actOn(
  context: IPanelContext,
  wanted: ITarget,
  name: ActionName
): Promise<void> {
  const [action, needed] = actions[name];
  return withService(context, wanted, action, needed);
}
