import { expect, kubectl, saveModel, test } from '../fixtures';
import { DeployDialog } from '../pages/deploy-dialog';
import { openDocument } from '../pages/documents';

const NAME = 'not-deployed';

test.beforeAll(() => saveModel(NAME, '1.0.0'));

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
