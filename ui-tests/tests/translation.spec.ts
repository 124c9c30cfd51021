// No text of ours goes past the translation.
import { execFileSync } from 'node:child_process';
import * as path from 'node:path';
import { galata } from '@jupyterlab/galata';
import type { Page } from '@playwright/test';
import { expect, removeModel, saveModel, test } from '../fixtures';
import { LOCALE, speakPseudo, untranslated } from '../fixtures/pseudo';
import { MigrationPage } from '../pages/migration-page';
import { namespace, program, repository, volume } from '../places';

const NAME = 'spoken-model';
const FOLDER = 'spoken';

/** What is no text of ours. */
const DATA = [
  /^spoken/,
  new RegExp(`^${namespace}$`),
  new RegExp(`^${volume}`),
  /^[\d.,]+ ([KMGT]i)?B$/,
  // What people call their frameworks, classes and libraries.
  /^(scikit-learn|Hugging Face|joblib|numpy|scipy|python|model\.joblib|\.card\/|sklearn\.[\w.]+|IsolationForest)/,
  /^model-storage-pvc$/,
  // What a row says of a model: its size, its age and what made it.
  /^[\d.]+ [KMG]iB ·.*· scikit-learn$/,
  // Keys and values of the metadata, checksums, moments.
  /^(accuracy|training_date|version)$/,
  /^[0-9a-f]{64}$/,
  /^[\d/,: ]+ ?[AP]M$/,
  /^v\d/
];

test.use({
  autoGoto: false,
  mockSettings: {
    ...galata.DEFAULT_SETTINGS,
    '@jupyterlab/translation-extension:plugin': { locale: LOCALE }
  }
});

test.beforeAll(async ({ servers }) => {
  await saveModel(NAME, '1.0.0');
  const { root, legacy } = await servers.get('whole');
  for (const [script, folder] of [
    ['files.py', path.join(root, FOLDER)],
    ['legacy.py', legacy]
  ]) {
    const file = path.join(repository, 'ui-tests', 'models', script);
    execFileSync(program('python'), [file, folder]);
  }
});

test.afterAll(() => removeModel(NAME));

test.beforeEach(async ({ page }) => {
  await speakPseudo(page);
  await page.goto();
});

/** Do what a command does; labels are in another language here. */
async function execute(page: Page, id: string, args = {}): Promise<void> {
  await page.evaluate(
    ([command, given]) =>
      void window.jupyterapp.commands.execute(command, given),
    [id, args] as const
  );
}

test('the sidebar is translated throughout', async ({ page, picture }) => {
  await execute(page, 'models:open-panel');
  const sidebar = page.locator('#jp-kserve-models');
  const row = sidebar.locator(`[data-kserve-model="${NAME}"]`);
  // The names that other tests gave are no text of ours either.
  await sidebar.getByRole('searchbox').fill(NAME);
  await row.click();
  await expect(sidebar).toContainText('⟦');
  await expect(sidebar.locator('dl').first()).toBeVisible();
  await picture('translation-sidebar');
  expect(await untranslated(sidebar, DATA)).toEqual([]);
  await row.click({ button: 'right' });
  const menu = page.getByRole('menu').last();
  await expect(menu).toBeVisible();
  await picture('translation-menu');
});

test('the dialogs are translated throughout', async ({ page, picture }) => {
  const dialog = page.locator('.jp-Kserve-Dialog .jp-Dialog-content');
  for (const file of ['turbine_forest_v1.2.0.joblib', 'trap.pkl']) {
    await execute(page, 'models:save-file', { path: `${FOLDER}/${file}` });
    await expect(
      dialog.getByText('⟦Risk').or(dialog.getByText('⟦Dangerous'))
    ).toBeVisible();
    await picture(`translation-save-${file}`);
    expect(
      await untranslated(dialog, [
        ...DATA,
        // What the inspection says is the server's.
        /^It was written with numpy/,
        /^(Pipeline|system) ·/,
        /^scikit-learn .* · /
      ])
    ).toEqual([]);
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
  }
  await execute(page, 'models:deploy-model', { name: NAME });
  await expect(dialog.locator('input').first()).toBeVisible();
  await expect(dialog.locator('select').first()).toBeEnabled();
  await picture('translation-deploy');
  expect(
    await untranslated(dialog, [...DATA, /^sklearn/, /pvc-runtime/])
  ).toEqual([]);
});

test('the pages are translated throughout', async ({ page, picture }) => {
  const migration = new MigrationPage(page);
  await migration.open();
  await expect(migration.root.getByRole('row').nth(1)).toBeVisible();
  await picture('translation-migration');
  expect(await untranslated(migration.root, DATA)).toEqual([]);
});
