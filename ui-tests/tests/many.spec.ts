// The sidebar with 10,000 models. How quick it is, `bench/sidebar.mjs` tells.
import { expect, test } from '../fixtures';
import { openNotebook } from '../pages/documents';

test.use({ server: 'withManyModels' });

/** No screen makes it have more rows in the page. */
const MAX_ROWS = 200;

test('10,000 models are scrolled, found and reached', async ({
  page,
  panel,
  picture,
  violations
}) => {
  await panel.open();
  await expect(panel.models).toHaveAttribute('aria-rowcount', '10000', {
    timeout: 60_000
  });
  const rows = panel.models.getByRole('row');
  const seen = new Set<string>();
  await panel.models.hover();
  for (let turn = 0; turn < 20; turn++) {
    await page.mouse.wheel(0, 800);
    expect(await rows.count()).toBeLessThan(MAX_ROWS);
    (await panel.names()).forEach(name => seen.add(name));
  }
  expect(seen.size).toBeGreaterThan(200);

  await rows.first().focus();
  await page.keyboard.press('End');
  await expect(panel.model('model-09999')).toBeFocused();
  await expect(panel.model('model-09999')).toBeInViewport();
  await expect(panel.model('model-09999')).toHaveAttribute(
    'aria-rowindex',
    '10000'
  );
  await page.keyboard.press('ArrowUp');
  await expect(panel.model('model-09998')).toBeInViewport();
  expect(await rows.count()).toBeLessThan(MAX_ROWS);
  await page.keyboard.type('model-0777');
  await expect(panel.model('model-07770')).toBeFocused();
  await expect(panel.model('model-07770')).toBeInViewport();
  await picture('many-models', panel.root);
  expect(await violations('#jp-kserve-models')).toEqual([]);

  await panel.filter.fill('team-7 champion');
  await expect(panel.head('Models')).toContainText(/^Models\s*\d of 10,000$/i);
  await panel.filter.fill('team-7 xgboost');
  await expect(panel.head('Models')).toContainText(/\d+ of 10,000/);
  expect((await panel.names())[0]).toMatch(/^model-/);
  await picture('many-models-filtered', panel.root);
});

test('a list that is drawn is not drawn anew while one types elsewhere', async ({
  page,
  panel,
  tmpPath
}) => {
  await openNotebook(page, `${tmpPath}/typing.ipynb`, ['']);
  await panel.open();
  await expect(panel.models).toHaveAttribute('aria-rowcount', '10000', {
    timeout: 60_000
  });
  await page.notebook.enterCellEditingMode(0);
  const changes = await panel.root.evaluateHandle(root => {
    const seen = { count: 0 };
    new MutationObserver(records => (seen.count += records.length)).observe(
      root,
      { subtree: true, childList: true, attributes: true, characterData: true }
    );
    return seen;
  });
  await page.keyboard.type('value = 1 + 2 + 3');
  expect(await changes.evaluate(seen => seen.count)).toBe(0);
});
