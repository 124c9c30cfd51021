// The package in the oldest JupyterLab and Notebook that it promises to work with. Galata is made for the newest.
import * as fs from 'node:fs';
import * as path from 'node:path';
import { JupyterLabPage } from '@jupyterlab/galata';
import type { Page } from '@playwright/test';
import { expect, plain as test, saveModel } from '../fixtures';
import { CommandIDs } from '../../src/commandids';
import { picture } from '../fixtures/looks';
import { DeployDialog } from '../pages/deploy-dialog';
import { ModelsPanel } from '../pages/models-panel';
import { token } from '../servers';

const NAME = 'old-timer';

test.use({ extraHTTPHeaders: {} });

test.beforeAll(() => saveModel(NAME, '1.0.0'));

/** Collects what the browser's console says of us; a module shared in a version that does not fit names who wants it. */
function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  const collect = (text: string) => {
    // Whether there is a service of a name is asked; that there is none is an answer.
    if (/kserve/i.test(text) && !/status of 404 .*\/kubernetes\//.test(text)) {
      complaints.push(text);
    }
  };
  page.on('pageerror', error => collect(`${error.message}\n${error.stack}`));
  page.on('console', message => {
    if (['error', 'warning'].includes(message.type())) {
      collect(`${message.text()} (${message.location().url})`);
    }
  });
  return complaints;
}

async function openFromPalette(page: Page): Promise<void> {
  const palette = page.locator('.lm-CommandPalette-input');
  // The page may not listen to its keys yet.
  await expect(async () => {
    await page.keyboard.press('Control+Shift+c');
    await expect(palette).toBeVisible({ timeout: 2000 });
  }).toPass();
  await palette.fill('models models');
  await page.locator(`[data-command="${CommandIDs.openPanel}"]`).click();
}

/** The sidebar, its row, menu, command and dialog. */
async function useThePanel(page: Page, panel: ModelsPanel): Promise<void> {
  await expect(panel.model(NAME)).toContainText('1.0.0');
  await panel.model(NAME).click();
  await expect(panel.root).toContainText('SHA-256');
  await panel.choose(NAME, 'Deploy…');
  const dialog = new DeployDialog(page);
  await dialog.checked();
  await expect(dialog.preview).toContainText(NAME);
  await page.keyboard.press('Escape');
  await expect(dialog.root).toBeHidden();
}

test('JupyterLab 4.2 has the sidebar with all that it does', async ({
  page,
  servers
}) => {
  const complaints = complaintsOf(page);
  const { url } = await servers.get('whole');
  await page.goto(`${url}lab?token=${token}&reset`);
  await page.locator('#jupyterlab-splash').waitFor({ state: 'detached' });
  expect(
    await page.evaluate(() => window.jupyterapp.version.split('.', 2).join('.'))
  ).toBe('4.2');
  const panel = new ModelsPanel(page);
  await panel.open();
  await useThePanel(page, panel);
  await panel.close();
  await openFromPalette(page);
  await expect(panel.model(NAME)).toBeVisible();
  expect(complaints).toEqual([]);
});

test('Notebook 7.2 has the sidebar on the left of a notebook', async ({
  page,
  servers
}) => {
  test.slow();
  const complaints = complaintsOf(page);
  const { url, root } = await servers.get('whole');
  const kernelspec = { name: 'python3', display_name: 'Python 3' };
  fs.writeFileSync(
    path.join(root, 'x.ipynb'),
    JSON.stringify({
      cells: [],
      metadata: { kernelspec },
      nbformat: 4,
      nbformat_minor: 5
    })
  );
  await page.goto(`${url}notebooks/x.ipynb?token=${token}`);
  await page.locator('.jp-Notebook').waitFor();
  const notebook = new JupyterLabPage(page, url, async () => {});
  await notebook.menu.clickMenuItem('View>Models');
  const panel = new ModelsPanel(page);
  await expect(panel.root).toBeVisible();
  await useThePanel(page, panel);
  // The main area has the notebook and takes no page: they come on its right.
  const right = page.getByRole('complementary').last();
  await panel.model(NAME).dblclick();
  await expect(
    right.getByRole('heading', { level: 2, name: NAME })
  ).toBeVisible();
  await picture('notebook-model', page);
  await panel.root.getByRole('button', { name: 'Migrate Models…' }).click();
  await expect(
    right.getByRole('heading', { level: 2, name: 'Migration' })
  ).toBeVisible();
  await picture('notebook-migration', page);
  await openFromPalette(page);
  await expect(panel.root).toBeVisible();
  expect(complaints).toEqual([]);
});
