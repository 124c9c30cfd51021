import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { IJupyterLabPageFixture } from '@jupyterlab/galata';
import { expect, type Locator } from '@playwright/test';
import { apply, aService, removeServices } from '../fixtures/kubectl';
import { removeModel, saveModel, writeCard } from '../fixtures/volume';
import { program, repository, volume } from '../places';
import type { IJupyterServer } from '../servers';
import { openNotebook } from './documents';

/** The model, and the service, that the views are of. */
export const VIEWED = 'viewed-model';

/** The folder with model files below the server's root. */
const FOLDER = 'viewed';

/** What is saved on the way. */
const SAVED = 'viewed-saved';

/** What the models in the workbench become. */
const MIGRATED = ['boiler', 'chiller', 'grid'];

/** What the cluster, a kernel or a process of its own answers, in milliseconds. */
const SLOW = 60_000;

const DIALOG = '.jp-Dialog-content';

/** A part of the page that a user looks at. */
export interface IView {
  name: string;
  /** Where it is, for axe. */
  selector: string;
  root: Locator;
}

/** Run a command of `jupyter models` on the volume, without the cluster. */
function models(...args: string[]): void {
  execFileSync(program('jupyter'), ['models', ...args], {
    env: {
      ...process.env,
      PATH: `${path.dirname(program('jupyter'))}:${process.env.PATH}`,
      MODEL_STORAGE_PATH: volume,
      KUBECONFIG: '/dev/null'
    }
  });
}

/** Put there what the views show: a model and its service, files, models to migrate. */
export async function prepareViews(server: IJupyterServer): Promise<void> {
  [VIEWED, SAVED, ...MIGRATED].forEach(removeModel);
  for (const version of ['0.9.0', '1.0.0', '1.1.0']) {
    await saveModel(VIEWED, version);
  }
  await saveModel('boiler', '1.1.0'); // A conflict.
  models('delete', `${VIEWED}/0.9.0`, '--served');
  for (const [script, folder] of [
    ['files.py', path.join(server.root, FOLDER)],
    ['legacy.py', server.legacy]
  ]) {
    const file = path.join(repository, 'ui-tests', 'models', script);
    execFileSync(program('python'), [file, folder]);
  }
  fs.rmSync(path.join(server.legacy, 'huge.safetensors'));
  await apply(aService(VIEWED, `${VIEWED}/1.0.0`));
}

/** Take away what `prepareViews` put there. */
export async function clearViews(): Promise<void> {
  [VIEWED, SAVED, ...MIGRATED].forEach(removeModel);
  models('trash', '--empty');
  await removeServices(VIEWED);
}

/**
 * Bring every view to the front, one after the other, in whatever language.
 *
 * @param page - JupyterLab
 * @param look - called while a view is there
 */
export async function everyView(
  page: IJupyterLabPageFixture,
  look: (view: IView) => Promise<void>
): Promise<void> {
  const execute = (command: string, args = {}) =>
    page.evaluate(
      ([id, given]) => void window.jupyterapp.commands.execute(id, given),
      [command, args] as const
    );
  const show = async (name: string, selector: string) => {
    const root = page.locator(selector);
    await expect(root).toBeVisible({ timeout: SLOW });
    await look({ name, selector, root });
  };
  const menu = async (name: string, row: Locator) => {
    await row.click({ button: 'right' });
    await show(name, '.lm-Menu');
    await page.keyboard.press('Escape');
    await expect(page.locator('.lm-Menu')).toHaveCount(0);
  };
  const dialog = async (name: string) => {
    await show(name, DIALOG);
    await page.locator(`${DIALOG} .jp-mod-reject`).click();
    await expect(page.locator(DIALOG)).toHaveCount(0);
  };
  const tabs = async (name: string, selector: string) => {
    const list = page.locator(`${selector} [role="tab"]`);
    await expect(list.first()).toBeVisible();
    for (let index = 0; index < (await list.count()); index++) {
      await list.nth(index).click();
      await expect(page.locator(`${selector} [role="tabpanel"]`)).toBeVisible();
      await show(`${name}-${index}`, selector);
    }
  };

  // The sidebar, with the rows that all tests share left out.
  await execute('models:open-panel');
  const sidebar = page.locator('#jp-kserve-models');
  const row = sidebar.locator(`[data-kserve-model="${VIEWED}"]`);
  const service = sidebar.locator(`[data-kserve-service="${VIEWED}"]`);
  await sidebar.getByRole('searchbox').fill(VIEWED);
  await row.click();
  await expect(sidebar.locator('dl').first()).toBeVisible();
  // The cluster may take its time to answer.
  await expect(service).toBeVisible({ timeout: SLOW });
  await show('sidebar', '#jp-kserve-models');
  await menu('menu-model', row);
  await menu('menu-service', service);

  // The page of a model, an edit of it, and two edits at once.
  const model = `#jp-kserve-model-${VIEWED}`;
  await execute('models:open-model', { name: VIEWED });
  await expect(page.locator(`${model} dl`).first()).toBeVisible();
  await tabs('model', model);
  await page.locator(`${model} [role="tab"]`).nth(1).click();
  await menu(
    'menu-version',
    page.locator(`${model} .jp-Kserve-Version`).first()
  );
  await execute('models:compare-versions', { name: VIEWED });
  await expect(page.locator(`${model} tbody [colspan]`).first()).toBeVisible();
  await show('model-compare', model);
  await execute('models:edit-metadata', { name: VIEWED });
  const value = page.locator(`${model} form input`).nth(1);
  await value.fill('mine');
  await show('model-edit', model);
  writeCard(VIEWED, '1.1.0', { description: 'theirs' });
  await value.press('Control+Enter');
  await expect(page.locator(`${model} .jp-Kserve-Conflict`)).toBeVisible();
  await show('model-conflict', model);
  await page.locator(`${model} .jp-Kserve-Edit .jp-mod-accept`).click();
  await expect(page.locator(`${model} .jp-Kserve-Edit`)).toHaveCount(0);
  await execute('models:delete-model', { name: VIEWED });
  await expect(page.locator(`${DIALOG} .jp-mod-warn`)).toBeEnabled();
  await dialog('delete');

  await execute('models:open-trash');
  await expect(page.locator(`#jp-kserve-trash tbody tr`).first()).toBeVisible();
  await show('trash', '#jp-kserve-trash');

  await execute('models:open-health');
  await expect(
    page.locator(`#jp-kserve-health [data-phase="starting"]`)
  ).toHaveCount(0);
  await show('health', '#jp-kserve-health');

  await execute('models:open-service', { name: VIEWED });
  const serving = `[id^="jp-kserve-service-"][id$="/${VIEWED}"]`;
  await tabs('service', serving);
  for (const command of [
    'scale-service',
    'change-version',
    'restart-service'
  ]) {
    await execute(`models:${command}`, { name: VIEWED });
    await dialog(command);
  }

  // The dialogs that save and deploy.
  for (const [name, files] of [
    ['save', ['turbine_forest_v1.2.0.joblib']],
    ['save-trap', ['trap.pkl']],
    ['save-several', ['pump.pkl', 'turbine_forest_v1.2.0.joblib']],
    ['save-together', ['names.json', 'pump.pkl']]
  ] as const) {
    const paths = files.map(file => `${FOLDER}/${file}`);
    await execute('models:save-file', { paths });
    await expect(
      page.locator(`${DIALOG} .jp-Kserve-Save-found`).first()
    ).toBeVisible({ timeout: SLOW });
    await expect(page.locator(`${DIALOG} [data-phase="starting"]`)).toHaveCount(
      0
    );
    await dialog(name);
  }
  await execute('models:save-file', { path: `${FOLDER}/pump.pkl` });
  await page.locator(`${DIALOG} textarea`).fill('typed');
  await page.keyboard.press('Escape');
  await expect(page.locator(`${DIALOG} [role="alertdialog"]`)).toBeVisible();
  await show('discard', DIALOG);
  await page.locator(`${DIALOG} [role="alertdialog"] .jp-mod-warn`).click();
  await execute('models:save-file', {
    path: `${FOLDER}/pump.pkl`,
    name: SAVED
  });
  await page.locator(`${DIALOG} .jp-mod-accept`).click();
  // It stays while the pointer is on it. A real one comes only when nothing moves, which may be
  // after the notification has gone.
  const notification = page.locator('.Toastify__toast--success');
  await notification.dispatchEvent('mouseover', {}, { timeout: SLOW });
  await show('notification', '.Toastify__toast');
  await execute('models:deploy-model', { name: VIEWED });
  await expect(page.locator(`${DIALOG} select`).first()).toBeEnabled();
  await dialog('deploy');

  // The migration: a conflict, what came of it, and the question before the removal.
  await execute('models:migrate-models');
  const migration = '.jp-Kserve-Migration';
  const conflict = page.locator(`${migration} .jp-mod-conflict`);
  await conflict.locator('button[aria-expanded]').click();
  await expect(
    page.locator(`${migration} .jp-Kserve-Table-frame`)
  ).toBeVisible();
  await page.locator(`${migration} summary`).first().click();
  await show('migration-plan', migration);
  await page.locator(`${migration} footer .jp-mod-accept`).click();
  const remove = page.locator('.jp-Kserve-Migration-remove');
  await expect(remove).toBeVisible();
  await show('migration-result', migration);
  await remove.click();
  await dialog('migration-remove');

  // What a notebook's variables are saved with.
  await openNotebook(page, `${FOLDER}/variable.ipynb`, [
    `from sklearn.linear_model import LinearRegression
line = LinearRegression().fit([[0], [1]], [0, 1])`
  ]);
  await page.notebook.runCell(0);
  await execute('models:save-variable');
  await dialog('save-variable');
}
