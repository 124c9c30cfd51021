import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Locator } from '@playwright/test';
import {
  apply,
  aService,
  expect,
  kubectl,
  onVolume,
  removeModel,
  removeServices,
  saveModel,
  test,
  writeCard
} from '../fixtures';
import { DeployDialog } from '../pages/deploy-dialog';
import { openDocument } from '../pages/documents';
import { HealthPage } from '../pages/health-page';
import { MigrationPage } from '../pages/migration-page';
import { SaveDialog } from '../pages/save-dialog';
import { ServicePage } from '../pages/service-page';

const NAME = 'not-deployed';
const SERVED = 'untrusted';

/** No slash: it names files too. */
const HTML = '<img src=x onerror="window.ran = 1"><b>bold';
const RIGHT_TO_LEFT = '\u202eנמל\u202c';
const LONG = 'long'.repeat(2500);

/** A directory on the volume that no name of a model has. */
const ODD = onVolume(HTML);

/** Nothing of it is wider than its frame. */
async function fits(part: Locator): Promise<void> {
  expect(
    await part.evaluate(({ scrollWidth, clientWidth }) => [
      scrollWidth <= clientWidth
    ])
  ).toEqual([true]);
}

test.beforeAll(async () => {
  await saveModel(NAME, '1.0.0');
  await saveModel(SERVED, '1');
  writeCard(SERVED, '1', {
    description: `${HTML} ${RIGHT_TO_LEFT} ${LONG}`,
    metadata: { [HTML]: HTML }
  });
  fs.mkdirSync(ODD);
  fs.writeFileSync(path.join(ODD, 'model.pkl'), 'x');
});

test.afterAll(async () => {
  fs.rmSync(ODD, { recursive: true });
  [NAME, SERVED].forEach(removeModel);
  await removeServices(SERVED);
});

test('a button in somebody’s document opens the dialog and cannot confirm it', async ({
  page,
  panel,
  tmpPath
}) => {
  const args = { name: NAME, confirmed: true, confirm: true, force: true };
  await page.contents.uploadContent(
    `<button data-commandlinker-command="models:deploy-model"
       data-commandlinker-args='${JSON.stringify(args)}'>Lovely pictures</button>`,
    'text',
    `${tmpPath}/trap.md`
  );
  await panel.open();
  await openDocument(page, `${tmpPath}/trap.md`, 'Markdown Preview');
  await page.getByRole('button', { name: 'Lovely pictures' }).click();
  // Newer releases of JupyterLab ask first; say yes, as people do.
  await page.getByRole('button', { name: 'Run Once' }).click();
  const dialog = new DeployDialog(page);
  await dialog.checked();
  await page.keyboard.press('Escape');
  await expect(dialog.root).toBeHidden();
  expect(
    await kubectl('get', 'inferenceservices', '--ignore-not-found', NAME)
  ).toBe('');
});

test.describe('what others wrote is text', () => {
  test.afterEach(async ({ page }) => {
    expect(await page.evaluate(() => 'ran' in window)).toBe(false);
  });

  test('names of files: in Health, in a migration, in the dialog that saves', async ({
    page,
    panel,
    picture,
    servers,
    tmpPath
  }) => {
    const { legacy, root } = await servers.get('whole');
    const model = onVolume(SERVED, '1', 'model.joblib');
    fs.mkdirSync(legacy, { recursive: true });
    const names = [`${HTML}.pkl`, `${RIGHT_TO_LEFT}.pkl`];
    for (const name of [...names, `${LONG.slice(0, 240)}.pkl`]) {
      fs.copyFileSync(model, path.join(legacy, name));
    }

    const health = new HealthPage(page);
    await health.open(panel);
    await expect(health.group('Models and services')).toContainText(HTML);
    await fits(health.root);

    const migration = new MigrationPage(page);
    await migration.open();
    for (const name of names) {
      await expect(migration.plan).toContainText(name);
    }
    await fits(migration.root);
    await picture('untrusted-migration');
    fs.rmSync(legacy, { recursive: true });

    fs.copyFileSync(model, path.join(root, tmpPath, names[0]));
    await page.evaluate(
      path =>
        void window.jupyterapp.commands.execute('models:save-file', { path }),
      `${tmpPath}/${names[0]}`
    );
    const dialog = new SaveDialog(page);
    await dialog.looked(/IsolationForest/);
    await expect(dialog.file).toHaveValue(`${tmpPath}/${names[0]}`);
    await expect(dialog.name).toHaveValue(/^[a-z0-9][a-z0-9.-]*$/);
    await fits(dialog.root);
    await picture('untrusted-save');
    await dialog.cancel();
  });

  test('words in a service: in its row, on its page, in its dialogs', async ({
    page,
    panel,
    picture,
    violations
  }) => {
    const service = aService(SERVED, `${SERVED}/1`, {
      env: [
        { name: 'WORDS', value: HTML },
        { name: 'LONG', value: LONG }
      ]
    }) as { metadata: Record<string, unknown> };
    service.metadata.annotations = {
      'openshift.io/display-name': `${HTML} ${RIGHT_TO_LEFT} ${LONG}`
    };
    await apply(service);
    await panel.open();
    await expect(panel.service(SERVED)).toBeVisible();
    await page.sidebar.setWidth(250);
    await fits(panel.root);
    await page.sidebar.setWidth(400);
    await picture('untrusted-row', panel.root);

    const shown = new ServicePage(page);
    await shown.open(SERVED);
    await expect(shown.root).toContainText(HTML);
    for (const tab of await shown.root.getByRole('tab').all()) {
      await tab.click();
      expect(await violations(ServicePage.selector)).toEqual([]);
      await fits(shown.root.locator('..'));
    }
    await picture('untrusted-service');
    await shown.root.getByRole('button', { name: 'Delete…' }).click();
    await expect(shown.dialog).toContainText('Deleted:');
    await fits(shown.dialog);
    await picture('untrusted-delete');
    await shown.dialog.getByRole('button', { name: 'Cancel' }).click();

    await shown.root.getByRole('button', { name: 'Change settings…' }).click();
    const dialog = new DeployDialog(page);
    await expect.poll(() => dialog.displayName.inputValue()).toContain(HTML);
    await fits(dialog.root);
    // Longer than may be; the rest of it can be changed when this is.
    await expect(dialog.reason).toContainText('display name');
    await dialog.displayName.fill(`${HTML} ${RIGHT_TO_LEFT}`);
    await dialog.show('Diff');
    await expect(dialog.difference).toContainText(HTML);
    await fits(dialog.root);
    await picture('untrusted-deploy');
    await page.keyboard.press('Escape');
  });
});
