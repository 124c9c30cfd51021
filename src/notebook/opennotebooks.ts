import type { JupyterFrontEnd } from '@jupyterlab/application';
import { PageConfig } from '@jupyterlab/coreutils';
import { INotebookTracker } from '@jupyterlab/notebook';

/**
 * Where a notebook may be for JupyterLab, whose paths begin at the server's
 * root. Of that the page knows only how it is written from the home folder.
 *
 * @param path - as the kernel had it, most often absolute
 * @param root - the server's root: `/srv/work`, `~` or `~/work`
 * @returns the likeliest first
 */
export function candidatesFor(path: string, root: string): string[] {
  if (!path.startsWith('/')) {
    return [path];
  }
  if (!root.startsWith('~')) {
    const base = `${root.replace(/\/+$/, '')}/`;
    return path.startsWith(base) ? [path.slice(base.length)] : [];
  }
  const below = root.slice(1).replace(/\/+$/, '');
  const parts = path.slice(1).split('/');
  const found: string[] = [];
  for (let length = 1; length < parts.length; length++) {
    if (`/${parts.slice(0, length).join('/')}`.endsWith(below)) {
      found.push(parts.slice(length).join('/'));
    }
  }
  return found;
}

/**
 * Open the notebook that a model was saved from.
 *
 * @param path - as the card has it
 * @returns whether it is there
 */
export async function openNotebook(
  app: JupyterFrontEnd,
  path: string
): Promise<boolean> {
  const root = PageConfig.getOption('serverRoot');
  for (const candidate of candidatesFor(path, root)) {
    const there = await app.serviceManager.contents
      .get(candidate, { content: false })
      .then(
        () => true,
        () => false
      );
    if (there) {
      await app.commands.execute('docmanager:open', { path: candidate });
      return true;
    }
  }
  return false;
}

/**
 * The notebooks that are open and name a model in their code or text.
 *
 * @param name - the model
 * @returns their paths
 */
export async function notebooksNaming(
  app: JupyterFrontEnd,
  name: string
): Promise<string[]> {
  const tracker = await app.resolveOptionalService(INotebookTracker);
  const found: string[] = [];
  tracker?.forEach(panel => {
    const cells = panel.context.isReady ? panel.content.model?.cells : null;
    for (let index = 0; index < (cells?.length ?? 0); index++) {
      if (mentions(cells!.get(index).sharedModel.getSource(), name)) {
        found.push(panel.context.path);
        break;
      }
    }
  });
  return found;
}

/**
 * Whether a text names a model: the name stands for itself, and is no part of
 * a longer one.
 *
 * @param text - the source of a cell
 * @param name - the model
 */
export function mentions(text: string, name: string): boolean {
  const part = /[\p{L}\p{N}_.-]/u;
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    const before = text[at - 1] ?? ' ';
    const [after, next] = [
      text[at + name.length] ?? ' ',
      text[at + name.length + 1] ?? ' '
    ];
    // A full stop ends a sentence as well.
    const ends = !part.test(after) || (after === '.' && !part.test(next));
    if (!part.test(before) && ends) {
      return true;
    }
  }
  return false;
}
