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
