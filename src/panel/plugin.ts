import {
  ILayoutRestorer,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { DisposableDelegate } from '@lumino/disposable';
import { CommandIDs } from '../commandids';
import { IModelsPanel, IModelStore, IServer, IServing } from '../tokens';
import type { IPanelContext } from './context';
import { addDeployCommands } from './deploy/commands';
import { ModelsPanel } from './panel';
import { Selection } from './selection';
import { addServiceCommands } from './service/commands';
import { addSidebarCommands } from './sidebar/commands';

const plugin: JupyterFrontEndPlugin<IModelsPanel> = {
  id: 'jupyterlab-kserve:panel',
  description: 'The Models sidebar, its dialogs and commands.',
  autoStart: true,
  provides: IModelsPanel,
  requires: [IModelStore, IServing, IServer],
  optional: [ITranslator, ILayoutRestorer, ICommandPalette],
  activate: (
    app: JupyterFrontEnd,
    store: IModelStore,
    serving: IServing,
    server: IServer,
    translator: ITranslator | null,
    restorer: ILayoutRestorer | null,
    palette: ICommandPalette | null
  ): IModelsPanel => {
    const trans = (translator ?? nullTranslator).load('jupyterlab-kserve');
    const context: IPanelContext = {
      server,
      store,
      serving,
      selection: new Selection(),
      commands: app.commands,
      trans,
      restore: pages => restorer && pages.restore(restorer)
    };

    const widget = new ModelsPanel({
      trans,
      content: async () => {
        const { createSidebar } = await import('./sidebar/content');
        return createSidebar(context);
      },
      follow: () => {
        const following = [store.watch(), serving.watch()];
        return new DisposableDelegate(() =>
          following.forEach(watch => watch.dispose())
        );
      }
    });
    app.shell.add(widget, 'left', { rank: 350, type: 'Models' });
    restorer?.add(widget, 'jupyterlab-kserve-models');

    addSidebarCommands(app, context);
    addDeployCommands(app, context);
    addServiceCommands(app, context);
    app.commands.addCommand(CommandIDs.openPanel, {
      label: trans.__('Models'),
      caption: trans.__('Show the models on the volume'),
      describedBy: { args: { type: 'object', properties: {} } },
      execute: () => app.shell.activateById(widget.id)
    });

    const category = trans.__('Models');
    for (const command of [
      CommandIDs.openPanel,
      CommandIDs.refreshModels,
      CommandIDs.deployModel,
      CommandIDs.tryService
    ]) {
      palette?.addItem({ command, category });
    }

    return {
      widget,
      reveal: name => {
        app.shell.activateById(widget.id);
        context.selection.model = name;
      }
    };
  }
};

export default plugin;
