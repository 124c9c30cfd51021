import type { JupyterFrontEnd } from '@jupyterlab/application';
import { IEditorServices } from '@jupyterlab/codeeditor';
import { IDefaultFileBrowser } from '@jupyterlab/filebrowser';
import type { TranslationBundle } from '@jupyterlab/translation';
import '../../style/base.css';
import { IModelStore, IServer, IServing } from '../tokens';
import type { IPanelContext } from './context';
import type { Selection } from './selection';

/** Plugins that nobody requires: each adds a target to IServing. */
const TARGETS = ['jupyterlab-kserve:serving-cluster'];

/**
 * Activate what the panel works with, and load its style.
 *
 * @param app - the application
 * @param selection - which model is selected
 * @param trans - the translation bundle
 * @throws Error when something of it cannot be loaded
 */
export async function loadPanel(
  app: JupyterFrontEnd,
  selection: Selection,
  trans: TranslationBundle
): Promise<IPanelContext> {
  const [server, store, serving, editors, fileBrowser] = await Promise.all([
    app.resolveRequiredService(IServer),
    app.resolveRequiredService(IModelStore),
    app.resolveRequiredService(IServing),
    app.resolveOptionalService(IEditorServices),
    app.resolveOptionalService(IDefaultFileBrowser)
  ]);
  for (const id of TARGETS) {
    // A target may be switched off.
    if (app.hasPlugin(id)) {
      await app.activatePlugin(id);
    }
  }
  return {
    server,
    store,
    serving,
    selection,
    started: new Set(),
    commands: app.commands,
    editors,
    fileBrowser,
    trans
  };
}
