import { InputDialog } from '@jupyterlab/apputils';
import type { IModelRecord, IService } from '../tokens';
import type { IPanelContext } from './shell/context';
import type { ITarget } from './commandtargets';

/**
 * The model that a target names; without a name the user is asked.
 *
 * @param context - what the panel works with
 * @param target - what was named
 * @returns null when the user did not choose one
 * @throws Error when there is no such model
 */
export async function findModel(
  context: IPanelContext,
  target: ITarget
): Promise<IModelRecord | null> {
  const { store, trans } = context;
  const find = (name: string) =>
    store.models.find(model => model.name === name);
  const { model, version } = target;
  const known = model === undefined ? store.models[0] : find(model);
  if (!known || (version && !known.versions.includes(version))) {
    // A list that nobody follows may be older than what is asked for.
    await store.refresh();
  }
  if (store.models.length === 0) {
    throw new Error(
      store.problem?.message ?? trans.__('There is no model on the volume yet.')
    );
  }
  const name = model ?? (await pickModel(context));
  if (name === null) {
    return null;
  }
  const found = find(name);
  if (!found) {
    throw new Error(trans.__('There is no model %1 on the volume.', name));
  }
  return found;
}

/**
 * The service that a target names, or one that serves the model it names.
 *
 * @param context - what the panel works with
 * @param target - what was named
 */
export function findService(
  context: IPanelContext,
  target: ITarget
): IService | undefined {
  const { services } = context.serving;
  return target.service
    ? services.find(service => service.name === target.service)
    : services.find(service => service.model?.name === target.model);
}

async function pickModel(context: IPanelContext): Promise<string | null> {
  const { store, trans } = context;
  const result = await InputDialog.getItem({
    title: trans.__('Which model?'),
    items: store.models.map(model => model.name),
    okLabel: trans.__('Continue')
  });
  return result.button.accept ? result.value : null;
}
