import type { JupyterFrontEnd } from '@jupyterlab/application';
import { Clipboard, Notification } from '@jupyterlab/apputils';
import { loadCode } from '../../notebook/modelcode';
import type { IPanelContext } from '../shell/context';
import { findModel } from '../resolvetargets';
import { insertCell } from '../../notebook/cells';
import { notifyError } from '../shell/errors';
import type { ITarget } from '../commandtargets';

/** How long a confirmation stays, in milliseconds. */
const CONFIRMATION_MS = 3000;

/**
 * Copy the storageUri of a model's newest version.
 *
 * @param wanted - the model; without one the user is asked
 */
export async function copyStorageUri(
  context: IPanelContext,
  wanted: ITarget
): Promise<void> {
  const { trans } = context;
  await withModel(context, wanted, ({ name, uri }) => {
    if (uri === null) {
      throw new Error(
        trans.__(
          '%1 does not have a storage URI: KServe serves directories, not single files.',
          name
        )
      );
    }
    copy(uri, trans.__('Copied %1', uri));
  });
}

/**
 * Copy the Python that loads a model.
 *
 * @param wanted - the model and its version; without them the user is asked,
 *   and the newest is taken
 */
export async function copyLoadCode(
  context: IPanelContext,
  wanted: ITarget
): Promise<void> {
  const { trans } = context;
  await withModel(context, wanted, ({ name, version }) => {
    const code = loadCode(name, wanted.version ?? version);
    copy(code, trans.__('Copied the code to load %1', name));
  });
}

/**
 * Insert a cell that loads a model below the active one of the notebook that
 * was used last. It is not run.
 *
 * @param wanted - the model and its version; without them the user is asked,
 *   and the newest is taken
 */
export async function insertLoadCode(
  app: JupyterFrontEnd,
  context: IPanelContext,
  wanted: ITarget
): Promise<void> {
  const { trans } = context;
  await withModel(context, wanted, async ({ name, version }) => {
    const code = loadCode(name, wanted.version ?? version);
    if ((await insertCell(app, code)) === null) {
      throw new Error(
        trans.__(
          'No notebook is open. Open a notebook, then insert the code again.'
        )
      );
    }
  });
}

/** Find the model and act on it; a failure is told to the user. */
async function withModel(
  context: IPanelContext,
  wanted: ITarget,
  act: (model: NonNullable<Awaited<ReturnType<typeof findModel>>>) => unknown
): Promise<void> {
  try {
    const model = await findModel(context, wanted);
    if (model) {
      await act(model);
    }
  } catch (error) {
    notifyError(error, context.trans);
  }
}

function copy(text: string, confirmation: string): void {
  Clipboard.copyToSystem(text);
  Notification.info(confirmation, { autoClose: CONFIRMATION_MS });
}
