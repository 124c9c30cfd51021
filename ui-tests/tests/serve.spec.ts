import * as fs from 'node:fs';
import * as path from 'node:path';
import { expect, kubectl, onVolume, saveModel, test } from '../fixtures';
import { repository } from '../places';
import { DeployDialog } from '../pages/deploy-dialog';
import { openDocument } from '../pages/documents';
import { ServicePage } from '../pages/service-page';

const NAME = 'anomaly-detector';

test.describe.configure({ mode: 'serial' });

test.afterAll(() =>
  kubectl(
    ...['delete', 'inferenceservices', '--ignore-not-found', '--wait=false'],
    ...[NAME, 'two-files']
  )
);

test('a notebook trains a model and saves it, and its row is there by itself', async ({
  page,
  panel,
  picture,
  tmpPath
}) => {
  // The notebook of the demo, in a real kernel.
  const notebook = 'train-and-serve.ipynb';
  await page.contents.uploadFile(
    path.join(repository, 'scripts', 'demo', notebook),
    `${tmpPath}/${notebook}`
  );
  await openDocument(page, `${tmpPath}/${notebook}`);
  await panel.open();
  await expect(
    panel.root.getByRole('heading', { name: /^Models \d/ })
  ).toBeVisible();
  await expect(panel.model(NAME)).toHaveCount(0);
  await page.notebook.run();
  await expect(page.locator('.jp-OutputArea-output')).toContainText([
    /array\(\[ ?1, -1\]\)/,
    /anomaly-detector\/1\.0\.0/,
    /pvc:\/\/model-storage-pvc\/anomaly-detector\/1\.0\.0/,
    /instances/
  ]);
  await expect(panel.model(NAME)).toContainText('1.0.0');
  await expect(panel.model(NAME)).toContainText('scikit-learn');
  await picture('notebook-light');
});

test('a model is deployed from its context menu, becomes ready and answers', async ({
  page,
  panel,
  picture,
  violations
}) => {
  const dialog = new DeployDialog(page);
  await dialog.open(panel, NAME);
  await expect(dialog.name).toHaveValue(NAME);
  await expect(dialog.cpu).toHaveValue('1');
  await expect(dialog.memory).toHaveValue('2Gi');
  await dialog.checked();
  await expect(dialog.preview).toContainText(
    'storageUri: pvc://model-storage-pvc/anomaly-detector/1.0.0'
  );
  await expect(dialog.preview).toContainText('runtime: sklearn-pvc-runtime');
  expect(await violations(DeployDialog.selector)).toEqual([]);

  // Refused by the name's rule, then by the server.
  await dialog.name.fill('1number');
  await expect(dialog.deploy).toBeDisabled();
  await dialog.name.fill(NAME);
  await dialog.memory.fill('much');
  await expect(dialog.memory).toHaveAttribute('aria-invalid', 'true');
  await expect(dialog.deploy).toBeDisabled();
  expect(
    await kubectl('get', 'inferenceservices', '--ignore-not-found', NAME)
  ).toBe('');
  await dialog.memory.fill('2Gi');
  await dialog.checked();
  await picture('deploy-light');
  await dialog.deploy.click();

  await expect(panel.service(NAME)).toContainText('Starting');
  await expect(panel.service(NAME)).toContainText('Ready', { timeout: 60_000 });
  await expect(panel.model(NAME)).toContainText('Ready');
  await picture('panel-light');

  await panel.service(NAME).dblclick();
  const service = new ServicePage(page);
  await service.show('Try it');
  await service.asJson();
  await expect(service.request).toHaveValue(/instances/);
  await service.send();
  await expect(service.answer).toContainText('prediction');
  await expect(service.latency).toBeVisible();
  await service.choose('V2');
  await expect(service.request).toHaveValue(/FP64/);
  await service.send();
  await expect(service.answer).toContainText('output-0');
  expect(await violations(ServicePage.selector)).toEqual([]);
  await picture('try-it-light');
  await service.request.fill('{"instances": [[1, 2');
  await service.send();
  await expect(service.root.getByRole('alert')).toContainText('not valid JSON');
});

test('a deployment that fails shows the reason', async ({
  page,
  panel,
  picture
}) => {
  await saveModel('two-files', '1');
  await panel.open();
  await panel.model('two-files').click();
  await panel.root
    .getByRole('button', { name: 'Deploy…', exact: true })
    .click();
  const dialog = new DeployDialog(page);
  await dialog.checked();
  // It breaks after the check, as a copy by hand would break it.
  fs.copyFileSync(
    onVolume('two-files', '1', 'model.joblib'),
    onVolume('two-files', '1', 'copy.pkl')
  );
  await dialog.cpu.focus();
  await page.keyboard.press('Enter');
  const row = panel.service('two-files');
  await expect(row).toContainText('Cannot start', { timeout: 60_000 });
  await expect(row).toContainText(/one model file|model file/);
  await picture('failed-light', panel.root);
});

test('the dialog has no serious accessibility problem in any look', async ({
  page,
  panel,
  picture,
  violations,
  inEveryLook
}) => {
  await panel.open();
  await panel.model(NAME).click();
  await inEveryLook(async look => {
    await panel.root
      .getByRole('button', { name: 'Deploy…', exact: true })
      .click();
    const dialog = new DeployDialog(page);
    await dialog.checked();
    expect(await violations(DeployDialog.selector)).toEqual([]);
    await picture(`deploy-${look}`);
    await page.keyboard.press('Escape');
    await expect(dialog.root).toBeHidden();
  });
});
