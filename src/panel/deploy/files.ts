import type { IDefaultFileBrowser } from '@jupyterlab/filebrowser';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { ITextFile } from '../../deploy/gitops';

/**
 * Save files to the folder that the file browser shows. Nothing is overwritten.
 *
 * @param files - in one folder at most
 * @param browser - the file browser
 * @returns the path of the file, or of the folder
 * @throws Error when something of that name is there, or it cannot be written
 */
export async function saveFiles(
  files: ITextFile[],
  browser: IDefaultFileBrowser,
  trans: TranslationBundle
): Promise<string> {
  const { path: folder, manager } = browser.model;
  const { contents } = manager.services;
  const prefix = folder === '' || folder.endsWith(':') ? folder : `${folder}/`;
  const top = `${prefix}${files[0].path.split('/')[0]}`;
  const there = await contents.get(top, { content: false }).then(
    () => true,
    () => false
  );
  if (there) {
    throw new Error(
      trans.__('%1 already exists. Rename or remove it first.', top)
    );
  }
  if (files[0].path.includes('/')) {
    await contents.save(top, { type: 'directory' });
  }
  for (const { path, text } of files) {
    await contents.save(`${prefix}${path}`, {
      type: 'file',
      format: 'text',
      content: text
    });
  }
  await browser.model.refresh();
  return top;
}

/**
 * Have the browser download files; folders become a part of the names.
 *
 * @param files - text files
 */
export function downloadFiles(files: ITextFile[]): void {
  for (const { path, text } of files) {
    const url = URL.createObjectURL(
      new Blob([text], { type: 'application/yaml' })
    );
    const link = document.createElement('a');
    link.href = url;
    link.download = path.replace('/', '-');
    link.click();
    URL.revokeObjectURL(url);
  }
}
