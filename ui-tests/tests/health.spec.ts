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
  await expect(health.group('Volume')).toContainText('can be written');
  await expect(health.group('Volume')).toContainText('Pods can mount it too');
  await expect(health.group('Cluster and KServe')).toContainText(
    'KServe accepts a service (dry run)'
  );
  await expect(health.group('Runtimes')).toContainText('sklearn');
  await expect(health.group('Permissions')).toContainText(
    'You may deploy, change and delete services'
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
  await expect(health.root).not.toContainText('can be written');
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
    await expect(permissions).toContainText('You may not see what is deployed');
    await permissions
      .getByText('What an administrator can grant')
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
    await expect(health.group('Volume')).toContainText('can be written');
    await expect(health.group('Permissions')).toContainText(
      'Not checked: there is no cluster'
    );
    await picture('health-without-cluster');
  });
});
