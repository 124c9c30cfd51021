// Nothing serious or critical in any view, in the light and in the dark theme.
import { expect, test } from '../fixtures';
import { clearViews, everyView, prepareViews } from '../pages/views';

test.beforeAll(async ({ servers }) => {
  test.setTimeout(240_000);
  await prepareViews(await servers.get('whole'));
});

test.afterAll(clearViews);

test('axe finds nothing serious or critical in any view, light and dark', async ({
  page,
  picture,
  violations
}) => {
  test.setTimeout(600_000);
  const seen: string[] = [];
  await everyView(page, async ({ name, selector, root }) => {
    seen.push(name);
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
      // All views are looked at, also after one with a finding.
      expect.soft(await violations(selector), `${name}, ${look}`).toEqual([]);
      await picture(`view-${name}-${look}`);
    }
    await expect(root).toBeVisible();
  });
  expect(seen.length).toBeGreaterThan(30);
});
