// Every view, light and dark: axe finds nothing serious, and no text of ours goes past the translation.
import { galata } from '@jupyterlab/galata';
import { expect, test } from '../fixtures';
import { LOCALE, speakPseudo, untranslated } from '../fixtures/pseudo';
import { clearViews, everyView, prepareViews, VIEWED } from '../pages/views';
import { namespace, volume } from '../places';

/** What is no text of ours. */
const DATA = [
  // Names, numbers, moments, and what a server or a cluster says of itself.
  new RegExp(VIEWED),
  new RegExp(`^${namespace}$`),
  new RegExp(`^${volume}`),
  /^viewed\/[\w.]+$/,
  /^(boiler|chiller|grid) \d/,
  /^(input-0 \[|model-storage-pvc|sklearn-pvc-runtime$|https:\/\/127\.0\.0\.1:)/,
  /^(kserve-container|kserve\/sklearnserver:latest|kubectl-client-side-apply)$/,
  /^serving\.kserve\.io\/v1beta1$/,
  /^[\d.,]+ ([KMGT]i)?B$/,
  /^[0-9a-f]{64}$/,
  /^[\d/,: ]+ ?[AP]M( · local)?$/,
  /^v\d/,
  // What people call frameworks, classes, libraries, formats, protocols, modes and languages.
  /^(scikit-learn|Hugging Face|joblib|numpy|scipy|python|model\.joblib|\.card\/|sklearn\.[\w.]+|IsolationForest)/,
  /^(pickle|V1|V2|V1, V2|FP64|Standard|local|Python|curl)$/,
  // What a row says of a model: its size, its age and what made it.
  /^[\d.]+ [KMG]iB ·.*· scikit-learn$/,
  // What somebody has written, or a pickle names.
  /^(accuracy|training_date|version)(: [\w.-]+)?$/,
  /^(typed|mine|theirs|system ·)$/,
  // What the server half says is in English.
  /^It was written with numpy 2 or later/,
  // Keys, and JupyterLab's own words.
  /^(D|Del|Ctrl\+C|Shift\+Right Click for Browser Menu)$/,
  /^(main area (content|toolbar)|Hide notification|notification timer)$/
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

// One walk for both: what axe looks for does not depend on the language.
test('every view is accessible in the light and in the dark, and translated throughout', async ({
  page,
  picture,
  violations
}) => {
  test.setTimeout(600_000);
  const seen: string[] = [];
  await everyView(page, async ({ name, selector, root }) => {
    seen.push(name);
    await expect(root).toContainText('⟦');
    // All views are looked at, also after one with a finding.
    expect.soft(await untranslated(root, DATA), name).toEqual([]);
    if (selector === '.lm-Menu') {
      return; // Lumino's own: its separators have no role.
    }
    for (const theme of ['JupyterLab Light', 'JupyterLab Dark']) {
      // By command: a menu would close what is looked at.
      await page.evaluate(async theme => {
        const { commands } = window.jupyterapp;
        await commands.execute('apputils:change-theme', { theme });
      }, theme);
      await expect(page.locator('body')).toHaveAttribute(
        'data-jp-theme-name',
        theme
      );
      const look = theme.split(' ')[1].toLowerCase();
      expect.soft(await violations(selector), `${name}, ${look}`).toEqual([]);
      await picture(`view-${name}-${look}`);
    }
    await expect(root).toBeVisible();
  });
  expect(seen.length).toBeGreaterThan(30);
});
