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
