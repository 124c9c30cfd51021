import { Clipboard } from '@jupyterlab/apputils';
import type { IPanelContext } from '../context';
import { findModel } from '../find';
import { notifyOf } from '../problem';
import type { ITarget } from '../targets';

/**
 * Copy the storageUri of a model's newest version.
 *
 * @param context - what the panel works with
 * @param wanted - the model; without one the user is asked
 */
export async function copyStorageUri(
  context: IPanelContext,
  wanted: ITarget
): Promise<void> {
  try {
    const model = await findModel(context, wanted);
    if (model?.uri) {
      Clipboard.copyToSystem(model.uri);
    }
  } catch (error) {
    notifyOf(error, context.trans);
  }
}
