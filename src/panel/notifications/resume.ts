import type { JupyterFrontEnd } from '@jupyterlab/application';
import { IStateDB } from '@jupyterlab/statedb';
import type { IPanelStart } from '../shell/context';

/** Where the ids of the jobs are kept whose end this page is to show. */
export const FOLLOWED_STATE_ID = 'jupyterlab-kserve:followed-jobs';

/**
 * Show the jobs that ran when the page was closed or reloaded. Where none did,
 * nothing is asked of the server half.
 */
export function resumeJobs(app: JupyterFrontEnd, start: IPanelStart): void {
  void app.restored.then(async () => {
    const state = await app.resolveOptionalService(IStateDB);
    if (await state?.fetch(FOLLOWED_STATE_ID)) {
      // Loading it shows what runs.
      await start.load();
    }
  });
}
