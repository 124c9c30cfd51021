import type { IJupyterLabPageFixture } from '@jupyterlab/galata';
import type { Page } from '@playwright/test';

/** Open a file of the Jupyter server, whatever the left area shows. */
export async function openDocument(
  page: Page,
  path: string,
  factory = 'default'
): Promise<void> {
  await page.evaluate(
    async args => {
      await window.jupyterapp.commands.execute('docmanager:open', args);
    },
    { path, factory }
  );
}

/**
 * Write a notebook of cells with code, and open it.
 *
 * Under its own name at once: JupyterLab renames a new one only when the
 * server has it, which takes longer than Galata's `createNew` waits.
 *
 * @param page - the page
 * @param path - where it goes, below the root of the Jupyter server
 * @param sources - the code of its cells
 */
export async function openNotebook(
  page: IJupyterLabPageFixture,
  path: string,
  sources: ReadonlyArray<string>
): Promise<void> {
  await page.contents.uploadContent(
    JSON.stringify({
      cells: sources.map((source, index) => ({
        cell_type: 'code',
        id: `cell-${index}`,
        source,
        metadata: {},
        outputs: [],
        execution_count: null
      })),
      // Else JupyterLab asks which kernel it is for.
      metadata: {
        kernelspec: { name: 'python3', display_name: 'Python 3' }
      },
      nbformat: 4,
      nbformat_minor: 5
    }),
    'text',
    path
  );
  await openDocument(page, path);
}
