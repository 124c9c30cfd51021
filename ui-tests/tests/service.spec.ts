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
import { DeployDialog } from '../pages/deploy-dialog';
import { ServicePage } from '../pages/service-page';

// Names that no other spec uses.
const NAME = 'service-page';
const BROKEN = 'service-broken';
const OTHER = 'service-other';

test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  // After a failure it runs again.
  [NAME, BROKEN].forEach(removeModel);
  await saveModel(NAME, '1.0.0');
  await saveModel(NAME, '1.1.0');
  await saveModel(BROKEN, '1');
  fs.copyFileSync(
    onVolume(BROKEN, '1', 'model.joblib'),
    onVolume(BROKEN, '1', 'copy.pkl')
  );
  // What a server says last is in the state of its pod.
  const policy = { terminationMessagePolicy: 'FallbackToLogsOnError' };
  await apply(
    aService(NAME, `${NAME}/1.0.0`, policy),
    aService(BROKEN, `${BROKEN}/1`, policy)
  );
});

test.afterAll(() => removeServices(NAME, BROKEN, OTHER));

test('a failure is explained, with its evidence and what to do', async ({
  page,
  picture,
  violations,
  inEveryLook
}) => {
  const service = new ServicePage(page);
  await service.open(BROKEN);
  await expect(service.explanation).toContainText(
    'The directory contains more than one model file',
    { timeout: 60_000 }
  );
  await expect(service.explanation).toContainText('copy.pkl');
  await inEveryLook(async look => {
    expect(await violations(ServicePage.selector)).toEqual([]);
    await picture(`service-failed-${look}`);
  });
  await service.explanation.getByRole('button', { name: 'Show log' }).click();
  await expect(service.log).toContainText('More than one model file');
  await picture('service-log-light');
  await service.root.getByLabel('Find in log').fill('more than one');
  await expect(service.root.getByText(/^1 of \d/)).toBeVisible();
  const download = page.waitForEvent('download');
  await service.root.getByRole('link', { name: 'Download' }).click();
  expect(fs.readFileSync(await (await download).path(), 'utf8')).toContain(
    'More than one model file'
  );
  await service.show('Events');
  await expect(
    service.root.getByRole('row').filter({ hasText: 'BackOff' }).first()
  ).toBeVisible();
  await picture('service-events-light');
});

test('one of two model files is served with a button, as a version of its own', async ({
  page,
  picture
}) => {
  test.setTimeout(240_000);
  const service = new ServicePage(page);
  await service.open(BROKEN);
  const before = fs.readdirSync(onVolume(BROKEN, '1')).sort();
  await service.explanation
    .getByRole('button', { name: 'Serve one file…' })
    .click();
  await service.dialog.getByLabel('Model file').selectOption('model.joblib');
  await picture('service-one-file-light');
  await service.dialog
    .getByRole('button', { name: 'Create and Serve Version' })
    .click();
  await expect(service.root).toContainText(`${BROKEN} 2`, { timeout: 30_000 });
  await expect(service.state).toContainText('Ready', { timeout: 120_000 });
  await expect(service.explanation).toBeHidden();
  // What was published stays as it was.
  expect(fs.readdirSync(onVolume(BROKEN, '1')).sort()).toEqual(before);
});

test('the settings of a service are changed from its page, as a form or as YAML', async ({
  page,
  picture,
  violations,
  inEveryLook
}) => {
  test.setTimeout(240_000);
  const service = new ServicePage(page);
  await service.open(NAME);
  await service.root.getByRole('button', { name: 'Change settings…' }).click();
  const dialog = new DeployDialog(page);
  await dialog.checked();
  await expect(dialog.name).toHaveValue(NAME);
  await expect(dialog.version).toHaveValue('1.0.0');
  await dialog.memory.fill('768Mi');
  await dialog.checked();
  await dialog.deploy.click();
  await expect(dialog.root).toBeHidden();
  await expect(service.state).toContainText('Ready', { timeout: 60_000 });

  await service.show('YAML');
  await service.root.getByRole('button', { name: 'Set by others' }).click();
  const others = service.root.getByRole('region', {
    name: 'Changes by others and the cluster'
  });
  // Of the cluster, and what was applied here is no difference.
  await expect(others).toContainText('+   uid:');
  await expect(others).not.toContainText(/\+ +memory: 768Mi/);
  await inEveryLook(async look => {
    expect(await violations(ServicePage.selector)).toEqual([]);
    await picture(`service-yaml-others-${look}`);
  });
  await service.root.getByRole('button', { name: 'Edit…' }).click();
  await dialog.checked();
  await expect(dialog.memory).toHaveValue('768Mi');
  await dialog.cancel();
});

test('a service is stopped, started, rolled to another version and back', async ({
  page,
  picture,
  violations
}, info) => {
  test.setTimeout(180_000);
  const service = new ServicePage(page);
  await service.open(NAME);
  await expect(service.state).toContainText('Ready', { timeout: 60_000 });
  await picture('service-overview-light');
  expect(await violations(ServicePage.selector)).toEqual([]);

  await service.root.getByRole('button', { name: 'Change version…' }).click();
  await expect(
    service.dialog.getByLabel('Version', { exact: true })
  ).toHaveValue('1.1.0');
  await expect(service.dialog).toContainText(
    'storageUri: pvc://model-storage-pvc/service-page/1.1.0'
  );
  expect(await violations('.jp-Kserve-Dialog .jp-Dialog-content')).toEqual([]);
  await picture('service-change-light');
  await service.dialog.getByRole('button', { name: 'Change Version' }).click();
  await expect(service.root).toContainText('service-page 1.1.0');
  await expect(service.state).toContainText('Ready', { timeout: 60_000 });

  await service.root
    .getByRole('button', { name: 'Roll back to 1.0.0' })
    .click();
  await service.dialog
    .getByRole('button', { name: 'Roll back to 1.0.0' })
    .click();
  await expect(service.root).toContainText('service-page 1.0.0');
  await expect(service.state).toContainText('Ready', { timeout: 60_000 });

  await service.act('Stop…', `Stop ${NAME}`);
  await expect(service.state).toContainText('Stopped', { timeout: 30_000 });
  await service.act('Start…', `Start ${NAME}`);
  await expect(service.state).toContainText('Ready', { timeout: 60_000 });

  await service.show('YAML');
  await expect(service.yaml).toContainText('kind: InferenceService');
  await service.root.getByRole('button', { name: 'Changes' }).click();
  await kubectl('annotate', 'inferenceservice', NAME, 'example.com/note=seen');
  const changed = Date.now();
  await expect(
    service.root.getByRole('region', { name: 'Changes' })
  ).toContainText('example.com/note: seen');
  info.annotations.push({
    type: 'measured',
    description: `a change is shown after ${Date.now() - changed} ms`
  });
});

test('a model is tried with a table, as JSON, under load and beside another', async ({
  page,
  picture,
  violations,
  inEveryLook
}) => {
  test.setTimeout(180_000);
  await apply(aService(OTHER, `${NAME}/1.1.0`));
  const service = new ServicePage(page);
  await service.open(NAME);
  await expect(service.state).toContainText('Ready', { timeout: 60_000 });
  await service.show('Try it');
  await service.cell('0', 1).fill('three');
  await expect(service.root.getByRole('alert')).toContainText('Row 1, 0');
  await service.cell('0', 1).fill('9.5');
  await service.root
    .getByRole('button', { name: 'Add row', exact: true })
    .click();
  await service.cell('0', 2).fill('0.5');
  for (const protocol of ['V1', 'V2']) {
    await service.root
      .getByRole('button', { name: protocol, exact: true })
      .click();
    await service.send();
    // A head, and a row for each of the two.
    await expect(service.answer.getByRole('row')).toHaveCount(3);
    await expect(service.answer).toContainText(
      protocol === 'V1' ? 'prediction' : 'output-0'
    );
  }
  await expect(service.card('Code')).toContainText('/v2/models/service-page');

  const load = service.card('Load test');
  await load.getByRole('button', { name: '20', exact: true }).click();
  await load.getByRole('button', { name: 'Run' }).click();
  await expect(load).toContainText(/p50 [\d.]+ ms · p99 [\d.]+ ms/, {
    timeout: 30_000
  });
  await expect(load).toContainText('20 succeeded, 0 failed');

  const compare = service.card('Compare');
  await expect(compare.getByRole('combobox')).toContainText(OTHER, {
    timeout: 60_000
  });
  await compare
    .getByRole('combobox')
    .selectOption({ label: `${OTHER} · 1.1.0` });
  await compare.getByRole('button', { name: 'Send to both' }).click();
  await expect(compare).toContainText('No differences', { timeout: 30_000 });
  await inEveryLook(async look => {
    expect(await violations(ServicePage.selector)).toEqual([]);
    await picture(`service-try-${look}`);
  });
  await service.asJson();
  await service.request.fill('{"instances": [["x"]]}');
  await service.send();
  await expect(service.root).toContainText(/Status [45]\d\d/);
});

test('a page comes back with the layout, and says when its service is gone', async ({
  page
}) => {
  const service = new ServicePage(page);
  await service.open(NAME);
  // The layout is kept a moment later.
  await page.waitForTimeout(1500);
  await page.evaluate(() => window.location.reload());
  await expect(service.root).toBeHidden();
  await expect(service.root.getByRole('heading', { name: NAME })).toBeVisible();
  await service.root.getByRole('button', { name: 'Delete…' }).click();
  await expect(service.dialog).toContainText('Deleted:');
  await expect(service.dialog).toContainText('service-page 1.0.0');
  await service.dialog.getByRole('button', { name: `Delete ${NAME}` }).click();
  await expect(service.root).toContainText('does not exist', {
    timeout: 30_000
  });
});
