import { expect, test } from '@playwright/test';
import { ModelsPanel, saveModel } from './models-panel';

test.beforeAll(() => saveModel('anomaly-detector', '1.0.0'));

test('without a cluster the models are there, and Deploy says why not', async ({
  page
}) => {
  const panel = new ModelsPanel(page);
  await panel.goto('withoutCluster');
  await panel.open();
  await expect(panel.root.getByText('No cluster')).toBeVisible();
  await panel.model('anomaly-detector').click();
  await expect(panel.root).toContainText('SHA-256');
  const deploy = panel.root.getByRole('button', {
    name: 'Deploy…',
    exact: true
  });
  await expect(deploy).toBeDisabled();
  await panel.picture('without-cluster', panel.root);
});

test('without permission it says whom to ask for what', async ({ page }) => {
  const panel = new ModelsPanel(page);
  await panel.goto('withoutPermission');
  await panel.open();
  await expect(panel.model('anomaly-detector')).toBeVisible();
  await expect(panel.root).toContainText('inferenceservices');
  await expect(panel.root).toContainText(/[Aa]sk/);
  await panel.picture('without-permission', panel.root);
});

test('without the volume it says what to do', async ({ page }) => {
  const panel = new ModelsPanel(page);
  await panel.goto('withoutVolume');
  await panel.open();
  await expect(panel.root).toContainText('There is no volume at');
  // What runs in the cluster is still asked for.
  await expect(
    panel.root.getByRole('button', { name: /^Deployments/ })
  ).toBeVisible();
  await panel.picture('without-volume', panel.root);
});

test('without the server half it says how to switch it on', async ({
  page
}) => {
  const panel = new ModelsPanel(page);
  await panel.goto('withoutServerHalf');
  await panel.open();
  await expect(panel.root).toContainText(
    'jupyter server extension enable jupyterlab_kserve'
  );
  await expect(
    panel.root.getByRole('button', { name: 'Check again' })
  ).toBeVisible();
  await panel.picture('without-server-half', panel.root);
});
