import * as fs from 'node:fs';
import * as path from 'node:path';
import { expect, test } from '@playwright/test';
import { kubectl, ModelsPanel, saveModel, volume } from './models-panel';

const NAME = 'anomaly-detector';

test.describe.configure({ mode: 'serial' });

test.beforeAll(() => saveModel(NAME, '1.0.0'));

test.afterAll(() => {
  kubectl('delete', 'inferenceservices', '--all', '--wait=false');
});

test('nothing is asked of the server half before the panel is opened', async ({
  page
}) => {
  const panel = new ModelsPanel(page);
  await panel.goto();
  // The panel would have had the time to ask.
  await page.waitForLoadState('networkidle');
  expect(panel.requests).toEqual([]);
  await panel.open();
  await expect(panel.model(NAME)).toBeVisible();
  expect(panel.requests.length).toBeGreaterThan(0);
});

test('a hidden panel asks for nothing', async ({ page }) => {
  const panel = new ModelsPanel(page);
  await panel.goto();
  await panel.open();
  await expect(panel.model(NAME)).toBeVisible();
  await panel.tab.click();
  await expect(panel.root).toBeHidden();
  // What was on its way when it was hidden may still arrive.
  await page.waitForTimeout(500);
  panel.requests.length = 0;
  saveModel('unseen', '1');
  await page.waitForTimeout(3000);
  expect(panel.requests).toEqual([]);
});

test('a model that is saved appears by itself, with what a row shows', async ({
  page
}) => {
  const panel = new ModelsPanel(page);
  await panel.goto();
  await panel.open();
  await expect(panel.model(NAME)).toContainText('1.0.0');
  await expect(panel.model(NAME)).toContainText('scikit-learn');
  await expect(panel.model(NAME)).toContainText('KiB');
  saveModel('cpu-forecast', '2.1.0');
  await expect(panel.model('cpu-forecast')).toContainText('2.1.0');
});

test('selecting a model shows its card', async ({ page }) => {
  const panel = new ModelsPanel(page);
  await panel.goto();
  await panel.open();
  await panel.model(NAME).click();
  const card = JSON.parse(
    fs.readFileSync(
      path.join(volume, NAME, '1.0.0', '.card', 'card.json'),
      'utf8'
    )
  ) as { files: { sha256: string }[] };
  for (const words of [
    'training_date',
    '2025-11-07',
    '0.95',
    'model.joblib',
    'numpy',
    card.files[0].sha256
  ]) {
    await expect(panel.root).toContainText(words);
  }
});

test('a model is deployed from its context menu, becomes ready and answers', async ({
  page
}) => {
  const panel = new ModelsPanel(page);
  await panel.goto();
  await panel.open();
  await panel.model(NAME).click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Deploy…' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByLabel('Service name')).toHaveValue(NAME);
  await expect(dialog.getByLabel('CPU')).toHaveValue('1');
  await expect(dialog.getByLabel('Memory')).toHaveValue('2Gi');
  await expect(dialog.getByText('Server dry-run: OK')).toBeVisible();
  const preview = dialog.getByRole('region', { name: 'YAML preview' });
  await expect(preview).toContainText(
    'storageUri: pvc://model-storage-pvc/anomaly-detector/1.0.0'
  );
  await expect(preview).toContainText('runtime: sklearn-pvc-runtime');
  expect(
    await panel.violations('.jp-Kserve-Dialog .jp-Dialog-content')
  ).toEqual([]);

  // Refused by the name's rule, then by the server.
  const deploy = dialog.getByRole('button', { name: 'Deploy', exact: true });
  await dialog.getByLabel('Service name').fill('1number');
  await expect(deploy).toBeDisabled();
  await dialog.getByLabel('Service name').fill(NAME);
  await dialog.getByLabel('Memory').fill('much');
  await expect(dialog.getByLabel('Memory')).toHaveAttribute(
    'aria-invalid',
    'true'
  );
  await expect(deploy).toBeDisabled();
  expect(kubectl('get', 'inferenceservices', '-o', 'name')).toBe('');
  await dialog.getByLabel('Memory').fill('2Gi');
  await expect(dialog.getByText('Server dry-run: OK')).toBeVisible();
  await panel.picture('deploy-light');
  await deploy.click();

  await expect(panel.service(NAME)).toContainText('Starting');
  await expect(panel.service(NAME)).toContainText('Ready', { timeout: 60_000 });
  await expect(panel.model(NAME)).toContainText('Ready');
  await panel.picture('panel-light');

  await panel.service(NAME).dblclick();
  const request = page.getByLabel('Request as JSON');
  await expect(request).toHaveValue(/instances/);
  const answer = page.getByRole('region', { name: 'Answer of the model' });
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(answer).toContainText('predictions');
  await expect(page.getByText(/^[\d.]+ ms$/)).toBeVisible();
  await page.getByRole('button', { name: 'V2' }).click();
  await expect(request).toHaveValue(/FP64/);
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(answer).toContainText('outputs');
  expect(await panel.violations('.jp-Kserve-Page')).toEqual([]);
  await panel.picture('try-it-light');
  await request.fill('{"instances": [[1, 2');
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(
    page.locator('.jp-Kserve-Page').getByRole('alert')
  ).toContainText('not valid JSON');
});

test('a deployment that fails shows the reason', async ({ page }) => {
  saveModel('two-files', '1');
  const folder = path.join(volume, 'two-files', '1');
  const panel = new ModelsPanel(page);
  await panel.goto();
  await panel.open();
  await panel.model('two-files').click();
  await panel.root
    .getByRole('button', { name: 'Deploy…', exact: true })
    .click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('Server dry-run: OK')).toBeVisible();
  // It breaks after the check, as a copy by hand would break it.
  fs.copyFileSync(
    path.join(folder, 'model.joblib'),
    path.join(folder, 'copy.pkl')
  );
  await dialog.getByLabel('CPU').focus();
  await page.keyboard.press('Enter');
  await expect(panel.service('two-files')).toContainText('Cannot start', {
    timeout: 60_000
  });
  await expect(panel.service('two-files')).toContainText(
    /one model file|model file/
  );
  await panel.picture('failed-light', panel.root);
});

test('Light and Dark have no serious accessibility problem', async ({
  page
}) => {
  const panel = new ModelsPanel(page);
  await panel.goto();
  await panel.open();
  await panel.model(NAME).click();
  await expect(panel.root).toContainText('SHA-256');
  expect(await panel.violations('#jp-kserve-models')).toEqual([]);
  await panel.picture('panel-selected-light');
  await panel.chooseTheme('JupyterLab Dark');
  await panel.goto();
  await panel.open();
  await panel.model(NAME).click();
  await expect(panel.root).toContainText('SHA-256');
  await expect(
    page.locator('body[data-jp-theme-light="false"]')
  ).toBeAttached();
  expect(await panel.violations('#jp-kserve-models')).toEqual([]);
  await panel.picture('panel-dark');
  await panel.root
    .getByRole('button', { name: 'Deploy…', exact: true })
    .click();
  await expect(
    page.getByRole('dialog').getByText('Server dry-run: OK')
  ).toBeVisible();
  expect(
    await panel.violations('.jp-Kserve-Dialog .jp-Dialog-content')
  ).toEqual([]);
  await panel.picture('deploy-dark');
  await panel.chooseTheme('JupyterLab Light');
});
