import * as fs from 'node:fs';
import { expect, onVolume, removeModel, saveModel, test } from '../fixtures';
import { requestsOf } from '../pages/requests';

const NAME = 'sales-forecast';

test.beforeAll(() => saveModel(NAME, '1.0.0'));

test('a model that is saved appears by itself, with what a row shows', async ({
  panel
}) => {
  await panel.open();
  await expect(panel.model(NAME)).toContainText('1.0.0');
  await expect(panel.model(NAME)).toContainText('scikit-learn');
  await expect(panel.model(NAME)).toContainText('KiB');
  removeModel('cpu-forecast');
  await saveModel('cpu-forecast', '2.1.0');
  await expect(panel.model('cpu-forecast')).toContainText('2.1.0');
});

test('selecting a model shows its card', async ({ panel }) => {
  await panel.open();
  await panel.model(NAME).click();
  const card = JSON.parse(
    fs.readFileSync(onVolume(NAME, '1.0.0', '.card', 'card.json'), 'utf8')
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

test('a hidden panel asks for nothing', async ({ page, panel }) => {
  await panel.open();
  await expect(panel.model(NAME)).toBeVisible();
  await panel.close();
  // What was on its way when it was hidden may still arrive.
  await page.waitForTimeout(500);
  const requests = requestsOf(page);
  await saveModel('unseen', '1');
  await page.waitForTimeout(3000);
  expect(requests).toEqual([]);
});

test('the sidebar has no serious accessibility problem in any look', async ({
  panel,
  picture,
  violations,
  inEveryLook
}) => {
  await panel.open();
  await panel.model(NAME).click();
  await expect(panel.root).toContainText('SHA-256');
  await inEveryLook(async look => {
    expect(await violations('#jp-kserve-models')).toEqual([]);
    await picture(`sidebar-${look}`, panel.root);
  });
});
