import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { expect, onVolume, removeModel, saveModel, test } from '../fixtures';
import { MigrationPage } from '../pages/migration-page';
import { program, repository } from '../places';

/** What the models are called on the volume. */
const names = ['boiler', 'chiller', 'grid', 'huge', 'cooler'];

let folder = '';

function hash(...file: string[]): string {
  const bytes = fs.readFileSync(path.join(...file));
  return createHash('sha256').update(bytes).digest('hex');
}

test.beforeAll(async ({ servers }) => {
  folder = (await servers.get('whole')).legacy;
});

test.beforeEach(() => {
  names.forEach(removeModel);
  fs.rmSync(folder, { recursive: true, force: true });
  const script = path.join(repository, 'ui-tests', 'models', 'legacy.py');
  execFileSync(program('python'), [script, folder]);
});

test.afterAll(() => names.forEach(removeModel));

test('models are found, planned, copied, and their originals removed', async ({
  page,
  panel,
  picture
}) => {
  await saveModel('boiler', '1.1.0'); // Another model under the same name.
  fs.rmSync(path.join(folder, 'huge.safetensors'));
  const migration = new MigrationPage(page);
  await panel.open();
  await panel.root.getByRole('button', { name: 'Migrate Models…' }).click();
  await expect(migration.plan).toBeVisible();
  await expect(migration.root).toContainText(folder);
  await expect(migration.field('grid', 'Version')).toHaveValue('2');
  await expect(migration.line('boiler')).toContainText('Conflict');
  await expect(migration.box('boiler')).not.toBeChecked();
  await expect(migration.copy).toHaveText('Copy 2 models');
  await picture('migration-plan');

  // What is in the way, beside what was found.
  const compare = migration.root.getByRole('button', { name: 'Compare' });
  await compare.click();
  await expect(migration.comparison).toContainText(hash(folder, 'boiler.pkl'));
  await expect(migration.comparison).toContainText(
    hash(onVolume('boiler', '1.1.0', 'model.joblib'))
  );
  await expect(
    migration.comparison.getByRole('row', { name: 'accuracy' })
  ).toHaveText(/accuracy.*0\.91.*0\.95/);
  await picture('migration-compare');
  await compare.click();
  await expect(migration.comparison).toHaveCount(0);

  // Out of the conflict three ways.
  await migration.box('boiler').check();
  await expect(migration.copy).toBeDisabled();
  await migration.line('boiler').getByText('Skip').click();
  await expect(migration.copy).toBeEnabled();
  await migration.line('boiler').getByText('Rename').click();
  await expect(migration.field('boiler', 'Model')).toBeFocused();
  await migration.line('boiler').getByText('Use 1.1.1').click();
  await expect(migration.field('boiler', 'Version')).toHaveValue('1.1.1');
  await migration.field('chiller', 'Model').fill('-');
  await expect(migration.copy).toBeDisabled();
  await migration.field('chiller', 'Model').press('Escape');
  await expect(migration.field('chiller', 'Model')).toHaveValue('chiller');
  await migration.field('chiller', 'Model').fill('cooler');
  // Nothing is written before Copy is pressed.
  expect(names.filter(name => fs.existsSync(onVolume(name)))).toEqual([
    'boiler'
  ]);

  await expect(migration.copy).toHaveText('Copy 3 models');
  await migration.copy.click();
  await expect(migration.root).toContainText('3 models are on the volume.');
  await expect(migration.result).toContainText(
    'boiler 1.1.1, checksum matches'
  );
  await picture('migration-result');
  expect(fs.existsSync(onVolume('cooler'))).toBe(true);
  expect(fs.existsSync(onVolume('grid', '2', 'model.joblib'))).toBe(true);
  const card = JSON.parse(
    fs.readFileSync(onVolume('boiler', '1.1.1', '.card', 'card.json'), 'utf8')
  ) as { metadata: Record<string, unknown> };
  expect(card.metadata.accuracy).toBe(0.91);
  expect(fs.existsSync(path.join(folder, 'boiler.pkl'))).toBe(true);

  // One of the originals has changed since: it is kept, and that is said.
  fs.appendFileSync(path.join(folder, 'chiller', 'model.pkl'), 'more');
  await migration.root
    .getByRole('button', { name: 'Remove 3 originals…' })
    .click();
  const question = page.getByRole('dialog');
  await expect(question).toContainText('boiler.pkl');
  await question.getByRole('button', { name: 'Remove 3 Originals' }).click();
  await expect(migration.root).toContainText('Kept files:');
  await picture('migration-removed');
  expect(fs.existsSync(path.join(folder, 'boiler.pkl'))).toBe(false);
  expect(fs.existsSync(path.join(folder, 'chiller', 'model.pkl'))).toBe(true);
});

test('what is on the volume already is not copied again', async ({ page }) => {
  fs.rmSync(path.join(folder, 'huge.safetensors'));
  const migration = new MigrationPage(page);
  await migration.openFromLauncher();
  await migration.copy.click();
  await expect(migration.root).toContainText('3 models are on the volume.');
  await migration.root
    .getByRole('button', { name: 'Scan for more models' })
    .click();
  await expect(migration.line('boiler')).toContainText(
    'Already on the volume as boiler/1.1.0'
  );
  await expect(migration.box('boiler')).toBeDisabled();
  await expect(migration.copy).toBeDisabled();
  await expect(migration.root).toContainText('1 file is skipped');
  await expect(
    migration.root.getByRole('button', { name: 'Remove 3 originals…' })
  ).toBeVisible();
  // What was done before is listed, with what came of each.
  await migration.earlier.getByText('3 of 3 models copied').first().click();
  await expect(migration.earlier).toContainText(
    'boiler 1.1.0, checksum matches'
  );
});

test('the page has no serious accessibility problem in any look', async ({
  page,
  picture,
  violations,
  inEveryLook
}) => {
  await saveModel('boiler', '1.1.0');
  const migration = new MigrationPage(page);
  await migration.open();
  await expect(migration.plan).toBeVisible();
  await migration.root.getByText('Show metadata').click();
  await inEveryLook(async look => {
    expect(await violations(MigrationPage.selector)).toEqual([]);
    await picture(`migration-${look}`);
  });
  await page.setViewportSize({ width: 640, height: 800 });
  await expect(migration.field('boiler', 'Model')).toBeVisible();
  expect(await violations(MigrationPage.selector)).toEqual([]);
  await picture('migration-small');

  // What was typed is not lost with the page.
  await page.setViewportSize({ width: 1280, height: 800 });
  await migration.field('boiler', 'Model').fill('kettle');
  const tab = page.getByRole('main').getByRole('tab', { name: 'Migration' });
  await tab.locator('.lm-TabBar-tabCloseIcon').click();
  const question = page.getByRole('dialog');
  await question.getByRole('button', { name: 'Keep Editing' }).click();
  await expect(migration.field('boiler', 'Model')).toHaveValue('kettle');
  await tab.locator('.lm-TabBar-tabCloseIcon').click();
  await question.getByRole('button', { name: 'Discard' }).click();
  await expect(migration.root).toHaveCount(0);
});

test('a migration goes on without the page, is cancelled and resumed', async ({
  page,
  picture
}) => {
  test.setTimeout(360_000);
  const migration = new MigrationPage(page);
  await migration.open();
  await expect(migration.copy).toHaveText('Copy 4 models');
  await migration.copy.click();
  await expect(migration.progress).toBeVisible();
  await picture('migration-running');
  await page.reload();
  await migration.open();
  await expect(migration.progress).toBeVisible();
  await migration.root
    .getByRole('button', { name: 'Cancel', exact: true })
    .click();
  await expect(migration.root).toContainText('Migration cancelled.');
  expect(fs.existsSync(onVolume('huge'))).toBe(false);
  await picture('migration-cancelled');
  await migration.root.getByRole('button', { name: 'Resume' }).click();
  await expect(migration.root).toContainText('4 models are on the volume.', {
    timeout: 240_000
  });
  expect(fs.existsSync(onVolume('huge'))).toBe(true);
});

test('a server that is killed in the middle goes on where it was', async ({
  page,
  servers,
  picture
}) => {
  test.setTimeout(360_000);
  const migration = new MigrationPage(page);
  await migration.open();
  // The small ones are copied at once, the large one is not.
  await expect(migration.copy).toHaveText('Copy 4 models');
  await migration.copy.click();
  await expect(migration.line('huge').getByRole('progressbar')).toBeVisible();
  // The page is closed meanwhile: what it asks would be answered by nobody.
  await page.evaluate(() => window.location.assign('about:blank'));
  await page.waitForURL('about:blank');
  await servers.kill('whole');
  expect(fs.existsSync(onVolume('huge'))).toBe(false);
  await servers.get('whole');

  await page.goto();
  await migration.open();
  await expect(migration.root).toContainText(
    'The server stopped before the migration finished.'
  );
  await expect(migration.line('huge')).toContainText('Interrupted');
  const made = fs.statSync(onVolume('boiler', '1.1.0', 'model.pkl')).ino;
  await picture('migration-interrupted');
  await migration.root.getByRole('button', { name: 'Resume' }).click();
  await expect(migration.root).toContainText('4 models are on the volume.', {
    timeout: 240_000
  });
  // What was there was left as it was, and nothing is there twice.
  expect(fs.statSync(onVolume('boiler', '1.1.0', 'model.pkl')).ino).toBe(made);
  expect(fs.readdirSync(onVolume('boiler'))).toEqual(['1.1.0']);
  const kept = onVolume('huge', '1', 'model.safetensors');
  expect(fs.statSync(kept).size).toBe(
    fs.statSync(path.join(folder, 'huge.safetensors')).size
  );
  // A rerun from the first look finds nothing to do.
  await migration.root
    .getByRole('button', { name: 'Scan for more models' })
    .click();
  await expect(migration.line('huge')).toContainText(
    'Already on the volume as huge/1'
  );
  await expect(migration.copy).toBeDisabled();
});
