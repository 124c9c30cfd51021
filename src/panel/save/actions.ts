import type { JupyterFrontEnd } from '@jupyterlab/application';
import {
  FileDialog,
  IDefaultFileBrowser,
  IFileBrowserFactory
} from '@jupyterlab/filebrowser';
import type { Contents } from '@jupyterlab/services';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import { CommandIDs } from '../../commandids';
import type { IPanelContext } from '../shell/context';
import { resultOf } from '../../tokens';
import { notifyError } from '../shell/errors';
import { SaveDialog } from './dialog';
import { SaveForm } from '../../saving/form';
import { looksLikeModel } from '../../modelformats';

/**
 * Ask what files are to be saved as, and start to save them. A failure is told
 * to the user, who gets what was typed back.
 *
 * @param args - the command's arguments; what is not valid in them is ignored
 */
export async function saveFile(
  app: JupyterFrontEnd,
  context: IPanelContext,
  args: ReadonlyPartialJSONObject
): Promise<void> {
  const { contents } = app.serviceManager;
  try {
    if (!context.server.status) {
      // It tells which names are those of models.
      await context.server.check();
    }
    const given = await givenPaths(app, context, args);
    const paths = given ?? (await pick(app, context));
    if (paths === null) {
      return;
    }
    const form = new SaveForm({
      ...context,
      paths: paths.map(path => serverPath(path, contents, context)),
      name: typeof args.name === 'string' ? args.name : undefined
    });
    await ask(app, context, form);
  } catch (error) {
    notifyError(error, context.trans);
  }
}

/** What the arguments, or the selection in the file browser, say to save. */
async function givenPaths(
  app: JupyterFrontEnd,
  { server }: IPanelContext,
  args: ReadonlyPartialJSONObject
): Promise<string[] | null> {
  const { path, paths, selected } = args;
  if (typeof path === 'string') {
    return [path];
  }
  if (Array.isArray(paths)) {
    return paths.filter(entry => typeof entry === 'string');
  }
  const factory = await app.resolveOptionalService(IFileBrowserFactory);
  const browser = factory?.tracker.currentWidget;
  const chosen = browser
    ? Array.from(browser.selectedItems(), item => item.path)
    : [];
  // From elsewhere than its menu, only what is surely meant.
  const isModel = (name: string) =>
    looksLikeModel(name, server.status?.formats);
  return chosen.length > 0 && (selected || chosen.every(isModel))
    ? chosen
    : null;
}

/**
 * A path as the server half takes it.
 *
 * @throws Error for a drive that is not on the server
 */
function serverPath(
  path: string,
  contents: Contents.IManager,
  { trans }: IPanelContext
): string {
  const drive = contents.driveName(path);
  // The one of real-time collaboration has the same files as the server.
  if (drive === '' || drive === 'RTC') {
    return contents.localPath(path);
  }
  if (drive === 'models') {
    return path;
  }
  throw new Error(
    trans.__(
      '%1 is on the drive %2. Copy it to the workbench, then save it.',
      contents.localPath(path),
      drive
    )
  );
}

/** Let the user choose; null when nothing was chosen. */
async function pick(
  app: JupyterFrontEnd,
  { trans }: IPanelContext
): Promise<string[] | null> {
  const browser = await app.resolveOptionalService(IDefaultFileBrowser);
  if (!browser) {
    return []; // The path can be typed.
  }
  const { value } = await FileDialog.getOpenFiles({
    manager: browser.model.manager,
    title: trans.__('Select the model file or folder'),
    defaultPath: browser.model.path
  });
  return value && value.length > 0 ? value.map(({ path }) => path) : null;
}

/** Show the dialog until it is saved or given up. */
async function ask(
  app: JupyterFrontEnd,
  context: IPanelContext,
  form: SaveForm,
  deploy = false
): Promise<void> {
  const { server, store, notices, selection, commands, trans } = context;
  const hasBrowser =
    (await app.resolveOptionalService(IDefaultFileBrowser)) !== null;
  const following = store.watch();
  try {
    // For the names and versions that there are, and the space that is left.
    await Promise.all([server.check(), store.refresh()]);
    void form.load();
    for (;;) {
      let browse = false;
      const dialog: SaveDialog = new SaveDialog({
        form,
        context,
        deploy,
        onBrowse: hasBrowser
          ? () => {
              browse = true;
              // Nothing is lost: the form is shown again.
              dialog.resolve(0);
            }
          : null
      });
      const result = await dialog.launch().finally(() => dialog.dispose());
      deploy = result.isChecked === true;
      if (browse) {
        // JupyterLab shows one dialog at a time.
        const picked = await pick(app, context);
        if (picked) {
          const { contents } = app.serviceManager;
          void form.choose(
            picked.map(path => serverPath(path, contents, context))
          );
        }
        continue;
      }
      if (!result.button.accept || !form.job) {
        return;
      }
      break;
    }
  } finally {
    following.dispose();
  }
  const { entries } = form.files;
  const [{ name, version }] = entries;
  notices.show(form.job, {
    title:
      entries.length === 1
        ? trans.__('Saving %1 %2', name, version)
        : trans.__('Saving %1 models', entries.length),
    change: () => void ask(app, context, form, deploy),
    done: job => {
      const saved = resultOf(job);
      if (saved) {
        selection.model = saved.name;
        if (deploy) {
          void commands.execute(CommandIDs.deployModel, { ...saved });
        }
      }
    }
  });
}
