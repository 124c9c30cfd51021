import { Notification } from '@jupyterlab/apputils';
import type { IPanelContext } from '../context';
import { findModel } from '../find';
import { notifyOf } from '../problem';
import type { ITarget } from '../targets';
import { DeployDialog } from './dialog';
import { DeployForm } from './form';

/**
 * Ask how to deploy a model, and deploy it. A failure is told to the user.
 *
 * @param context - what the panel works with
 * @param wanted - the model; without one the user is asked
 */
export async function deployModel(
  context: IPanelContext,
  wanted: ITarget
): Promise<void> {
  const { store, serving, trans } = context;
  // The dialog looks at volume and services, whether the panel is open or not.
  const following = [store.watch(), serving.watch()];
  try {
    const model = await findModel(context, wanted);
    if (!model) {
      return;
    }
    const version = wanted.version ?? model.version;
    if (model.state === 'broken' || version === null) {
      throw new Error(
        model.problem?.message ??
          trans.__('%1 has no version that can be deployed.', model.name)
      );
    }
    const target = serving.targets[0];
    if (!target) {
      throw new Error(trans.__('There is nothing here that serves models.'));
    }
    const details = await store.get(model.name, version);
    await ask(context, new DeployForm(target, details, trans));
  } catch (error) {
    notifyOf(error, trans);
  } finally {
    following.forEach(watch => watch.dispose());
  }
}

async function ask(context: IPanelContext, form: DeployForm): Promise<void> {
  const { selection, started, trans } = context;
  void form.load();
  const dialog = new DeployDialog(form, trans);
  const result = await dialog.launch().finally(() => dialog.dispose());
  form.dispose();
  if (result.button.accept) {
    selection.model = form.values.model.name;
    started.add(form.values.serviceName);
    Notification.success(
      trans.__(
        '%1 was sent to the cluster. Its state is in the Models panel.',
        form.values.serviceName
      ),
      { autoClose: 5000 }
    );
  }
}
