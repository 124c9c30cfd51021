import type { JupyterFrontEnd } from '@jupyterlab/application';
import { Notification } from '@jupyterlab/apputils';
import { ReactWidget } from '@jupyterlab/ui-components';
import React from 'react';
import { CommandIDs } from '../../../commandids';
import { ServerError, type IModel, type IService } from '../../../tokens';
import type { IPanelContext } from '../../shell/context';
import { formatSize } from '../../../formatting';
import { findModel } from '../../resolvetargets';
import { notifyError } from '../../shell/errors';
import { confirm } from '../../shell/confirm';
import type { ITarget } from '../../commandtargets';
import { notebooksNaming } from '../../../notebook/opennotebooks';

/** How long Undo is offered, in milliseconds; after that there is the trash. */
const UNDO_MS = 20_000;

export interface IDeletionContext extends IPanelContext {
  app: JupyterFrontEnd;
}

/** What is deleted, and what breaks by it. */
interface IConsequences {
  versions: ReadonlyArray<string>;
  /** Bytes. */
  size: number;
  services: ReadonlyArray<IService>;
  /** Why the services are not known; empty when they are. */
  unknown: string;
  notebooks: ReadonlyArray<string>;
  /** Aliases that point to one of the versions. */
  aliases: ReadonlyArray<string>;
}

/**
 * Move a model, or one version of it, to the trash.
 *
 * @param wanted - the model; without a version all of them
 */
export async function deleteModel(
  context: IDeletionContext,
  wanted: ITarget
): Promise<void> {
  const { version } = wanted;
  try {
    // An entry that is broken as a whole is in the list, and nowhere else.
    const model = await findModel(context, wanted);
    if (model) {
      const versions = version ? [version] : undefined;
      await deleteVersions(context, model.name, versions);
    }
  } catch (error) {
    notifyError(error, context.trans);
  }
}

/**
 * Move versions of a model to the trash, after a question that says what
 * breaks and that no argument can answer.
 *
 * @param name - the model
 * @param versions - the versions; all without them
 */
export async function deleteVersions(
  context: IDeletionContext,
  name: string,
  versions?: ReadonlyArray<string>
): Promise<void> {
  const { store, serving, trans } = context;
  // Looked at whether the panel is open or not.
  const following = [store.watch(), serving.watch()];
  try {
    const model = await store.model(name);
    const wanted =
      versions ?? model.versions.map(({ record }) => record.version ?? '');
    const found = await consequencesOf(context, model, wanted);
    if (await ask(context, name, found)) {
      await deleteAll(context, name, found);
    }
  } catch (error) {
    notifyError(error, trans);
  } finally {
    following.forEach(watch => watch.dispose());
  }
}

async function consequencesOf(
  { app, serving, trans }: IDeletionContext,
  model: IModel,
  versions: ReadonlyArray<string>
): Promise<IConsequences> {
  const within = (version: string | null | undefined) =>
    versions.includes(version ?? '');
  const unsure = serving.targets.find(target => target.state !== 'ready');
  return {
    versions,
    size: model.versions
      .filter(({ record }) => within(record.version))
      .reduce((sum, { record }) => sum + record.size, 0),
    services: serving.services.filter(
      service =>
        service.model?.name === model.name && within(service.model.version)
    ),
    unknown: unsure
      ? (unsure.problem?.message ??
        trans.__('The cluster has not responded yet.'))
      : '',
    notebooks: await notebooksNaming(app, model.name),
    aliases: Object.entries(model.aliases)
      .filter(([, version]) => within(version))
      .map(([tag, version]) => `${tag} (${version})`)
  };
}

/** A list below a sentence; nothing when it is empty. */
function List(props: {
  words: string;
  items: ReadonlyArray<string>;
}): React.JSX.Element | null {
  return props.items.length > 0 ? (
    <>
      <p>{props.words}</p>
      <ul>
        {props.items.map(item => (
          <li key={item} dir="auto">
            {item}
          </li>
        ))}
      </ul>
    </>
  ) : null;
}

async function ask(
  { trans }: IDeletionContext,
  name: string,
  found: IConsequences
): Promise<boolean> {
  const { versions, services, notebooks, aliases, unknown, size } = found;
  const count = versions.length;
  const body = ReactWidget.create(
    <div className="jp-Kserve-Deletion">
      <p dir="auto">
        {trans.__('Versions: %1 (%2)', versions.join(', '), formatSize(size))}
      </p>
      <List
        words={trans.__(
          'These services use it. They keep running until a pod restarts, then fail:'
        )}
        items={services.map(
          service => `${service.name} (${service.model?.version ?? ''})`
        )}
      />
      {unknown && (
        <p>{trans.__('Cannot check whether a service uses it: %1', unknown)}</p>
      )}
      <List
        words={trans.__('These open notebooks refer to it:')}
        items={notebooks}
      />
      <List words={trans.__('These aliases point to it:')} items={aliases} />
      <p>
        {trans.__(
          'It is moved to the trash of the volume and can be restored from there.'
        )}
      </p>
    </div>
  );
  const title = trans._n(
    'Delete %1 version of %2?',
    'Delete %1 versions of %2?',
    count,
    name
  );
  const accept = trans._n('Delete %1 Version', 'Delete %1 Versions', count);
  return confirm({ title, body, accept, destructive: true }, trans);
}

async function deleteAll(
  context: IDeletionContext,
  name: string,
  found: IConsequences
): Promise<void> {
  const { store, commands, trans } = context;
  const ids: string[] = [];
  for (const version of found.versions) {
    const served = found.services.some(
      service => service.model?.version === version
    );
    try {
      const id = await deleteOne(context, name, version, served);
      if (id !== null) {
        ids.push(id);
      }
    } catch (error) {
      // The others may go; for this one it is said why it did not.
      notifyError(error, trans);
    }
  }
  if (ids.length === 0) {
    return;
  }
  Notification.success(
    trans._n(
      '%1 version of %2 was moved to the trash.',
      '%1 versions of %2 were moved to the trash.',
      ids.length,
      name
    ),
    {
      autoClose: UNDO_MS,
      actions: [
        {
          label: trans.__('Undo'),
          callback: () => {
            void (async () => {
              for (const id of ids) {
                await store.trash.restore(id);
              }
            })().catch(error => notifyError(error, trans));
          }
        },
        {
          label: trans.__('Open trash'),
          callback: () => void commands.execute(CommandIDs.openTrash)
        }
      ]
    }
  );
}

/** Delete a version; where the server knows of a service that we do not, ask once more. */
async function deleteOne(
  { store, trans }: IDeletionContext,
  name: string,
  version: string,
  served: boolean
): Promise<string | null> {
  try {
    return await store.delete(name, version, served);
  } catch (error) {
    if (!(error instanceof ServerError) || error.reason !== 'VersionServed') {
      throw error;
    }
    const anyway = await confirm(
      {
        title: trans.__('Delete %1 of %2 anyway?', version, name),
        body: error.message,
        cancel: trans.__('Cancel'),
        accept: trans.__('Delete Anyway'),
        destructive: true
      },
      trans
    );
    return anyway ? store.delete(name, version, true) : null;
  }
}
