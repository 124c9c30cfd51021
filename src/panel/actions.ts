import type { JupyterFrontEnd } from '@jupyterlab/application';
import {
  Clipboard,
  Dialog,
  InputDialog,
  Notification,
  showDialog,
  WidgetTracker,
  type MainAreaWidget
} from '@jupyterlab/apputils';
import type { IModelRecord, IService } from '../tokens';
import type { ITarget } from './commands';
import type { IPanelContext } from './context';
import { DeployDialog } from './deploy';
import { DeployForm } from './deployform';
import { problemOf } from './problem';
import { createServicePage } from './service';

/** What the commands do. A failure is told to the user, never lost. */
export class Actions {
  constructor(
    private readonly app: JupyterFrontEnd,
    private readonly context: IPanelContext
  ) {}

  /** Read the volume and the state of the cluster anew. */
  async refresh(): Promise<void> {
    await this.context.server.check();
    await this.context.store.refresh();
  }

  /** Ask how to deploy a model, and deploy it. */
  async deploy(wanted: ITarget): Promise<void> {
    const { store, serving, trans } = this.context;
    // The dialog looks at volume and services, whether the panel is open or not.
    const following = [store.watch(), serving.watch()];
    try {
      const model = await this._model(wanted);
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
      await this._deploy(new DeployForm(target, details, trans));
    } catch (error) {
      this._tell(error);
    } finally {
      following.forEach(watch => watch.dispose());
    }
  }

  /** Copy the storageUri of a model's newest version. */
  async copyStorageUri(wanted: ITarget): Promise<void> {
    try {
      const model = await this._model(wanted);
      if (model?.uri) {
        Clipboard.copyToSystem(model.uri);
      }
    } catch (error) {
      this._tell(error);
    }
  }

  /** Open the page on which a service can be tried. */
  tryService(wanted: ITarget): void {
    const { trans } = this.context;
    const name = this._service(wanted)?.name ?? wanted.service;
    if (!name) {
      this._tell(
        new Error(trans.__('Nothing serves this model yet. Deploy it first.'))
      );
      return;
    }
    this.app.shell.activateById(this._page(name).id);
  }

  /** Delete a service, after a question that no argument can answer. */
  async deleteService(wanted: ITarget): Promise<void> {
    const { serving, trans } = this.context;
    const service = this._service(wanted);
    if (!service) {
      this._tell(new Error(trans.__('There is no such service.')));
      return;
    }
    const result = await showDialog({
      title: trans.__('Delete the service %1?', service.name),
      body: trans.__(
        'Requests to it will fail from then on. The model stays on the volume.'
      ),
      buttons: [
        Dialog.cancelButton({ label: trans.__('Cancel') }),
        Dialog.warnButton({ label: trans.__('Delete %1', service.name) })
      ],
      // Enter by mistake must not delete.
      defaultButton: 0
    });
    if (!result.button.accept) {
      return;
    }
    try {
      await serving.target(service.target)?.remove(service.name);
    } catch (error) {
      this._tell(error);
    }
  }

  private async _deploy(form: DeployForm): Promise<void> {
    const { selection, trans } = this.context;
    void form.load();
    this._dialog = new DeployDialog(form, trans);
    const result = await this._dialog.launch();
    this._dialog = null;
    form.dispose();
    if (result.button.accept) {
      selection.model = form.values.model.name;
      Notification.success(
        trans.__(
          '%1 was sent to the cluster. Its state is in the Models panel.',
          form.values.serviceName
        ),
        { autoClose: 5000 }
      );
    }
  }

  private async _model(wanted: ITarget): Promise<IModelRecord | null> {
    const { store, trans } = this.context;
    if (store.models.length === 0) {
      await store.refresh();
    }
    if (store.models.length === 0) {
      throw new Error(
        store.problem?.message ??
          trans.__('There is no model on the volume yet.')
      );
    }
    const name = wanted.model ?? (await this._pick());
    if (name === null) {
      return null;
    }
    const found = store.models.find(model => model.name === name);
    if (!found) {
      throw new Error(trans.__('There is no model %1 on the volume.', name));
    }
    return found;
  }

  private async _pick(): Promise<string | null> {
    const { store, trans } = this.context;
    const result = await InputDialog.getItem({
      title: trans.__('Which model?'),
      items: store.models.map(model => model.name),
      okLabel: trans.__('Continue')
    });
    return result.button.accept ? result.value : null;
  }

  /** The page of a service: the open one, or a new one. */
  private _page(service: string): MainAreaWidget {
    const open = this._pages.find(page => page.title.label === service);
    if (open) {
      return open;
    }
    const page = createServicePage(this.context, service);
    this.app.shell.add(page, 'main');
    void this._pages.add(page);
    return page;
  }

  private _service(wanted: ITarget): IService | undefined {
    const { services } = this.context.serving;
    return wanted.service
      ? services.find(service => service.name === wanted.service)
      : services.find(service => service.model?.name === wanted.model);
  }

  /** What happened, with what to do behind "Show details". */
  private _tell(error: unknown): void {
    const { trans } = this.context;
    const problem = problemOf(error, trans);
    Notification.error(problem.message, {
      autoClose: false,
      actions: problem.hint
        ? [
            {
              label: trans.__('Show details'),
              callback: () => {
                void showDialog({
                  title: problem.message,
                  body: problem.hint,
                  buttons: [Dialog.okButton({ label: trans.__('Close') })]
                });
              }
            }
          ]
        : []
    });
  }

  private _dialog: DeployDialog | null = null;
  private _pages = new WidgetTracker<MainAreaWidget>({
    namespace: 'jupyterlab-kserve-services'
  });
}
