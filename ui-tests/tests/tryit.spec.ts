// What a request can be taken from, and where it is kept.
import * as fs from 'node:fs';
import {
  apply,
  aService,
  expect,
  kubectl,
  onVolume,
  removeModel,
  removeServices,
  saveModel,
  test
} from '../fixtures';
import { ServicePage } from '../pages/service-page';

const NAME = 'tryit-tree';

test.describe.configure({ mode: 'serial', timeout: 180_000 });

test.beforeAll(async () => {
  await saveModel(NAME, '1.0.0');
  await apply(aService(NAME, `${NAME}/1.0.0`));
});

test.afterAll(async () => {
  await removeServices(NAME);
  removeModel(NAME);
});

test('a request is kept beside the model, taken again and deleted', async ({
  page,
  picture,
  violations,
  inEveryLook
}) => {
  const service = new ServicePage(page);
  await service.open(NAME);
  await service.show('Try it');
  await service.cell('0', 1).fill('7.25');
  const request = service.card('Request');
  await request.getByRole('button', { name: 'Save…' }).click();
  await service.dialog.getByRole('textbox').fill('../busy');
  await service.dialog.getByRole('button', { name: 'Save' }).click();
  // What is no name is refused, and nothing is written.
  await expect(page.getByText(/The request's name '\.\.\/busy'/)).toBeVisible();
  await request.getByRole('button', { name: 'Save…' }).click();
  await service.dialog.getByRole('textbox').fill('busy-hour');
  await service.dialog.getByRole('button', { name: 'Save' }).click();
  const saved = request.getByLabel('Saved requests');
  await expect(saved).toHaveValue('busy-hour');
  const file = onVolume(NAME, '.requests', 'busy-hour.json');
  expect(fs.readFileSync(file, 'utf8')).toContain('7.25');
  await inEveryLook(async look => {
    expect(await violations(ServicePage.selector)).toEqual([]);
    await picture(`tryit-saved-${look}`);
  });

  await page.reload();
  await service.open(NAME);
  await service.show('Try it');
  await expect(service.cell('0', 1)).not.toHaveValue('7.25');
  await saved.selectOption('busy-hour');
  await expect(service.cell('0', 1)).toHaveValue('7.25');

  await request
    .getByRole('button', { name: 'Delete request busy-hour' })
    .click();
  await service.dialog.getByRole('button', { name: 'Delete' }).click();
  await expect(saved).toBeHidden();
  expect(fs.existsSync(file)).toBe(false);
});

test('the first rows of a DataFrame are sent, and the kernel keeps no trace', async ({
  page,
  picture,
  violations
}) => {
  const service = new ServicePage(page);
  await page.notebook.createNew();
  await page.notebook.addCell(
    'code',
    [
      'import pandas as pd, numpy as np',
      // In one line: the editor would indent what follows a block.
      'Odd = type("Odd", (pd.DataFrame,), {"__len__": lambda self: 1 / 0})',
      'odd = Odd({"a": [1]})',
      'frame = pd.DataFrame(np.arange(40.0).reshape(10, 4) / 8)',
      'frame.iloc[1, 2] = np.nan',
      'mixed = pd.DataFrame({"id": [9007199254740993, 1], "when": pd.to_datetime(["2025-11-07", None])})',
      'before = len(get_ipython().history_manager.input_hist_raw)'
    ].join('\n')
  );
  await page.notebook.runCell(1, true);
  await service.open(NAME);
  await expect(service.state).toContainText('Ready', { timeout: 60_000 });
  await service.show('Try it');
  const request = service.card('Request');
  await request.getByRole('button', { name: 'From a notebook…' }).click();
  const frame = service.dialog.getByLabel('DataFrame');
  await expect(frame.getByRole('option')).toHaveText([
    'frame · 10 rows, 4 columns',
    'mixed · 2 rows, 2 columns'
  ]);
  await frame.selectOption('mixed');
  await service.dialog.getByRole('button', { name: 'Use Rows' }).click();
  await expect(service.dialog).toContainText(
    'The model requires 4 unnamed columns, but the DataFrame has 2'
  );
  await frame.selectOption('frame');
  await service.dialog.getByLabel('First rows').fill('2');
  await picture('tryit-frame-light');
  await page.theme.setDarkTheme();
  expect(await violations('.jp-Kserve-Dialog .jp-Dialog-content')).toEqual([]);
  await picture('tryit-frame-dark');
  await page.theme.setLightTheme();
  await service.dialog.getByRole('button', { name: 'Use Rows' }).click();
  await expect(service.dialog).toBeHidden();
  await expect(service.cell('3', 1)).toHaveValue('0.375');
  // A missing value is shown as one, and can be filled in.
  await expect(service.cell('2', 2)).toHaveAttribute('placeholder', 'missing');
  await service.cell('2', 2).fill('0.75');
  for (const protocol of ['V1', 'V2']) {
    await request.getByRole('button', { name: protocol, exact: true }).click();
    await service.send();
    await expect(service.answer.getByRole('row')).toHaveCount(3);
  }
  await picture('tryit-frame-answer-light');

  await page.getByRole('tab', { name: /Untitled/ }).click();
  await page.notebook.addCell(
    'code',
    'print("trace", len(get_ipython().history_manager.input_hist_raw) - before, In[-1].count("trace"), "json" in globals())'
  );
  await page.notebook.runCell(2, true);
  // The one more is this cell itself.
  await expect(page.locator('.jp-OutputArea-output').last()).toContainText(
    'trace 1 2 False'
  );
});

test('what the containers use is shown where the cluster measures it', async ({
  page,
  picture
}) => {
  const service = new ServicePage(page);
  await service.open(NAME);
  await expect(service.card('CPU and memory')).toContainText(
    'This cluster does not provide pod metrics.'
  );
  // The embedded cluster has no metrics API: this answer is a fake.
  const name = (
    await kubectl(
      ...['get', 'pods', '-o', 'jsonpath={.items[0].metadata.name}', '-l'],
      `serving.kserve.io/inferenceservice=${NAME}`
    )
  ).trim();
  await page.route('**/kubernetes/apis/metrics.k8s.io/**', route =>
    route.fulfill({
      json: {
        kind: 'PodMetricsList',
        items: [
          {
            metadata: { name },
            containers: [
              {
                name: 'kserve-container',
                usage: { cpu: '12500000n', memory: '131072Ki' }
              }
            ]
          }
        ]
      }
    })
  );
  await page.reload();
  await service.open(NAME);
  const usage = service.card('CPU and memory');
  await expect(usage).toContainText('0.0125');
  await expect(usage).toContainText('128 MiB');
  await picture('usage-light');
});
