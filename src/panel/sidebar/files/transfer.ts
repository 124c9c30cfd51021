import { Notification } from '@jupyterlab/apputils';
import { FileBrowserModel, type FileBrowser } from '@jupyterlab/filebrowser';
import { ServerConnection, type Contents } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { Drag } from '@lumino/dragdrop';
import { CONTENTS_MIME } from './drag';

/** What a file browser marks the folder with that would take the files. */
const TARGET_CLASS = 'jp-mod-dropTarget';

/**
 * Let files be dragged from a file browser of one drive to that of another.
 * JupyterLab would try to rename them, which no server can. They are copied;
 * the originals stay.
 *
 * @param browsers - finds a file browser
 * @param contents - all drives
 */
export function copyBetweenDrives(
  browsers: {
    find(fn: (browser: FileBrowser) => boolean): FileBrowser | undefined;
  },
  contents: Contents.IManager,
  trans: TranslationBundle
): void {
  const onEvent = (raw: Event) => {
    const event = raw as Drag.Event;
    const browser = browsers.find(({ node }) =>
      node.contains(event.target as Node)
    );
    if (!browser || !event.mimeData.hasData(CONTENTS_MIME)) {
      return;
    }
    const paths = event.mimeData.getData(CONTENTS_MIME) as string[];
    const { model } = browser;
    const here = contents.driveName(model.path);
    if (paths.every(path => contents.driveName(path) === here)) {
      return;
    }
    event.preventDefault();
    event.dropAction = event.proposedAction;
    const under = browser.modelForClick(event);
    const folder = under?.type === 'directory' ? under.path : null;
    if (folder === null) {
      // It believes that there is a folder wherever files can be dropped.
      event.stopPropagation();
    }
    if (event.type === 'lm-drop') {
      event.stopPropagation();
      const marked = browser.node.querySelectorAll(`.${TARGET_CLASS}`);
      marked.forEach(node => node.classList.remove(TARGET_CLASS));
      tellOf(
        copyAll(paths, folder ?? model.path, model)
          .finally(() => model.refresh())
          .then(() => null),
        paths.length,
        trans
      );
    }
  };
  // Before the file browsers see them.
  for (const type of ['lm-dragenter', 'lm-dragover', 'lm-drop']) {
    document.addEventListener(type, onEvent, true);
  }
}

function tellOf(
  copying: Promise<null>,
  count: number,
  trans: TranslationBundle
): void {
  Notification.promise(copying, {
    pending: {
      message: trans._n('Copying %1 file…', 'Copying %1 files…', count, count)
    },
    success: {
      message: () =>
        trans._n('%1 file was copied', '%1 files were copied', count, count),
      options: { autoClose: 3000 }
    },
    error: {
      message: reason =>
        trans.__(
          'Some files were not copied: %1',
          reason instanceof Error ? reason.message : String(reason)
        ),
      options: { autoClose: false }
    }
  });
}

async function copyAll(
  paths: ReadonlyArray<string>,
  folder: string,
  target: FileBrowserModel
): Promise<void> {
  const { manager } = target;
  const { contents } = manager.services;
  // One that goes there by itself: the user may move on in the one shown.
  const model = new FileBrowserModel({
    manager,
    driveName: contents.driveName(folder),
    auto: false,
    refreshInterval: Infinity
  });
  const copying = (async () => {
    for (const path of paths) {
      await copyOne(path, folder, model, contents);
    }
  })();
  await copying.finally(() => model.dispose());
}

async function copyOne(
  path: string,
  folder: string,
  model: FileBrowserModel,
  contents: Contents.IManager
): Promise<void> {
  const entry = await contents.get(path, { content: false });
  if (entry.type === 'directory') {
    const made = contents.resolvePath(folder, entry.name);
    await contents.save(made, { type: 'directory' });
    const listed = await contents.get(path);
    for (const child of listed.content as Contents.IModel[]) {
      await copyOne(child.path, made, model, contents);
    }
    return;
  }
  const response = await ServerConnection.makeRequest(
    await contents.getDownloadUrl(path),
    {},
    contents.serverSettings
  );
  if (!response.ok) {
    throw await ServerConnection.ResponseError.create(response);
  }
  // The model sends it in pieces, and asks before it replaces anything.
  await model.cd(`/${contents.localPath(folder)}`);
  await model.upload(new File([await response.blob()], entry.name));
}
