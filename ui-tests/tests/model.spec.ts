import * as fs from 'node:fs';
import * as path from 'node:path';
import {
  apply,
  aService,
  cardOf,
  expect,
  onVolume,
  removeModel,
  removeServices,
  saveModel,
  test,
  writeCard
} from '../fixtures';
import { openNotebook } from '../pages/documents';
import { ModelPage } from '../pages/model-page';

const NAME = 'churn';
const TABS = ['Overview', 'Versions', 'Files', 'Deployments', 'Use'];

test.beforeAll(async () => {
  // Each is a Python process that imports scikit-learn.
  test.setTimeout(180_000);
  await saveModel(NAME, '1.0.0');
  await saveModel(NAME, '1.1.0');
});

test('a model’s page says what its card says, in every look', async ({
  page,
  panel,
  picture,
  violations,
  inEveryLook
}) => {
  test.slow();
  await panel.open();
  await panel.model(NAME).dblclick();
  const model = new ModelPage(page, NAME);
  await expect(model.version).toHaveValue('1.1.0');
  await expect(model.card('Facts')).toContainText('IsolationForest');
  await expect(model.card('Facts')).toContainText(
    'This file refers only to code that rebuilds models'
  );
  await expect(model.card('Metadata')).toContainText('2025-11-07');
  await expect(model.card('Metrics')).toContainText('0.95');
  await inEveryLook(async look => {
    for (const tab of TABS) {
      await model.tab(tab);
      expect(await violations(ModelPage.selector)).toEqual([]);
      await picture(`model-${tab.toLowerCase()}-${look}`);
    }
  });
});

test('what is edited in place is kept on the volume; Markdown is rendered, and nothing of it runs', async ({
  page,
  panel,
  picture
}) => {
  await panel.open();
  await panel.choose(NAME, 'Edit Metadata');
  const model = new ModelPage(page, NAME);
  const metadata = model.root.getByRole('form', { name: 'Edit Metadata' });
  await metadata.getByLabel('Value of training_date').fill('2026-01-01');
  await metadata.getByRole('button', { name: 'Add entry' }).click();
  await metadata.getByRole('button', { name: 'Save' }).click();
  await expect(metadata).toContainText('Enter a name.');
  await picture('model-edit-refused');
  await metadata.getByLabel('Name of new entry').fill('owner');
  await metadata.getByLabel('Value of owner').fill('me');
  await metadata.getByRole('button', { name: 'Save' }).click();
  await expect(model.card('Metadata')).toContainText('owner');
  expect(cardOf(NAME, '1.1.0').metadata).toEqual({
    version: '1.1.0',
    accuracy: 0.95,
    training_date: '2026-01-01',
    owner: 'me'
  });

  const description = await model.edit('Description');
  await description
    .getByLabel('Description')
    .fill(
      'For **nodes**\n\n<img src=x onerror="window.ran = 1"><script>window.ran = 1</script>'
    );
  await page.keyboard.press('Control+Enter');
  const text = model.card('Description');
  await expect(text.locator('strong')).toHaveText('nodes');
  expect(await page.evaluate(() => 'ran' in window)).toBe(false);
  await expect(text.locator('[onerror], script')).toHaveCount(0);
});

test('two edits at once are both shown, and the user says which stays', async ({
  page,
  panel,
  picture,
  violations
}) => {
  await panel.open();
  await panel.model(NAME).dblclick();
  const model = new ModelPage(page, NAME);
  await expect(model.version).toHaveValue('1.1.0');
  const form = await model.edit('Description');
  await form.getByLabel('Description').fill('mine');
  writeCard(NAME, '1.1.0', { description: 'theirs' });
  await form.getByRole('button', { name: 'Save' }).click();
  const card = model.card('Description');
  await expect(card).toContainText('another user edited the model card');
  await expect(card.getByRole('region', { name: 'Your changes' })).toHaveText(
    'mine'
  );
  await expect(
    card.getByRole('region', { name: 'Currently on the volume' })
  ).toHaveText('theirs');
  expect(await violations(ModelPage.selector)).toEqual([]);
  await picture('model-conflict');
  expect(cardOf(NAME, '1.1.0').description).toBe('theirs');
  await card.getByRole('button', { name: 'Save my changes' }).click();
  await expect(model.root).not.toContainText(
    'another user edited the model card'
  );
  await expect(card.getByText('mine')).toBeVisible();
  expect(cardOf(NAME, '1.1.0').description).toBe('mine');
});

test('a link opens the page, which comes back after a reload', async ({
  page,
  baseURL
}) => {
  // Galata's own goto waits for the launcher.
  await page.evaluate(
    url => window.location.assign(url),
    `${baseURL}/lab?kserve-model=${NAME}`
  );
  const model = new ModelPage(page, NAME);
  await expect(model.version).toHaveValue('1.1.0');
  await expect(page).not.toHaveURL(/kserve-model/);
  // The layout is kept a moment later.
  await page.waitForTimeout(1500);
  await page.evaluate(() => window.location.reload());
  await expect(model.root).toBeHidden();
  await expect(model.version).toHaveValue('1.1.0');
});

test('Delete says what breaks; Undo and the trash bring back what was deleted', async ({
  page,
  panel,
  picture,
  violations,
  tmpPath
}) => {
  test.slow();
  const name = 'doomed';
  removeModel(name);
  await saveModel(name, '1');
  await saveModel(name, '2');
  await apply(aService(name, `${name}/1`));
  const notebook = `${tmpPath}/naming.ipynb`;
  await openNotebook(page, notebook, [`load_model_from_pvc("${name}")`]);

  await panel.open();
  await expect(panel.service(name)).toBeVisible();
  await panel.choose(name, 'Delete…');
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('Delete 2 versions of doomed?');
  await expect(dialog).toContainText('doomed (1)');
  await expect(dialog).toContainText('naming.ipynb');
  await picture('delete-dialog');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  expect(fs.existsSync(onVolume(name, '1'))).toBe(true);

  await panel.choose(name, 'Delete…');
  await dialog.getByRole('button', { name: 'Delete 2 Versions' }).click();
  await expect(panel.model(name)).toHaveCount(0);
  expect(fs.existsSync(onVolume(name))).toBe(false);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(panel.model(name)).toContainText('2');
  // One version after the other: its row is there with the first.
  await expect
    .poll(() => fs.existsSync(onVolume(name, '1', 'model.joblib')))
    .toBe(true);

  await panel.model(name).dblclick();
  const model = new ModelPage(page, name);
  await model.tab('Versions');
  await model.row('2').getByRole('checkbox').check();
  await model.root.getByRole('button', { name: 'Delete…' }).click();
  await dialog.getByRole('button', { name: 'Delete 1 Version' }).click();
  await expect(model.row('2')).toHaveCount(0);
  await panel.root.getByRole('button', { name: 'Open Trash' }).click();
  const trash = page.locator('.jp-Kserve-Page', {
    has: page.getByRole('heading', { level: 2, name: 'Trash' })
  });
  await expect(trash.getByRole('row')).toHaveCount(2);
  expect(await violations('.jp-Kserve-Page')).toEqual([]);
  await picture('trash');
  await trash.getByRole('button', { name: 'Restore doomed 2' }).click();
  await expect(trash).toContainText('The trash is empty.');
  expect(fs.existsSync(onVolume(name, '2', 'model.joblib'))).toBe(true);
  await removeServices(name);
});

test('a version is used from its menu, deleted with a key, and from the trash for good', async ({
  page,
  panel,
  picture
}) => {
  const name = 'by-hand';
  test.slow();
  removeModel(name);
  for (const version of ['1', '2', '3']) {
    await saveModel(name, version);
  }
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await panel.open();
  await panel.model(name).dblclick();
  const model = new ModelPage(page, name);
  await model.tab('Versions');
  await model.row('1').click({ button: 'right' });
  const menu = page.getByRole('menu').last();
  await expect(menu.getByRole('menuitem')).toContainText([
    'Deploy…',
    'Compare Versions',
    'Edit Metadata',
    'Copy Storage URI',
    'Copy Load Code',
    'Insert Load Code into Notebook',
    'Delete…'
  ]);
  await picture('model-version-menu');
  await menu.getByRole('menuitem', { name: 'Copy Load Code' }).click();
  await expect
    .poll(() => page.evaluate(() => navigator.clipboard.readText()))
    .toContain('load_model_from_pvc("by-hand", version="1")');

  const dialog = page.getByRole('dialog');
  for (const version of ['1', '2']) {
    await model.row(version).focus();
    await page.keyboard.press('Delete');
    await expect(dialog).toContainText(`Versions: ${version} (`);
    await dialog.getByRole('button', { name: 'Delete 1 Version' }).click();
    await expect(model.row(version)).toHaveCount(0);
  }
  expect(fs.readdirSync(onVolume(name))).toContain('3');

  await panel.root.getByRole('button', { name: 'Open Trash' }).click();
  const trash = page.locator('#jp-kserve-trash');
  const entry = trash.getByRole('row').filter({ hasText: name });
  await expect(entry).toHaveCount(2);
  await trash
    .getByRole('button', { name: 'Delete by-hand 1 permanently…' })
    .click();
  // Enter by mistake does not.
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await dialog.getByRole('button', { name: 'Delete Permanently' }).click();
  await expect(entry).toHaveCount(1);
  await expect(trash).toContainText('by-hand 1 was deleted permanently.');
  await trash.getByRole('button', { name: 'Empty trash…' }).click();
  await dialog.getByRole('button', { name: 'Empty Trash' }).click();
  await expect(entry).toHaveCount(0);
  await expect(trash).toContainText('The trash is empty.');
  expect(fs.readdirSync(onVolume('.trash'))).toEqual([]);
});

test('an edit is not lost when its page or the browser is closed', async ({
  page,
  panel,
  picture
}) => {
  await panel.open();
  await panel.model(NAME).dblclick();
  const model = new ModelPage(page, NAME);
  await expect(model.version).toHaveValue('1.1.0');
  const form = await model.edit('Description');
  const tab = page.getByRole('main').getByRole('tab', { name: NAME });
  await expect(tab).not.toHaveClass(/jp-mod-dirty/);
  await form.getByLabel('Description').fill('Half a sentence');
  await expect(tab).toHaveClass(/jp-mod-dirty/);
  await tab.locator('.lm-TabBar-tabCloseIcon').click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('Discard unsaved changes?');
  await picture('model-discard');
  await dialog.getByRole('button', { name: 'Keep Editing' }).click();
  await expect(form.getByLabel('Description')).toHaveValue('Half a sentence');

  const asked = page.waitForEvent('dialog');
  await page.close({ runBeforeUnload: true });
  const question = await asked;
  expect(question.type()).toBe('beforeunload');
  await question.dismiss();

  // Escape in the form asks too.
  await form.getByLabel('Description').press('Escape');
  await dialog.getByRole('button', { name: 'Keep Editing' }).click();
  await expect(form).toBeVisible();
  await tab.locator('.lm-TabBar-tabCloseIcon').click();
  await dialog.getByRole('button', { name: 'Discard' }).click();
  await expect(model.root).toHaveCount(0);
});

test('what others wrote is text, whatever it is, and breaks nothing', async ({
  page,
  panel,
  picture,
  violations
}) => {
  const name = 'hostile';
  const html = '<img src=x onerror="window.ran = 1"><b>bold</b>';
  const rightToLeft = '\u202eנמל\u202c';
  removeModel(name);
  await saveModel(name, '1');
  writeCard(name, '1', {
    description: `${html}\n\n${'long '.repeat(2000)}`,
    metadata: {
      [html]: html,
      [rightToLeft]: rightToLeft,
      long: 'x'.repeat(10_000)
    },
    metrics: { [html]: 1, [`${'m'.repeat(300)}`]: 2 },
    tags: [html, rightToLeft, 't'.repeat(300)],
    libraries: { [html]: html },
    source: { kind: html, notebook: html, git_commit: html }
  });
  await panel.open();
  await panel.model(name).dblclick();
  const model = new ModelPage(page, name);
  const metadata = model.card('Metadata');
  await expect(metadata).toContainText(html);
  await expect(metadata).toContainText(rightToLeft);
  await expect(metadata).not.toContainText('x'.repeat(1000));
  await metadata.getByRole('button', { name: 'Show all' }).click();
  await expect(metadata).toContainText('x'.repeat(10_000));
  for (const tab of TABS) {
    await model.tab(tab);
    expect(await violations(ModelPage.selector)).toEqual([]);
    // Nothing is wider than the page.
    expect(
      await model.root.evaluate(
        ({ parentElement: frame }) => frame!.scrollWidth - frame!.clientWidth
      )
    ).toBeLessThanOrEqual(0);
    await picture(`model-hostile-${tab.toLowerCase()}`);
  }
  expect(await page.evaluate(() => 'ran' in window)).toBe(false);

  const odd = onVolume('<b>odd', 'model.pkl');
  fs.mkdirSync(path.dirname(odd), { recursive: true });
  fs.writeFileSync(odd, 'x');
  await panel.model('<b>odd').dblclick();
  const broken = new ModelPage(page, '<b>odd');
  await expect(broken.root).toContainText('Its name is not valid');
  fs.rmSync(path.dirname(odd), { recursive: true });
});

test('an entry of an older layout says what it lacks, and becomes versions', async ({
  page,
  panel,
  picture
}) => {
  const name = 'from-before';
  removeModel(name);
  await saveModel('donor', '1');
  fs.copyFileSync(
    onVolume('donor', '1', 'model.joblib'),
    onVolume(`${name}.pkl`)
  );
  await panel.open();
  await panel.model(name).dblclick();
  const model = new ModelPage(page, name);
  await expect(model.root).toContainText('This model is a single file');
  await expect(
    model.root.getByRole('button', { name: 'Deploy…' })
  ).toBeDisabled();
  await picture('model-legacy');
  await model.root.getByRole('button', { name: 'Convert to versions' }).click();
  await expect(model.version).toHaveValue('1');
  await expect(model.root).not.toContainText('This model is a single file');
  expect(cardOf(name, '1').files).not.toEqual([]);
});

test('Verify reads the files again, and finds one that was changed', async ({
  page,
  panel,
  picture
}) => {
  const name = 'verified';
  removeModel(name);
  await saveModel(name, '1');
  await panel.open();
  await panel.model(name).dblclick();
  const model = new ModelPage(page, name);
  await model.tab('Files');
  const verify = model.root.getByRole('button', { name: 'Verify checksums' });
  await verify.click();
  await expect(model.root).toContainText('All checksums match');
  const file = onVolume(name, '1', 'model.joblib');
  const bytes = fs.readFileSync(file);
  bytes[bytes.length - 1] ^= 1;
  fs.writeFileSync(file, bytes);
  await verify.click();
  await expect(model.root).toContainText('Some checksums do not match');
  await picture('model-verify-failed');
});

test('two versions are compared side by side, and a tag moves between them', async ({
  page,
  panel,
  picture,
  violations
}) => {
  const name = 'compared';
  removeModel(name);
  await saveModel(name, '1');
  await saveModel(name, '2');
  writeCard(name, '1', { metrics: { auc: 0.8 } });
  writeCard(name, '2', { metrics: { auc: 0.9 } });
  await panel.open();
  await panel.choose(name, 'Compare Versions');
  const model = new ModelPage(page, name);
  const comparison = model.card('Compare 1 with 2');
  await expect(comparison.getByRole('row', { name: 'auc' })).toHaveText(
    /auc.*0\.8.*0\.9.*\+0\.1/
  );

  await model.root.getByRole('button', { name: 'Add alias' }).click();
  await model.root.getByRole('button', { name: 'Set on 2' }).click();
  await expect(model.row('2')).toContainText('champion');
  await model.root
    .getByLabel('Version of the alias champion')
    .selectOption('1');
  await expect(model.row('1')).toContainText('champion');
  await expect(model.row('2')).not.toContainText('champion');
  expect(await violations(ModelPage.selector)).toEqual([]);
  await picture('model-compare');

  // By keyboard: Space takes one out, Enter opens it.
  await model.row('1').focus();
  await page.keyboard.press('Space');
  await expect(comparison).toHaveCount(0);
  await page.keyboard.press('ArrowUp');
  await expect(model.row('2')).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(model.version).toHaveValue('1');
});
