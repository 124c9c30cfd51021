import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { TranslationBundle } from '@jupyterlab/translation';
import { notifyError } from './errors';

/**
 * Ids of plugins that add a target to IServing, of whatever package. Nobody
 * requires them, and of a plugin that is not active JupyterLab tells no more than
 * its id. `autoStart: true` would load them, and what they require, with every
 * page, and `'defer'` right after it; a list of ids would leave out other packages.
 */
const TARGET_PLUGIN = /:serving-target-/;

/**
 * Activate the plugins that add serving targets; one that is switched off is not
 * listed. A failure is told to the user, and the others are activated.
 *
 * @param app - knows the plugins
 * @throws Error when none can be activated: most likely nothing can be loaded then
 */
export async function activateTargets(
  app: Pick<JupyterFrontEnd, 'activatePlugin' | 'listPlugins'>,
  trans: TranslationBundle
): Promise<void> {
  const ids = app.listPlugins().filter(id => TARGET_PLUGIN.test(id));
  const failures: unknown[] = [];
  for (const id of ids) {
    try {
      await app.activatePlugin(id);
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0 && failures.length === ids.length) {
    throw failures[0];
  }
  failures.forEach(error => notifyError(error, trans));
}
