import { expect, saveModel, test } from '../fixtures';
import { requestsOf } from '../pages/requests';

/** Bytes of our JavaScript, as they lie on the disk, that a page may load before it is usable. */
const MAX_BYTES = 40_000;

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

test('little of our code is loaded before the application is restored', async ({
  page,
  panel
}) => {
  await page.addInitScript(() => {
    // JupyterLab loads more than the browser remembers by itself.
    performance.setResourceTimingBufferSize(10_000);
    const timer = setInterval(() => {
      if (window.jupyterapp) {
        clearInterval(timer);
        void window.jupyterapp.restored.then(() =>
          performance.mark('restored')
        );
      }
    }, 5);
  });
  const ours = () =>
    page.evaluate(() => {
      const [restored] = performance.getEntriesByName('restored');
      return performance
        .getEntriesByType('resource')
        .map(entry => entry as PerformanceResourceTiming)
        .filter(({ name }) =>
          /\/extensions\/jupyterlab-kserve\/static\/.*\.js(\?|$)/.test(name)
        )
        .map(({ name, decodedBodySize, startTime }) => ({
          file: new URL(name).pathname.split('/').pop(),
          bytes: decodedBodySize,
          early: startTime < restored.startTime
        }));
    });
  await page.goto();
  await page.waitForLoadState('networkidle');
  const loaded = await ours();
  const early = loaded.filter(file => file.early);
  const bytes = early.reduce((total, file) => total + file.bytes, 0);
  console.log(
    `    ${bytes} bytes before restored:`,
    early.map(({ file, bytes: size }) => `${file} ${size}`).join(', ')
  );
  expect(bytes).toBeGreaterThan(0);
  expect(bytes).toBeLessThanOrEqual(MAX_BYTES);
  // Nor does the rest come before somebody wants to see it.
  expect(loaded.length).toBe(early.length);
  await panel.open();
  await expect
    .poll(async () => (await ours()).length)
    .toBeGreaterThan(loaded.length);
});
