import { Dialog, showDialog } from '@jupyterlab/apputils';
import type { IPanelContext } from '../context';
import { findService } from '../find';
import type { Pages } from '../pages';
import { notifyOf } from '../problem';
import type { ITarget } from '../targets';

/**
 * Show the page of a service, or say that there is none.
 *
 * @param context - what the panel works with
 * @param pages - the pages of services
 * @param wanted - the service, or the model it serves
 */
export async function tryService(
  context: IPanelContext,
  pages: Pages,
  wanted: ITarget
): Promise<void> {
  const { trans } = context;
  const name = findService(context, wanted)?.name ?? wanted.service;
  if (name) {
    await pages.open(name);
    return;
  }
  notifyOf(
    new Error(trans.__('Nothing serves this model yet. Deploy it first.')),
    trans
  );
}

/**
 * Delete a service, after a question that no argument can answer.
 *
 * @param context - what the panel works with
 * @param wanted - the service
 */
export async function deleteService(
  context: IPanelContext,
  wanted: ITarget
): Promise<void> {
  const { serving, trans } = context;
  const service = findService(context, wanted);
  if (!service) {
    notifyOf(new Error(trans.__('There is no such service.')), trans);
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
    notifyOf(error, trans);
  }
}
