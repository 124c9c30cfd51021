import { InputDialog } from '@jupyterlab/apputils';
import type { IPanelContext } from '../shell/context';
import { keyOf } from '../../tokens';
import { findService, labelsOf } from '../resolvetargets';
import { settled } from '../settled';
import type { Pages } from '../shell/pages';
import { notifyError } from '../shell/errors';
import type { ITarget } from '../commandtargets';
import { ServicePageContent } from './page';
import type { Tab } from './view';

/**
 * Show the page of a service, or say that there is none.
 *
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
  const key = await keyOfWanted(context, wanted);
  if (key) {
    const { content } = await pages.open(key);
    if (tab && content instanceof ServicePageContent) {
      content.view.show({ tab });
    }
    return;
  }
  if (wanted.model) {
    notifyError(
      new Error(trans.__('No service uses this model yet. Deploy it first.')),
      trans
    );
  }
}

/** The key of the page; null for none. */
async function keyOfWanted(
  context: IPanelContext,
  wanted: ITarget
): Promise<string | null> {
  const { service: name, model, namespace = '', target = '' } = wanted;
  if (name && !(namespace && target) && !findService(context, wanted)) {
    // Two pages of one service would be the result of not knowing where it is.
    const watch = context.serving.watch();
    await settled(context.serving);
    watch.dispose();
  }
  const found = findService(context, wanted);
  if (found) {
    return keyOf(found);
  }
  if (name) {
    return keyOf({ target, namespace, name });
  }
  return model ? null : pickService(context);
}

async function pickService(context: IPanelContext): Promise<string | null> {
  const { serving, trans } = context;
  const { services } = serving;
  const items = labelsOf(context, services);
  if (items.length === 0) {
    notifyError(new Error(trans.__('No services are deployed yet.')), trans);
    return null;
  }
  const result = await InputDialog.getItem({
    title: trans.__('Which service?'),
    items,
    okLabel: trans.__('Continue')
  });
  const chosen = services[items.indexOf(result.value ?? '')];
  return result.button.accept && chosen ? keyOf(chosen) : null;
}
