// No text of ours goes past the translation.
import { galata } from '@jupyterlab/galata';
import { expect, test } from '../fixtures';
import { LOCALE, speakPseudo, untranslated } from '../fixtures/pseudo';
import { clearViews, everyView, prepareViews, VIEWED } from '../pages/views';
import { namespace, volume } from '../places';

/** What is no text of ours. */
const DATA = [
  new RegExp(VIEWED),
  new RegExp(`^${namespace}$`),
  new RegExp(`^${volume}`),
  /^[\d.,]+ ([KMGT]i)?B$/,
  // What people call their frameworks, classes and libraries.
  /^(scikit-learn|Hugging Face|joblib|numpy|scipy|python|model\.joblib|\.card\/|sklearn\.[\w.]+|IsolationForest)/,
  /^model-storage-pvc$/,
  // What a row says of a model: its size, its age and what made it.
  /^[\d.]+ [KMG]iB ·.*· scikit-learn$/,
  // Keys and values of the metadata, checksums, moments.
  /^(accuracy|training_date|version)$/,
  /^[0-9a-f]{64}$/,
  /^[\d/,: ]+ ?[AP]M$/,
  /^v\d/
];

test.use({
  autoGoto: false,
  mockSettings: {
    ...galata.DEFAULT_SETTINGS,
    '@jupyterlab/translation-extension:plugin': { locale: LOCALE }
  }
});

test.beforeAll(async ({ servers }) => {
  test.setTimeout(240_000);
  await prepareViews(await servers.get('whole'));
});

test.afterAll(clearViews);

test.beforeEach(async ({ page }) => {
  await speakPseudo(page);
  await page.goto();
});

test('every view is translated throughout', async ({ page, picture }) => {
  test.setTimeout(600_000);
  const seen: string[] = [];
  await everyView(page, async ({ name, root }) => {
    seen.push(name);
    await expect(root).toContainText('⟦');
    // All views are looked at, also after one with a finding.
    expect.soft(await untranslated(root, DATA), name).toEqual([]);
    await picture(`translation-${name}`);
  });
  expect(seen.length).toBeGreaterThan(30);
});
