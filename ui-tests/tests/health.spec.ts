import * as fs from 'node:fs';
import { expect, onVolume, removeModel, saveModel, test } from '../fixtures';
import { HealthPage } from '../pages/health-page';

const NAME = 'health-fine';

const BROKEN = 'health-broken';

test.beforeAll(async () => {
  await saveModel(NAME, '1.0.0');
  await saveModel(BROKEN, '1.0.0');
  fs.rmSync(onVolume(BROKEN, '1.0.0', 'model.joblib'));
});

// Whoever looks at the health of this volume later finds no problem of ours.
test.afterAll(() => {
  [NAME, BROKEN].forEach(removeModel);
});

test('it finds what is fine and what is broken, and tells it as text', async ({
  page,
  panel,
  picture,
  violations,
  inEveryLook
}) => {
  await page.context().grantPermissions(['clipboard-read']);
  const health = new HealthPage(page);
  await health.open(panel);
  await expect(health.group('Volume')).toContainText('mounted and writable');
  await expect(health.group('Volume')).toContainText(
    'Pods on all nodes can mount the volume'
  );
  await expect(health.group('Cluster and KServe')).toContainText(
    'KServe accepts services (dry run)'
  );
  await expect(health.group('Runtimes')).toContainText('sklearn');
  await expect(health.group('Permissions')).toContainText(
    'You can create, update and delete services'
  );
  await expect(health.group('Models and services')).toContainText(
    `${BROKEN}: `
  );
  await inEveryLook(async look => {
    expect(await violations(HealthPage.selector)).toEqual([]);
    await picture(`health-${look}`);
  });
  await health.press('Copy report');
  const report = await page.evaluate(() => navigator.clipboard.readText());
  expect(report).toContain(`[problem] ${BROKEN}: `);
  await health.press('Problems');
  await expect(health.group('Models and services')).toBeVisible();
  await expect(health.root).not.toContainText('mounted and writable');
  await health.press('Check again');
  await health.checked();
});

test.describe('without permission', () => {
  test.use({ server: 'withoutPermission' });

  test('it says which rules an administrator can grant', async ({
    page,
    panel,
    picture
  }) => {
    const health = new HealthPage(page);
    await health.open(panel);
    const permissions = health.group('Permissions');
    await expect(permissions).toContainText(
      'You are not allowed to view services'
    );
    await permissions
      .getByText('Permissions to request from a cluster administrator')
      .first()
      .click();
    await expect(permissions).toContainText("resources: ['inferenceservices']");
    await picture('health-without-permission');
  });
});

test.describe('without a cluster', () => {
  test.use({ server: 'withoutCluster' });

  test('the volume is checked all the same', async ({
    page,
    panel,
    picture
  }) => {
    const health = new HealthPage(page);
    await health.open(panel);
    await expect(health.group('Volume')).toContainText('mounted and writable');
    await expect(health.group('Permissions')).toContainText(
      'Not checked: no cluster is connected'
    );
    await picture('health-without-cluster');
  });
});
