import { InputDialog } from '@jupyterlab/apputils';
import type { Capability, IModelRecord, IService } from '../tokens';
import type { IPanelContext } from './shell/context';
import type { ITarget } from './commandtargets';

/**
 * The model that a target names; without a name the user is asked.
 *
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
      store.problem?.message ?? trans.__('No models on the volume yet.')
    );
  }
  const name = model ?? (await pickModel(context));
  if (name === null) {
    return null;
  }
  const found = find(name);
  if (!found) {
    throw new Error(
      trans.__('The model %1 does not exist on the volume.', name)
    );
  }
  return found;
}

/**
 * The version that a target names; without one the model's newest.
 *
 * @param model - the model that it names
 * @param target - what was named
 * @param none - what to say when there is none to serve
 * @throws Error when there is none, or the model is broken
 */
export function versionToServe(
  model: IModelRecord,
  target: ITarget,
  none: string
): string {
  const version = target.version ?? model.version;
  if (model.state === 'broken' || version === null) {
    throw new Error(model.problem?.message ?? none);
  }
  return version;
}

/**
 * The service that a target names, or one that serves the model it names.
 *
 * @param target - what was named
 */
export function findService(
  { serving }: Pick<IPanelContext, 'serving'>,
  target: ITarget
): IService | undefined {
  const { namespace, target: id } = target;
  const services = serving.services.filter(
    service =>
      (namespace === undefined || service.namespace === namespace) &&
      (id === undefined || service.target === id)
  );
  return target.service
    ? services.find(service => service.name === target.service)
    : services.find(service => service.model?.name === target.model);
}

/**
 * Whether a command has something to do for a service. What is not known is
 * offered: the command says then what is wrong.
 *
 * @param target - what the command is to act on
 * @param needed - what the service's target has to be able to do
 */
export function isOffered(
  context: Pick<IPanelContext, 'serving'>,
  target: ITarget,
  needed: Capability
): boolean {
  if (!target.service) {
    // Of all else it depends on a service, which the command finds.
    if (needed !== 'deploy' && needed !== 'run') {
      return true;
    }
    return context.serving.targets.some(({ capabilities }) =>
      capabilities.has(needed)
    );
  }
  const service = findService(context, target);
  return (
    context.serving.target(service?.target ?? '')?.capabilities.has(needed) ??
    true
  );
}

/** The arguments of a command that acts on a service. */
export function serviceArgs({
  name,
  namespace,
  target
}: IService): Record<'name' | 'namespace' | 'target', string> {
  return { name, namespace, target };
}

/** A service as what a command is to act on. */
export function serviceTarget({ name, namespace, target }: IService): ITarget {
  return { service: name, namespace, target };
}

/**
 * The names of services for a list to choose from: where two have the same,
 * with where they are.
 *
 * @param services - the services
 */
export function labelsOf(
  { serving, trans }: IPanelContext,
  services: ReadonlyArray<IService>
): string[] {
  return services.map(({ name, namespace, target }) =>
    services.filter(other => other.name === name).length > 1
      ? trans.__(
          '%1 (%2, %3)',
          name,
          serving.target(target)?.label ?? target,
          namespace
        )
      : name
  );
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
