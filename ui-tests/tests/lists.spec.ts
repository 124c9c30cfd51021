// What one does with the sidebar's lists, with the keyboard and the mouse.
import * as fs from 'node:fs';
import {
  expect,
  onVolume,
  removeModel,
  saveModel,
  test,
  writeCard
} from '../fixtures';
import { DeployDialog } from '../pages/deploy-dialog';
import { openNotebook } from '../pages/documents';
import { ModelPage } from '../pages/model-page';

const NAMES = ['lists-alpha', 'lists-beta', 'lists-gamma'];
const LEGACY = 'lists-flat';
const BROKEN = 'lists-broken';

test.beforeAll(async () => {
  for (const name of [...NAMES, BROKEN]) {
    await saveModel(name, '1.0.0');
  }
  writeCard('lists-beta', '1.0.0', {
    tags: ['champion'],
    metadata: { team: 'Data Platform', notes: 'x'.repeat(10_000) }
  });
  writeCard('lists-gamma', '1.0.0', {
    metadata: { team: '<img src=x onerror=document.title="owned">' },
    tags: ['<b>bold</b>', 'نموذج']
  });
  fs.copyFileSync(
    onVolume('lists-alpha', '1.0.0', 'model.joblib'),
    onVolume(`${LEGACY}.pkl`)
  );
  fs.rmSync(onVolume(BROKEN, '1.0.0', 'model.joblib'));
});

test.afterAll(() => {
  [...NAMES, BROKEN].forEach(removeModel);
  fs.rmSync(onVolume(`${LEGACY}.pkl`));
});

test('the filter looks at name, framework, tags and metadata', async ({
  page,
  panel
}) => {
  // It takes the focus when it comes.
  await page.getByRole('tab', { name: 'Launcher' }).waitFor();
  await panel.open();
  await panel.filter.fill('lists-');
  await expect(panel.models.getByRole('row')).toHaveCount(5);
  await expect(panel.head('Models')).toContainText(/5 of \d/);
  await panel.filter.fill('champion');
  expect(await panel.names()).toEqual(['lists-beta']);
  await panel.filter.fill('data platform scikit');
  expect(await panel.names()).toEqual(['lists-beta']);
  await expect(panel.root.getByText('1 model matches')).toBeAttached();
  await panel.filter.press('ArrowDown');
  await expect(panel.model('lists-beta')).toBeFocused();
  await page.keyboard.press('/');
  await expect(panel.filter).toBeFocused();
  await panel.filter.press('Escape');
  await expect(panel.filter).toHaveValue('');
  await panel.filter.fill('no such thing');
  await panel.root.getByRole('button', { name: 'Clear filter' }).last().click();
  await expect(panel.filter).toHaveValue('');
});

test('what stood on the volume before and what is broken is marked', async ({
  panel
}) => {
  await panel.open();
  await expect(panel.model(LEGACY)).toContainText('Flat file');
  await expect(panel.model(LEGACY)).toContainText('no version');
  await expect(panel.model(BROKEN)).toContainText('Broken');
  await expect(panel.model(BROKEN)).toContainText(
    '1.0.0: The file model.joblib is missing'
  );
  await panel.model(BROKEN).click();
  await expect(
    panel.root.getByRole('region', { name: `Details of ${BROKEN}` })
  ).toContainText('The file model.joblib is missing');
});

test('names, tags and metadata are text, whatever is in them', async ({
  page,
  panel,
  picture
}) => {
  await panel.open();
  await page.sidebar.setWidth(400);
  await expect(panel.model('lists-gamma')).toContainText('<b>bold</b>');
  await expect(panel.model('lists-gamma')).toContainText('نموذج');
  await panel.model('lists-gamma').click();
  await expect(panel.root).toContainText('<img src=x');
  await expect(panel.root.locator('img')).toHaveCount(0);
  await panel.model('lists-beta').click();
  await expect(panel.root).toContainText('xxxxxxxxxx');
  const box = (await panel.root.boundingBox())!;
  expect(box.width).toBeLessThanOrEqual(402);
  await picture('lists-odd', panel.root);
});

test('every row is reached and used with the keyboard', async ({
  page,
  panel,
  picture
}) => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  // It takes the focus when it comes.
  await page.getByRole('tab', { name: 'Launcher' }).waitFor();
  await panel.open();
  await panel.filter.fill('lists-');
  await panel.filter.press('ArrowDown');
  await expect(panel.model('lists-alpha')).toBeFocused();
  await page.keyboard.press('End');
  await expect(panel.model('lists-gamma')).toBeFocused();
  await page.keyboard.press('Home');
  await page.keyboard.type('lists-b');
  await expect(panel.model('lists-beta')).toBeFocused();
  // A letter that ends a search is no shortcut; later it is one.
  await page.waitForTimeout(1000);

  await page.keyboard.press('Shift+F10');
  const menu = page.getByRole('menu').last();
  await expect(menu).toContainText('Deploy…');
  await expect(menu.getByText('Try It')).toBeHidden();
  await picture('lists-menu');
  await page.keyboard.press('Escape');
  await expect(panel.model('lists-beta')).toBeFocused();

  await page.keyboard.press('Control+c');
  await expect
    .poll(() => page.evaluate(() => navigator.clipboard.readText()))
    .toBe('pvc://model-storage-pvc/lists-beta/1.0.0');

  await page.keyboard.press('d');
  const dialog = new DeployDialog(page);
  await expect(dialog.name).toHaveValue('lists-beta');
  // JupyterLab gives it the focus when the page is idle.
  await expect(dialog.name).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(dialog.root).toBeHidden();
  await expect(panel.model('lists-beta')).toBeFocused();

  await page.keyboard.press('Space');
  await expect(panel.model('lists-beta')).toHaveAttribute(
    'aria-selected',
    'true'
  );
  await page.keyboard.press('Escape');
  await expect(panel.model('lists-beta')).toHaveAttribute(
    'aria-selected',
    'false'
  );
  await page.keyboard.press('Enter');
  await expect(new ModelPage(page, 'lists-beta').heading).toBeVisible();
});

test('a menu acts on the row it was opened on, and on no other later', async ({
  page,
  panel
}) => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await panel.open();
  await panel.choose('lists-alpha', 'Copy Load Code');
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  await expect.poll(copied).toContain('load_model_from_pvc("lists-alpha"');
  await panel.model('lists-gamma').focus();
  await page.keyboard.press('Control+c');
  await expect.poll(copied).toContain('lists-gamma');
});

test('the order and what is folded come back', async ({ page, panel }) => {
  await panel.open();
  await panel.filter.fill('lists-');
  const kept = page.waitForRequest(
    request =>
      request.method() === 'PUT' &&
      /"deployments":false.*"sort":"newest"/.test(request.postData() ?? '')
  );
  await panel.sort.selectOption('Newest');
  const names = await panel.names();
  expect(names[names.length - 1]).toBe('lists-alpha');
  await panel.head('Deployments').click();
  await expect(panel.head('Deployments')).toHaveAttribute(
    'aria-expanded',
    'false'
  );
  await kept;
  // Not a reload: the address asks for a fresh workspace.
  await page.goto();
  await panel.open();
  await expect(panel.sort).toHaveValue('newest');
  await expect(panel.head('Deployments')).toHaveAttribute(
    'aria-expanded',
    'false'
  );
  await panel.sort.selectOption('Name');
  await panel.head('Deployments').press('Enter');
});

test('load code is inserted into the notebook and not run', async ({
  page,
  panel,
  tmpPath
}) => {
  await openNotebook(page, `${tmpPath}/loads.ipynb`, ['x = 1']);
  await panel.open();
  await panel.choose('lists-alpha', 'Insert Load Code into Notebook');
  await expect.poll(() => page.notebook.getCellCount()).toBe(2);
  expect(await page.notebook.getCellTextInput(1)).toBe(
    'from model_storage_helpers import load_model_from_pvc\n\n' +
      'model = load_model_from_pvc("lists-alpha", version="1.0.0")'
  );
  await expect(page.locator('.jp-InputPrompt').last()).toHaveText('[ ]:');
});

test('without a notebook it says what to do', async ({ page, panel }) => {
  await panel.open();
  await panel.choose('lists-alpha', 'Insert Load Code into Notebook');
  await expect(page.locator('.jp-toastContainer')).toContainText(
    'No notebook is open'
  );
});

test('a model is deployed by dragging it to the deployments', async ({
  page,
  panel
}) => {
  await panel.open();
  await panel.filter.fill('lists-');
  await panel
    .model('lists-alpha')
    .dragTo(panel.root.locator('[data-section="deployments"]'));
  const dialog = new DeployDialog(page);
  await expect(dialog.name).toHaveValue('lists-alpha');
  await page.keyboard.press('Escape');
});

test('a filter has no serious accessibility problem in any look', async ({
  panel,
  picture,
  violations,
  inEveryLook
}) => {
  await panel.open();
  await inEveryLook(async look => {
    await panel.filter.fill('lists-');
    await panel.model('lists-beta').hover();
    expect(await violations('#jp-kserve-models')).toEqual([]);
    await picture(`filtered-${look}`, panel.root);
    await panel.filter.fill('churn');
    await expect(panel.root).toContainText('No models match “churn”.');
    expect(await violations('#jp-kserve-models')).toEqual([]);
    await picture(`no-match-${look}`, panel.root);
  });
});
