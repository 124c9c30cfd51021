import { ILabStatus, type JupyterFrontEnd } from '@jupyterlab/application';
import { IEditorServices } from '@jupyterlab/codeeditor';
import { IDefaultFileBrowser } from '@jupyterlab/filebrowser';
import { IStateDB } from '@jupyterlab/statedb';
import type { TranslationBundle } from '@jupyterlab/translation';
import '../../style/base.css';
import { IJobs, IModelStore, IServer, IServing } from '../tokens';
import type { IPanelContext } from './shell/context';
import { JobNotices } from './notifications/notifications';
import { isOffered } from './resolvetargets';
import { activateTargets } from './shell/activatetargets';
import type { Selection } from './shell/selection';

/**
 * Activate what the panel works with, and load its style.
 *
 * @param selection - which model is selected
 * @throws Error when something of it cannot be loaded
 */
export async function loadPanel(
  app: JupyterFrontEnd,
  selection: Selection,
  trans: TranslationBundle
): Promise<IPanelContext> {
  const [server, store, serving, jobs, state, editors, fileBrowser, status] =
    await Promise.all([
      app.resolveRequiredService(IServer),
      app.resolveRequiredService(IModelStore),
      app.resolveRequiredService(IServing),
      app.resolveRequiredService(IJobs),
      app.resolveOptionalService(IStateDB),
      app.resolveOptionalService(IEditorServices),
      app.resolveOptionalService(IDefaultFileBrowser),
      app.resolveOptionalService(ILabStatus)
    ]);
  await activateTargets(app, trans);
  const { commands } = app;
  const notices = new JobNotices({ jobs, commands, selection, trans, state });
  // What is not known of jobs is no reason not to load the panel.
  void notices.resume();
  return {
    server,
    store,
    serving,
    jobs,
    notices,
    selection,
    started: new Set(),
    offers: (wanted, needed) => isOffered({ serving }, wanted, needed),
    editors,
    fileBrowser,
    status,
    commands,
    trans
  };
}
