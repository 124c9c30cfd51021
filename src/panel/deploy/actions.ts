import { InputDialog, Notification } from '@jupyterlab/apputils';
import { keyOf, type IDeployTarget } from '../../tokens';
import type { IPanelContext } from '../shell/context';
import { findModel, findService, versionToServe } from '../resolvetargets';
import { settled } from '../settled';
import { notifyError } from '../shell/errors';
import type { ITarget } from '../commandtargets';
import { DeployDialog } from './dialog';
import { DeployForm } from '../../deploy/form';

/**
 * Ask how to deploy a model, and deploy it. A failure is told to the user.
 *
 * @param wanted - the model; without one the user is asked
 */
export async function deployModel(
  context: IPanelContext,
  wanted: ITarget
): Promise<void> {
  const { server, store, serving, trans } = context;
  // The dialog looks at volume and services, whether the panel is open or not.
  const following = [store.watch(), serving.watch()];
  try {
    const model = await findModel(context, wanted);
    if (!model) {
      return;
    }
    const version = versionToServe(
      model,
      wanted,
      trans.__('%1 does not have a version that can be deployed.', model.name)
    );
    await settled(serving);
    const target = await findDeployTarget(context, wanted);
    if (!target) {
      return;
    }
    const [details, deployer] = await Promise.all([
      store.get(model.name, version),
      target.deployer()
    ]);
    const form = new DeployForm({
      target,
      deployer,
      version: details,
      versions: model.versions,
      formats: server.status?.formats ?? [],
      readVersion: other => store.get(model.name, other),
      service: wanted.service,
      trans
    });
    await ask(context, form);
  } catch (error) {
    notifyError(error, trans);
  } finally {
    following.forEach(watch => watch.dispose());
  }
}

/**
 * Where to deploy: the target that was named, or that of the service that was;
 * else the only one there is, or the one that the user chooses.
 *
 * @param wanted - what was named
 * @returns null when the user did not choose one
 * @throws Error when nothing deploys
 */
export async function findDeployTarget(
  context: IPanelContext,
  wanted: ITarget
): Promise<IDeployTarget | null> {
  const { serving, trans } = context;
  const { deployTargets, defaultTarget } = serving;
  if (!defaultTarget) {
    throw new Error(trans.__('No serving platform is available.'));
  }
  const service = wanted.service ? findService(context, wanted) : undefined;
  const id = wanted.target ?? service?.target;
  if (id !== undefined) {
    const named = deployTargets.find(target => target.id === id);
    if (!named) {
      throw new Error(
        trans.__(
          'Models cannot be deployed to %1.',
          serving.target(id)?.label ?? id
        )
      );
    }
    return named;
  }
  if (deployTargets.length === 1) {
    return defaultTarget;
  }
  const items = deployTargets.map(({ id, label }) =>
    deployTargets.some(other => other.id !== id && other.label === label)
      ? `${label} (${id})`
      : label
  );
  const { button, value } = await InputDialog.getItem({
    title: trans.__('Deploy to'),
    items,
    okLabel: trans.__('Continue')
  });
  return button.accept
    ? (deployTargets[items.indexOf(value ?? '')] ?? null)
    : null;
}

async function ask(context: IPanelContext, form: DeployForm): Promise<void> {
  const { selection, started, trans } = context;
  void form.load();
  const dialog = new DeployDialog(form, context);
  const result = await dialog.launch().finally(() => dialog.dispose());
  form.dispose();
  if (result.button.accept) {
    selection.model = form.version.record.name;
    const { serviceName } = form.draft.values;
    const { target, namespace } = form;
    started.add(
      keyOf({
        target: target.id,
        namespace: namespace ?? '',
        name: serviceName
      })
    );
    Notification.success(
      trans.__(
        '%1 was sent to the cluster. See the Models panel for its state.',
        serviceName
      ),
      { autoClose: 5000 }
    );
  }
}
