import { expect, saveModel, test } from '../fixtures';

const NAME = 'missing-nothing';

test.beforeAll(() => saveModel(NAME, '1.0.0'));

test.describe('without a cluster', () => {
  test.use({ server: 'withoutCluster' });

  test('the models are there, and Deploy says why not', async ({
    panel,
    picture
  }) => {
    await panel.open();
    await expect(panel.root.getByText('No cluster')).toBeVisible();
    await panel.model(NAME).click();
    await expect(panel.root).toContainText('SHA-256');
    const deploy = panel.root.getByRole('button', {
      name: 'Deploy…',
      exact: true
    });
    await expect(deploy).toBeDisabled();
    await picture('without-cluster', panel.root);
  });
});

test.describe('without permission', () => {
  test.use({ server: 'withoutPermission' });

  test('it says whom to ask for what', async ({ panel, picture }) => {
    await panel.open();
    await expect(panel.model(NAME)).toBeVisible();
    await expect(panel.root).toContainText('inferenceservices');
    await expect(panel.root).toContainText(/[Aa]sk/);
    await picture('without-permission', panel.root);
  });
});

test.describe('without the volume', () => {
  test.use({ server: 'withoutVolume' });

  test('it says what to do', async ({ panel, picture }) => {
    await panel.open();
    await expect(panel.root).toContainText('There is no volume at');
    // What runs in the cluster is still asked for.
    await expect(
      panel.root.getByRole('button', { name: /^Deployments/ })
    ).toBeVisible();
    await picture('without-volume', panel.root);
  });
});

test.describe('without the server half', () => {
  test.use({ server: 'withoutServerHalf' });

  test('it says how to switch it on', async ({ panel, picture }) => {
    await panel.open();
    await expect(panel.root).toContainText(
      'jupyter server extension enable jupyterlab_kserve'
    );
    await expect(
      panel.root.getByRole('button', { name: 'Check again' })
    ).toBeVisible();
    await picture('without-server-half', panel.root);
  });
});

test.describe('without models', () => {
  test.use({ server: 'withoutModels' });

  test('it says how to save one', async ({
    page,
    panel,
    picture,
    violations,
    inEveryLook
  }) => {
    await page.context().grantPermissions(['clipboard-read']);
    await panel.open();
    await expect(panel.root).toContainText('No models on this volume yet');
    await panel.root.getByRole('button', { name: 'Copy code' }).click();
    await expect
      .poll(() => page.evaluate(() => navigator.clipboard.readText()))
      .toContain('save_model_to_pvc');
    await inEveryLook(async look => {
      expect(await violations('#jp-kserve-models')).toEqual([]);
      await picture(`without-models-${look}`, panel.root);
    });
  });
});

test.describe('before there is an answer', () => {
  test('it says what it waits for', async ({ page, panel, picture }) => {
    let answer = () => {};
    const asked = new Promise<void>(resolve => (answer = resolve));
    await page.route(/jupyterlab-kserve\/models/, async route => {
      await asked;
      await route.continue();
    });
    await panel.open();
    await expect(panel.root.getByText('Reading the volume…')).toBeVisible();
    await picture('reading', panel.root);
    answer();
    await expect(panel.model(NAME)).toBeVisible();
  });
});
