// The Files section: JupyterLab's file browser on the volume.
import * as fs from 'node:fs';
import * as path from 'node:path';
import { expect, onVolume, removeModel, saveModel, test } from '../fixtures';
import { SaveDialog } from '../pages/save-dialog';

const NAME = 'files-model';
const INCOMING = 'files-incoming';
const names = [NAME, INCOMING, 'from-menu'];

test.beforeAll(async () => {
  names.forEach(removeModel);
  await saveModel(NAME, '1.0.0');
  fs.mkdirSync(onVolume(INCOMING));
  fs.copyFileSync(
    onVolume(NAME, '1.0.0', 'model.joblib'),
    onVolume(INCOMING, 'loose.joblib')
  );
  fs.writeFileSync(onVolume(INCOMING, 'labels.json'), '["a", "b"]');
});

test.afterAll(() => names.forEach(removeModel));

test('a file of the volume becomes a model by its menu, several by a drag onto the models', async ({
  page,
  panel,
  picture
}) => {
  const dialog = new SaveDialog(page);
  await panel.open();
  await panel.openFolder(INCOMING);
  await panel.file('loose.joblib').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Save as Model…' }).click();
  await expect(dialog.file).toHaveValue(`models:${INCOMING}/loose.joblib`);
  await dialog.looked(/scikit-learn/);
  await dialog.name.fill('from-menu');
  await dialog.save.click();
  await expect(panel.model('from-menu')).toBeVisible();
  expect(fs.existsSync(onVolume('from-menu', '1', 'model.joblib'))).toBe(true);

  await panel.file('loose.joblib').click();
  await panel.file('labels.json').click({ modifiers: ['ControlOrMeta'] });
  await panel.file('labels.json').hover();
  await page.mouse.down();
  const target = (await panel.models.boundingBox())!;
  const [x, y] = [target.x + target.width / 2, target.y + target.height / 2];
  await page.mouse.move(x, y + 20, { steps: 5 });
  await page.mouse.move(x, y, { steps: 5 });
  await expect(panel.root.locator('[data-section="models"]')).toHaveClass(
    /jp-mod-dropTarget/
  );
  await picture('files-drag', panel.root);
  await page.mouse.up();
  // Of the two one is a model: the other goes with it.
  await expect(dialog.main('loose.joblib')).toBeChecked();
  await expect(dialog.main('labels.json')).not.toBeChecked();
  await dialog.cancel();
});

test('what is published cannot be changed, and that is said', async ({
  page,
  panel,
  picture
}) => {
  await panel.open();
  await panel.openFolder(NAME, '1.0.0');
  await expect(panel.file('model.joblib')).toBeVisible();
  // What is hidden is not there.
  await expect(panel.file('.card')).toHaveCount(0);
  await panel.root.getByRole('button', { name: 'New folder' }).click();
  const told = page.getByRole('dialog');
  await expect(told).toContainText('published');
  await picture('files-refused');
  await told.getByRole('button').last().click();
  expect(fs.readdirSync(path.join(onVolume(NAME, '1.0.0'))).sort()).toEqual([
    '.card',
    'model.joblib'
  ]);
});

test('a file is uploaded, renamed and downloaded', async ({ page, panel }) => {
  await panel.open();
  await panel.openFolder(INCOMING);
  const chooser = page.waitForEvent('filechooser');
  await panel.root.getByRole('button', { name: 'Upload files' }).click();
  await (
    await chooser
  ).setFiles({
    name: 'notes.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from('some notes')
  });
  await expect(panel.file('notes.txt')).toBeVisible();
  expect(fs.readFileSync(onVolume(INCOMING, 'notes.txt'), 'utf8')).toBe(
    'some notes'
  );
  await panel.file('notes.txt').click();
  await page.keyboard.press('F2');
  await page.keyboard.type('remarks');
  await page.keyboard.press('Enter');
  await expect(panel.file('remarks.txt')).toBeVisible();
  expect(fs.existsSync(onVolume(INCOMING, 'remarks.txt'))).toBe(true);
  await panel.file('remarks.txt').click({ button: 'right' });
  const download = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'Download', exact: true }).click();
  expect(fs.readFileSync(await (await download).path(), 'utf8')).toBe(
    'some notes'
  );
});
