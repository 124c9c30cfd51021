import { InputDialog } from '@jupyterlab/apputils';
import type { IPanelContext } from '../shell/context';
import { findService } from '../resolvetargets';
import type { Pages } from '../shell/pages';
import { notifyError } from '../shell/errors';
import type { ITarget } from '../commandtargets';
import { ServicePageContent } from './page';
import type { Tab } from './view';

/**
 * Show the page of a service, or say that there is none.
 *
 * @param context - what the panel works with
 * @param pages - the pages of services
 * @param wanted - the service, or the model it serves; asked for when neither
 * @param tab - which part of it to show
 */
export async function openService(
  context: IPanelContext,
  pages: Pages,
  wanted: ITarget,
  tab?: Tab
): Promise<void> {
  const { trans } = context;
  const name =
    findService(context, wanted)?.name ??
    wanted.service ??
    (wanted.model ? null : await pickService(context));
  if (name) {
    const { content } = await pages.open(name);
    if (tab && content instanceof ServicePageContent) {
      content.view.show({ tab });
    }
    return;
  }
  if (wanted.model) {
    notifyError(
      new Error(trans.__('Nothing serves this model yet. Deploy it first.')),
      trans
    );
  }
}

async function pickService(context: IPanelContext): Promise<string | null> {
  const { serving, trans } = context;
  const items = serving.services.map(({ name }) => name);
  if (items.length === 0) {
    notifyError(new Error(trans.__('Nothing is deployed yet.')), trans);
    return null;
  }
  const result = await InputDialog.getItem({
    title: trans.__('Which service?'),
    items,
    okLabel: trans.__('Continue')
  });
  return result.button.accept ? result.value : null;
}
