import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import {
  cardOf,
  expect,
  onVolume,
  removeModel,
  saveModel,
  test
} from '../fixtures';
import { DeployDialog } from '../pages/deploy-dialog';
import { openNotebook } from '../pages/documents';
import { FileBrowser } from '../pages/file-browser';
import { SaveDialog } from '../pages/save-dialog';
import { program, repository } from '../places';

/** Where the models are, below the server's root. */
const FOLDER = 'work/models';

/** Trains a model, and counts what the kernel remembers of its input. */
const TRAIN = `from sklearn.linear_model import LinearRegression
pump_line = LinearRegression().fit([[0], [1]], [0, 1])
history = len(In)`;

const names = ['turbine_forest', 'pump', 'trap', 'large', 'pump-two'];

test.beforeAll(async ({ servers }) => {
  const { root } = await servers.get('whole');
  const script = path.join(repository, 'ui-tests', 'models', 'files.py');
  execFileSync(program('python'), [script, path.join(root, FOLDER)]);
});

test.beforeEach(() => names.forEach(removeModel));
test.afterAll(() => names.forEach(removeModel));

test('a file becomes a model from the file browser, and its next version from its row', async ({
  page,
  panel,
  picture
}) => {
  const files = new FileBrowser(page);
  const dialog = new SaveDialog(page);
  await files.open(FOLDER, 'trap.pkl');
  await files.choose('Save as Model…', 'turbine_forest_v1.2.0.joblib');
  await dialog.looked(/scikit-learn .*Pipeline.*joblib file/);
  await expect(dialog.name).toHaveValue('turbine_forest');
  await expect(dialog.version).toHaveValue('1.2.0');
  await expect(dialog.root).toContainText('Risk: runs code on load');
  await dialog.description.fill('Finds turbines that run hot.');
  await dialog.addMetric('f1', '0.92');
  await picture('save-filled');
  await dialog.save.click();
  await expect(dialog.root).toBeHidden();
  await expect(
    dialog.notification('turbine_forest 1.2.0 is on the volume.')
  ).toBeVisible();
  expect(cardOf('turbine_forest', '1.2.0')).toMatchObject({
    description: 'Finds turbines that run hot.',
    metrics: { f1: 0.92 }
  });

  await panel.open();
  await panel.model('turbine_forest').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'New Version from File…' }).click();
  // The file that is still selected is what is meant.
  await expect(dialog.name).toHaveValue('turbine_forest');
  await expect(dialog.version).toHaveValue('1.3.0');
  await expect(dialog.root).toContainText('1.2.0: 0.92');
  await dialog.root.getByRole('button', { name: 'Patch' }).click();
  await expect(dialog.version).toHaveValue('1.2.1');
  await dialog.version.fill('1.2.0');
  await expect(dialog.root).toContainText(
    'turbine_forest 1.2.0 already exists'
  );
  await expect(dialog.save).toBeDisabled();
  await picture('save-taken');
  await dialog.root.getByLabel(/^Replace turbine_forest 1.2.0/).check();
  await expect(dialog.save).toBeEnabled();
  await dialog.version.fill('2.0.0');
  await dialog.save.click();
  await expect(panel.model('turbine_forest')).toContainText('2.0.0');
});

test('several files become a model each', async ({ page, picture }) => {
  const files = new FileBrowser(page);
  const dialog = new SaveDialog(page);
  await files.open(FOLDER, 'trap.pkl');
  await files.choose(
    'Save as Model…',
    'pump.pkl',
    'turbine_forest_v1.2.0.joblib'
  );
  await expect(dialog.name).toHaveCount(2);
  await expect(dialog.root.getByText(/scikit-learn/)).toHaveCount(2);
  await picture('save-several');
  await dialog.save.click();
  await expect(
    dialog.notification('2 models are on the volume.')
  ).toBeVisible();
  expect(fs.existsSync(onVolume('pump', '1', 'model.pkl'))).toBe(true);
});

test('several files become one model, with what goes with it beside it', async ({
  page,
  picture,
  violations
}) => {
  const files = new FileBrowser(page);
  const dialog = new SaveDialog(page);
  await files.open(FOLDER, 'trap.pkl');
  await files.choose('Save as Model…', 'scaler.pkl', 'names.json', 'pump.pkl');
  await expect(dialog.name).toHaveCount(3);
  await dialog.root.getByRole('button', { name: 'One model' }).click();
  // The largest of the models is proposed.
  await expect(dialog.main('pump.pkl')).toBeChecked();
  await expect(dialog.name).toHaveValue('pump');
  await dialog.main('scaler.pkl').check();
  await expect(dialog.name).toHaveValue('scaler');
  await dialog.main('pump.pkl').check();
  await dialog.description.fill('With its scaler.');
  expect(await violations(SaveDialog.selector)).toEqual([]);
  await picture('save-together');
  await dialog.save.click();
  await expect(dialog.notification('pump 1 is on the volume.')).toBeVisible();
  expect(cardOf('pump', '1')).toMatchObject({
    description: 'With its scaler.',
    artifacts: {
      scaler: 'artifacts/scaler.pkl',
      names: 'artifacts/names.json'
    }
  });
  expect(
    fs.readdirSync(onVolume('pump', '1')).filter(name => !name.startsWith('.'))
  ).toEqual(['artifacts', 'model.pkl']);
});

test('the format is what was found, or what one says it is', async ({
  page
}) => {
  const files = new FileBrowser(page);
  const dialog = new SaveDialog(page);
  await files.open(FOLDER, 'trap.pkl');
  await files.choose('Save as Model…', 'pump.pkl');
  await expect(dialog.format).toHaveValue('pickle');
  await dialog.format.selectOption('joblib file');
  await dialog.save.click();
  await expect(dialog.notification('pump 1 is on the volume.')).toBeVisible();
  expect(cardOf('pump', '1')).toMatchObject({ format: 'joblib' });
  expect(fs.existsSync(onVolume('pump', '1', 'model.joblib'))).toBe(true);
});

test('what was typed is not lost to Escape, nor to closing the browser', async ({
  page,
  picture,
  violations
}) => {
  const files = new FileBrowser(page);
  const dialog = new SaveDialog(page);
  await files.open(FOLDER, 'trap.pkl');
  await files.choose('Save as Model…', 'pump.pkl');
  await dialog.looked(/scikit-learn/);
  await dialog.description.fill('A long story.');
  await page.keyboard.press('Escape');
  await expect(dialog.discard).toBeVisible();
  expect(await violations(SaveDialog.selector)).toEqual([]);
  await picture('save-discard');
  await page.keyboard.press('Escape');
  await expect(dialog.discard).toBeHidden();
  await expect(dialog.description).toHaveValue('A long story.');
  await expect(dialog.description).toBeFocused();

  const asked = page.waitForEvent('dialog');
  await page.close({ runBeforeUnload: true });
  const question = await asked;
  expect(question.type()).toBe('beforeunload');
  await question.dismiss();

  // A click beside it.
  await page.mouse.click(5, 5);
  await dialog.discard.getByRole('button', { name: 'Discard' }).click();
  await expect(dialog.root).toBeHidden();
});

test('what would reach the system is named, and saved only on purpose', async ({
  page,
  picture
}) => {
  const files = new FileBrowser(page);
  const dialog = new SaveDialog(page);
  await files.open(FOLDER, 'trap.pkl');
  await files.choose('Save as Model…', 'trap.pkl');
  await dialog.looked(/Dangerous/);
  await expect(dialog.root).toContainText('system');
  await expect(dialog.save).toBeDisabled();
  await picture('save-dangerous');
  await dialog.root.getByLabel(/I trust the author/).check();
  await expect(dialog.save).toBeEnabled();
  await page.keyboard.press('Escape');
  await expect(dialog.root).toBeHidden();
});

test('a large file is saved while the page is away, and can be cancelled', async ({
  page,
  picture
}) => {
  const files = new FileBrowser(page);
  const dialog = new SaveDialog(page);
  await files.open(FOLDER, 'trap.pkl');
  await files.choose('Save as Model…', 'large.safetensors');
  await dialog.looked(/safetensors/);
  await dialog.save.click();
  await expect(dialog.notification(/Saving large 1 · [1-9]/)).toBeVisible();
  await picture('save-running');
  await page.reload();
  // The page that comes back has not started it, and shows it all the same.
  const running = dialog.notification(/large.* · \d+ %/);
  await expect(running).toBeVisible({ timeout: 30_000 });
  await running.getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog.notification(/cancelled/)).toBeVisible();
  expect(fs.existsSync(onVolume('large', '1'))).toBe(false);
});

test('it goes on to Deploy where that is wished, all by keyboard', async ({
  page
}) => {
  const files = new FileBrowser(page);
  const dialog = new SaveDialog(page);
  // Another one: the list of models that the dialog read does not have what is saved.
  await saveModel('pump', '1');
  await files.open(FOLDER, 'trap.pkl');
  await files.choose('Save as Model…', 'pump.pkl');
  await expect(dialog.name).toBeFocused();
  await dialog.looked(/scikit-learn/);
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('pump-two');
  await dialog.deployAfterwards.click();
  await dialog.name.focus();
  await page.keyboard.press('Enter');
  await expect(new DeployDialog(page).name).toHaveValue('pump-two');
});

test('the file is chosen in a dialog where none was named', async ({
  page,
  panel
}) => {
  const dialog = new SaveDialog(page);
  await new FileBrowser(page).open('', 'work');
  await panel.open();
  await panel.root.getByRole('button', { name: 'Save as Model…' }).click();
  const picker = page.getByRole('dialog');
  await picker.getByText('work', { exact: true }).dblclick();
  await picker.getByText('models', { exact: true }).dblclick();
  await picker.getByText('pump.pkl', { exact: true }).click();
  await picker.getByRole('button', { name: 'Select' }).click();
  await expect(dialog.name).toHaveValue('pump');
});

test('the dialog has no serious accessibility problem in any look', async ({
  page,
  picture,
  violations,
  inEveryLook
}) => {
  const files = new FileBrowser(page);
  const dialog = new SaveDialog(page);
  await inEveryLook(async look => {
    await files.open(FOLDER, 'trap.pkl');
    await files.choose('Save as Model…', 'turbine_forest_v1.2.0.joblib');
    await dialog.looked(/scikit-learn/);
    await dialog.addMetric('f1', '0.92');
    expect(await violations(SaveDialog.selector)).toEqual([]);
    await picture(`save-${look}`);
    await dialog.cancel();
  });
  await page.setViewportSize({ width: 500, height: 700 });
  await page.evaluate(
    path =>
      void window.jupyterapp.commands.execute('models:save-file', { path }),
    `${FOLDER}/pump.pkl`
  );
  await dialog.looked(/scikit-learn/);
  await expect(dialog.save).toBeInViewport();
  await picture('save-small');
});

test('a variable of the running notebook is saved by a cell that one runs oneself', async ({
  page,
  picture,
  tmpPath,
  violations
}) => {
  await openNotebook(page, `${tmpPath}/variables.ipynb`, [
    TRAIN,
    'print(len(In) - history)'
  ]);
  // It waits for the kernel, which may take its time.
  test.slow();
  await page.notebook.runCell(0);
  await page.evaluate(
    () => void window.jupyterapp.commands.execute('models:save-variable')
  );
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByLabel('Variable')).toHaveValue('pump_line');
  await expect(dialog.getByLabel('Name', { exact: true })).toHaveValue(
    'pump-line'
  );
  expect(await violations(SaveDialog.selector)).toEqual([]);
  await picture('save-variable');
  await dialog.getByRole('button', { name: 'Insert Cell' }).click();
  await expect(page.locator('.jp-Notebook')).toContainText(
    'save_model_to_pvc(pump_line, "pump-line", metadata={"version": "1"})'
  );
  // Nothing ran, and the question left no trace.
  expect(fs.existsSync(onVolume('pump-line'))).toBe(false);
  await page.notebook.runCell(1);
  await expect(page.locator('.jp-OutputArea-output').last()).toHaveText('1');
});
