import { expect, saveModel, test } from '../fixtures';
import { requestsOf } from '../pages/requests';

// The page is opened here, under observation.
test.use({ autoGoto: false });

test('nothing is asked of the server half before the panel is opened', async ({
  page,
  panel
}) => {
  await saveModel('at-rest', '1');
  const requests = requestsOf(page);
  await page.goto();
  // The panel would have had the time to ask.
  await page.waitForLoadState('networkidle');
  expect(requests).toEqual([]);
  await panel.open();
  await expect(panel.model('at-rest')).toBeVisible();
  expect(requests.length).toBeGreaterThan(0);
});
