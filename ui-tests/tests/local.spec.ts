import * as path from 'node:path';
import { expect, removeModel, saveModel, test } from '../fixtures';
import { repository } from '../places';
import { openDocument } from '../pages/documents';
import { ServicePage } from '../pages/service-page';

/** The model of the demo's notebook. */
const DEMO = 'anomaly-detector';
const NAME = 'local-line';

test.use({ server: 'withoutCluster' });

test.beforeAll(() => removeModel(DEMO));
test.afterAll(() => [DEMO, NAME].forEach(removeModel));

test('a newcomer trains, saves, runs and asks a model, with nothing but JupyterLab', async ({
  page,
  panel,
  picture,
  violations,
  inEveryLook,
  tmpPath
}) => {
  test.setTimeout(180_000);
  const notebook = 'train-and-serve.ipynb';
  await page.contents.uploadFile(
    path.join(repository, 'scripts', 'demo', notebook),
    `${tmpPath}/${notebook}`
  );
  await openDocument(page, `${tmpPath}/${notebook}`);
  await panel.open();
  await expect(panel.root).toContainText('No models are running.');
  await page.notebook.run();
  await expect(panel.model(DEMO)).toContainText('1.0.0', { timeout: 60_000 });
  await picture('local-before', panel.root);
  await panel.choose(DEMO, 'Run Here');

  const service = new ServicePage(page);
  await expect(service.state).toContainText('Ready', { timeout: 60_000 });
  await service.asJson();
  await service.request.fill('{"instances": [[50, 51], [5, 95]]}');
  await service.send();
  await expect(service.answer.getByRole('row')).toHaveCount(3);
  await expect(panel.service(`${DEMO}-1-0-0`)).toContainText(
    'Ready · 1.0.0 · This workbench'
  );
  await inEveryLook(async look => {
    expect(await violations(ServicePage.selector)).toEqual([]);
    await picture(`local-${look}`);
  });

  await service.show('Logs');
  await expect(service.log).toContainText('Serving the model');
  await service.root.getByRole('button', { name: 'Stop…' }).click();
  await service.dialog.getByRole('button', { name: /^Stop/ }).click();
  await expect(service.state).toContainText('Stopped');
  await service.root.getByRole('button', { name: 'Delete…' }).click();
  await service.dialog.getByRole('button', { name: /^Delete/ }).click();
  await expect(panel.service(`${DEMO}-1-0-0`)).toHaveCount(0);
});

test('two versions run side by side, and what one says differs from the other', async ({
  page,
  panel
}) => {
  await saveModel(NAME, '1.0.0');
  await saveModel(NAME, '1.1.0');
  await panel.open();
  for (const version of ['1.0.0', '1.1.0']) {
    await page.evaluate(
      async args => {
        await window.jupyterapp.commands.execute('models:run-model', args);
      },
      { name: NAME, version }
    );
    await expect(
      panel.service(`${NAME}-${version.replace(/\./g, '-')}`)
    ).toContainText('Ready', { timeout: 60_000 });
  }
  const service = new ServicePage(page);
  await expect(service.card('Compare').getByRole('combobox')).toContainText(
    `${NAME}-1-0-0`
  );
});
