import type { IRouter, JupyterFrontEnd } from '@jupyterlab/application';
import { CommandIDs } from '../../commandids';
import type { IPanelStart } from '../shell/context';
import { NO_ARGUMENTS } from '../commandschemas';

/** The part of an address's query that names a model. */
const LINK_PARAMETER = 'kserve-model';

/**
 * Register the commands for addresses with `?kserve-model=NAME`: one that
 * copies such an address, one that opens the page of the model.
 *
 * @param router - the application's router, where there is one
 */
export function addLinkCommands(
  app: JupyterFrontEnd,
  start: IPanelStart,
  router: IRouter | null
): void {
  const { trans } = start;
  start.addCommands('model', [
    {
      id: CommandIDs.copyModelLink,
      label: trans.__('Copy Link to Model'),
      caption: trans.__('Copy a link to the page of the model'),
      run: async (context, target) => {
        const { copyModelLink } = await import('./actions');
        await copyModelLink(context, target, LINK_PARAMETER);
      }
    }
  ]);
  if (!router) {
    return;
  }
  app.commands.addCommand(CommandIDs.openLink, {
    describedBy: NO_ARGUMENTS,
    execute: async () => {
      const { path, search, hash } = router.current;
      const query = new URLSearchParams(search);
      const name = query.get(LINK_PARAMETER);
      if (!name) {
        return;
      }
      // The layout would put its own pages in front.
      await app.restored;
      await app.commands.execute(CommandIDs.openModel, { name });
      // A reload later is not to open it again.
      query.delete(LINK_PARAMETER);
      const rest = query.toString();
      router.navigate(path + (rest && `?${rest}`) + hash, {
        skipRouting: true
      });
    }
  });
  router.register({
    command: CommandIDs.openLink,
    pattern: new RegExp(`[?&]${LINK_PARAMETER}=`)
  });
}
