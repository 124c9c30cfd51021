import { Notification } from '@jupyterlab/apputils';
import { PromiseDelegate } from '@lumino/coreutils';
import type { IServingTarget } from '../../tokens';
import type { IPanelContext } from '../shell/context';
import { findModel } from '../resolvetargets';
import { notifyError } from '../shell/errors';
import type { ITarget } from '../commandtargets';
import { DeployDialog } from './dialog';
import { DeployForm } from '../../deploy/form';

/** How long the dialog waits for a cluster that is slow to answer. */
const PATIENCE_MS = 3000;

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
  const { server, store, serving, trans } = context;
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
    await settled(target);
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

/** Wait a little for the services that are there: the proposal looks at them. */
async function settled(target: IServingTarget): Promise<void> {
  if (target.state !== 'checking') {
    return;
  }
  const done = new PromiseDelegate<void>();
  const onChanged = () => target.state !== 'checking' && done.resolve();
  target.changed.connect(onChanged);
  const timer = setTimeout(() => done.resolve(), PATIENCE_MS);
  await done.promise;
  clearTimeout(timer);
  target.changed.disconnect(onChanged);
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
    started.add(serviceName);
    Notification.success(
      trans.__(
        '%1 was sent to the cluster. Its state is in the Models panel.',
        serviceName
      ),
      { autoClose: 5000 }
    );
  }
}
