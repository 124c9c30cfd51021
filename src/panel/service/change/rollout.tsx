import React from 'react';
import type { IServiceChange } from '../../../tokens';
import type { IPanelContext } from '../../shell/context';
import type { ITarget } from '../../commandtargets';
import { askChange, uriOf, VersionField, type IChangeQuestion } from './change';
import type { IChangeSubject } from '../../../operations/changeform';
import {
  isExclusive,
  managersWarning,
  withService,
  type Action
} from './withservice';

/** Ask which version to serve, and serve it. */
export const changeVersion: Action = async (context, service, subject) => {
  const { store, trans } = context;
  const { model } = service;
  if (!model) {
    throw new Error(
      trans.__(
        '%1 does not serve a model on this volume. Deploy a model with this service name instead.',
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
      trans.__('%1 does not have other versions on the volume.', model.name)
    );
  }
  const exclusive = await isExclusive(subject);
  const change = (version: string): IServiceChange => ({
    storageUri: uriOf(service, version)
  });
  await askChange(context, subject, {
    title: trans.__('Change the version that %1 serves', service.name),
    accept: trans.__('Change Version'),
    ...rollWords(context, subject, exclusive),
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
        ? trans.__(
            'The service has one replica. You can roll back with one click.'
          )
        : trans.__(
            'The old version serves requests until the new one is ready. You can roll back with one click.'
          )
    ],
    warnings: [
      ...(exclusive
        ? [
            trans.__(
              'The volume can be mounted on one node at a time (ReadWriteOnce). The old pod stops before the new one starts, and requests fail until it is ready.'
            )
          ]
        : []),
      ...managersWarning(subject, context)
    ]
  };
}

/**
 * Ask for a change that an explanation proposes, and make it.
 *
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
    const exclusive = await isExclusive(subject);
    const rolls = change.storageUri !== undefined;
    await askChange(context, subject, {
      title: trans.__('%1: %2', service.name, label),
      accept: label,
      ...(rolls
        ? rollWords(context, subject, exclusive)
        : { notes: [], warnings: managersWarning(subject, context) }),
      change
    });
  });
}
