import { Dialog, InputDialog, showDialog } from '@jupyterlab/apputils';
import React from 'react';
import type { IService, IServiceChange } from '../../tokens';
import type { IPanelContext } from '../context';
import { findService } from '../find';
import type { Pages } from '../pages';
import { notifyOf } from '../problem';
import type { ITarget } from '../targets';
import {
  askChange,
  ReplicasField,
  uriOf,
  VersionField,
  type IChangeQuestion
} from './change';
import type { IChangeSubject } from './changeform';
import { ServicePageContent } from './page';
import type { Tab } from './view';

/**
 * Show the page of a service, or say that there is none.
 *
 * @param context - what the panel works with
 * @param pages - the pages of services
 * @param wanted - the service, or the model it serves; asked for when neither
 * @param tab - which part of it to show
 */
export async function openService(
  context: IPanelContext,
  pages: Pages,
  wanted: ITarget,
  tab?: Tab
): Promise<void> {
  const { trans } = context;
  const name =
    findService(context, wanted)?.name ??
    wanted.service ??
    (wanted.model ? null : await pickService(context));
  if (name) {
    const { content } = await pages.open(name);
    if (tab && content instanceof ServicePageContent) {
      content.view.show({ tab });
    }
    return;
  }
  if (wanted.model) {
    notifyOf(
      new Error(trans.__('Nothing serves this model yet. Deploy it first.')),
      trans
    );
  }
}

async function pickService(context: IPanelContext): Promise<string | null> {
  const { serving, trans } = context;
  const items = serving.services.map(({ name }) => name);
  if (items.length === 0) {
    notifyOf(new Error(trans.__('Nothing is deployed yet.')), trans);
    return null;
  }
  const result = await InputDialog.getItem({
    title: trans.__('Which service?'),
    items,
    okLabel: trans.__('Continue')
  });
  return result.button.accept ? result.value : null;
}

/** What a command does with a service that was found. */
type Action = (
  context: IPanelContext,
  service: IService,
  subject: IChangeSubject
) => Promise<void>;

/**
 * Find a service, and do something with it. Whatever fails is told.
 *
 * @param context - what the panel works with
 * @param wanted - the service, or the model it serves
 * @param action - what to do
 */
async function withService(
  context: IPanelContext,
  wanted: ITarget,
  action: Action
): Promise<void> {
  const { serving, store, trans } = context;
  // A dialog looks at volume and services, whether a page is open or not.
  const following = [store.watch(), serving.watch()];
  try {
    const service = findService(context, wanted);
    const operations = await serving
      .target(service?.target ?? '')
      ?.operations();
    const details = service && operations?.details(service.name);
    if (!service || !operations || !details) {
      throw new Error(trans.__('There is no such service.'));
    }
    await action(context, service, {
      name: service.name,
      details,
      operations
    });
  } catch (error) {
    notifyOf(error, trans);
  } finally {
    following.forEach(watch => watch.dispose());
  }
}

/** Those that set a service back to what stands in a repository. */
const GITOPS = /argo|flux|kustomize-controller|helm|fleet/i;

/** What the warnings of every change are: others may set it back. */
function managersWarning(
  { details }: IChangeSubject,
  { trans }: IPanelContext
): string[] {
  const managers = details.managers.filter(name => GITOPS.test(name));
  return managers.length > 0
    ? [
        trans.__(
          '%1 has set parts of this service too, and may set them back: change them there as well.',
          managers.join(', ')
        )
      ]
    : [];
}

const stop: Action = async (context, service, subject) => {
  const { trans } = context;
  await askChange(context, subject, {
    title: trans.__('Stop the service %1?', service.name),
    accept: trans.__('Stop %1', service.name),
    notes: [
      trans.__(
        'Its pods end, and requests to it fail until it is started again. Its settings and the model stay.'
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
    notes: [trans.__('Its pods are made again, as they were.')],
    warnings: managersWarning(subject, context),
    change: { stopped: false }
  });
};

const restart: Action = async (context, service, subject) => {
  const { trans } = context;
  const volume = await subject.operations.volume(service.name);
  await askChange(context, subject, {
    title: trans.__('Restart the service %1?', service.name),
    accept: trans.__('Restart %1', service.name),
    notes: [
      volume && !volume.shared
        ? trans.__('The pod is replaced: requests may fail meanwhile.')
        : trans.__(
            'New pods start, and the old ones serve until those are ready.'
          )
    ],
    warnings: managersWarning(subject, context),
    change: { restart: true }
  });
};

const scale: Action = async (context, service, subject) => {
  const { trans } = context;
  const { replicas } = subject.details;
  const volume = await subject.operations.volume(service.name);
  const exclusive = volume !== null && !volume.shared;
  await askChange(context, subject, {
    title: trans.__('How many replicas of %1?', service.name),
    accept: trans.__('Scale %1', service.name),
    notes: [
      trans.__(
        'With two different numbers the cluster chooses between them by the load.'
      )
    ],
    warnings: [
      ...(exclusive
        ? [
            trans.__(
              'One node at a time can mount the volume (ReadWriteOnce): a replica on another node would not start.'
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

const changeVersion: Action = async (context, service, subject) => {
  const { store, trans } = context;
  const { model } = service;
  if (!model) {
    throw new Error(
      trans.__(
        '%1 does not serve a model of this volume. Deploy a model under its name instead.',
        service.name
      )
    );
  }
  if (!store.models.some(({ name }) => name === model.name)) {
    await store.refresh();
  }
  const versions =
    store.models.find(({ name }) => name === model.name)?.versions ?? [];
  const [first] = versions.filter(version => version !== model.version);
  if (first === undefined) {
    throw new Error(
      trans.__('There is no other version of %1 on the volume.', model.name)
    );
  }
  const volume = await subject.operations.volume(service.name);
  const change = (version: string): IServiceChange => ({
    storageUri: uriOf(service, version)
  });
  await askChange(context, subject, {
    title: trans.__('Change the version that %1 serves', service.name),
    accept: trans.__('Change version'),
    ...rollWords(context, subject, volume !== null && !volume.shared),
    change: change(first),
    fields: set => (
      <VersionField
        versions={versions}
        served={model.version}
        chosen={first}
        onChange={version => set(change(version))}
      />
    )
  });
};

/** What happens to requests while the version changes. */
function rollWords(
  context: IPanelContext,
  subject: IChangeSubject,
  exclusive: boolean
): Pick<IChangeQuestion, 'notes' | 'warnings'> {
  const { trans } = context;
  return {
    notes: [
      exclusive
        ? trans.__('There is one replica, and you can go back with one click.')
        : trans.__(
            'The old version serves until the new one is ready. You can go back with one click.'
          )
    ],
    warnings: [
      ...(exclusive
        ? [
            trans.__(
              'One node at a time can mount the volume (ReadWriteOnce): the old pod ends before the new one starts, and requests fail meanwhile.'
            )
          ]
        : []),
      ...managersWarning(subject, context)
    ]
  };
}

const remove: Action = async (context, service, { details }) => {
  const { serving, trans } = context;
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
  const result = await showDialog({
    title: trans.__('Delete the service %1?', service.name),
    body: (
      <div className="jp-Kserve-Change">
        {list(trans.__('This goes:'), [
          trans.__(
            'the InferenceService %1 in %2',
            service.name,
            service.namespace
          ),
          trans._n('%1 pod', '%1 pods', details.pods.length),
          ...(service.url ? [trans.__('its address %1', service.url)] : [])
        ])}
        {list(trans.__('This stays:'), [
          service.model
            ? trans.__(
                'the model %1 %2',
                service.model.name,
                service.model.version
              )
            : trans.__('the model, wherever it is'),
          trans.__('the volume and the runtime')
        ])}
        <p>{trans.__('Requests to it will fail from then on.')}</p>
      </div>
    ),
    buttons: [
      Dialog.cancelButton({ label: trans.__('Cancel') }),
      Dialog.warnButton({ label: trans.__('Delete %1', service.name) })
    ],
    // Enter by mistake must not delete.
    defaultButton: 0
  });
  if (result.button.accept) {
    await serving.target(service.target)?.remove(service.name);
  }
};

const actions = { stop, start, restart, scale, changeVersion, remove };

/** What can be done with a service, after a question that no argument can answer. */
export type ActionName = keyof typeof actions;

/**
 * Ask, then do something with a service.
 *
 * @param context - what the panel works with
 * @param wanted - the service, or the model it serves
 * @param name - what to do
 */
export function actOn(
  context: IPanelContext,
  wanted: ITarget,
  name: ActionName
): Promise<void> {
  return withService(context, wanted, actions[name]);
}

/**
 * Ask for a change that an explanation proposes, and make it.
 *
 * @param context - what the panel works with
 * @param wanted - the service
 * @param label - what the change is called
 * @param change - the change
 */
export function changeService(
  context: IPanelContext,
  wanted: ITarget,
  label: string,
  change: IServiceChange
): Promise<void> {
  const { trans } = context;
  return withService(context, wanted, async (_context, service, subject) => {
    const volume = await subject.operations.volume(service.name);
    const rolls = change.storageUri !== undefined;
    await askChange(context, subject, {
      title: trans.__('%1: %2', service.name, label),
      accept: label,
      ...(rolls
        ? rollWords(context, subject, volume !== null && !volume.shared)
        : { notes: [], warnings: managersWarning(subject, context) }),
      change
    });
  });
}
