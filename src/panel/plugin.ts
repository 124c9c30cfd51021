import {
  ILayoutRestorer,
  IRouter,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { ILauncher } from '@jupyterlab/launcher';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { CommandIDs } from '../commandids';
import { IModelsPanel } from '../tokens';
import { addTargetCommands } from './commandtargets';
import type { IPanelContext, IPanelStart } from './shell/context';
import { addDeployCommands } from './deploy/commands';
import { returnFocus } from './shell/focus';
import { addHealthCommands } from './health/commands';
import { addMigrationCommands } from './migration/commands';
import { resumeJobs } from './notifications/resume';
import { addModelCommands } from './model/commands';
import { addLinkCommands } from './model/link';
import { ModelsPanel, modelsIcon } from './shell/panel';
import { addSaveCommands } from './save/commands';
import { Selection } from './shell/selection';
import { addChangeCommands } from './service/change/changecommands';
import { addServiceCommands } from './service/commands';
import { addSidebarCommands } from './sidebar/commands';
import { addTrashCommands } from './trash/commands';

const plugin: JupyterFrontEndPlugin<IModelsPanel> = {
  id: 'jupyterlab-kserve:panel',
  description: 'The Models sidebar, its dialogs and commands.',
  autoStart: true,
  provides: IModelsPanel,
  // What the panel works with is asked for when it is first used.
  optional: [ITranslator, ILayoutRestorer, ICommandPalette, IRouter, ILauncher],
  activate: (
    app: JupyterFrontEnd,
    translator: ITranslator | null,
    restorer: ILayoutRestorer | null,
    palette: ICommandPalette | null,
    router: IRouter | null,
    launcher: ILauncher | null
  ): IModelsPanel => {
    const trans = (translator ?? nullTranslator).load('jupyterlab-kserve');
    const selection = new Selection();
    let loading: Promise<IPanelContext> | null = null;
    let context: IPanelContext | null = null;
    const load = async () => {
      loading ??= import('./load').then(({ loadPanel }) =>
        loadPanel(app, selection, trans)
      );
      try {
        context = await loading;
        return context;
      } catch (error) {
        // Most likely the connection is gone: the next use tries again.
        loading = null;
        throw error;
      }
    };
    const start: IPanelStart = {
      selection,
      trans,
      load,
      loaded: () => context,
      addCommands: (kind, commands) =>
        addTargetCommands(app.commands, start, kind, commands),
      restore: pages => restorer && pages.restore(restorer)
    };

    const widget = new ModelsPanel({
      trans,
      content: async () => {
        const { createSidebar } = await import('./sidebar/content');
        return createSidebar(app, await load());
      },
      follow: async () => {
        const { store, serving } = await load();
        return [store.watch(), serving.watch()];
      }
    });
    app.shell.add(widget, 'left', { rank: 350, type: 'Models' });
    restorer?.add(widget, 'jupyterlab-kserve-models');

    returnFocus(app);
    resumeJobs(app, start);
    addSidebarCommands(app, start);
    addSaveCommands(app, start);
    addMigrationCommands(app, start, modelsIcon);
    addDeployCommands(app, start);
    addServiceCommands(app, start);
    addHealthCommands(app, start);
    addChangeCommands(app, start);
    addModelCommands(app, start);
    addTrashCommands(app, start);
    addLinkCommands(app, start, router);
    app.commands.addCommand(CommandIDs.openPanel, {
      label: trans.__('Models'),
      caption: trans.__('Show the models on the volume'),
      describedBy: { args: { type: 'object', properties: {} } },
      execute: async () => {
        const { show } = await import('./shell/placement');
        await show(app, widget);
      }
    });

    const category = trans.__('Models');
    for (const command of [
      CommandIDs.openPanel,
      CommandIDs.refreshModels,
      CommandIDs.saveFile,
      CommandIDs.saveVariable,
      CommandIDs.migrateModels,
      CommandIDs.deployModel,
      CommandIDs.runModel,
      CommandIDs.openService,
      CommandIDs.tryService,
      CommandIDs.openHealth,
      CommandIDs.openModel,
      CommandIDs.compareVersions,
      CommandIDs.editMetadata,
      CommandIDs.copyModelLink,
      CommandIDs.deleteModel,
      CommandIDs.openTrash
    ]) {
      palette?.addItem({ command, category });
    }
    launcher?.add({
      command: CommandIDs.migrateModels,
      category: trans.__('Other')
    });

    return {
      widget,
      reveal: name => {
        app.shell.activateById(widget.id);
        selection.model = name;
      }
    };
  }
};

export default plugin;
