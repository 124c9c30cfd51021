// A log of 50 MB from a real pod. Nothing here is held to a time: the numbers go to the report.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import {
  apply,
  aService,
  expect,
  removeModel,
  removeServices,
  test
} from '../fixtures';
import { program, volume } from '../places';
import { ServicePage } from '../pages/service-page';

const NAME = 'logs-loud';
const LINES = 500_000;

/** A model whose server prints 50 MB when it is asked. */
const LOUD = `
import functools
from model_storage_helpers import save_model_to_pvc
from sklearn.dummy import DummyRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer
lines = ["x" * 99] * ${LINES}
loud = FunctionTransformer(functools.partial(print, *lines, "the last line", sep="\\n", flush=True))
model = make_pipeline(loud, DummyRegressor())
model.steps[1][1].fit([[0.0]], [0.0])
save_model_to_pvc(model, "${NAME}", metadata={"version": "1"})
`;

test.beforeAll(async () => {
  await promisify(execFile)(program('python'), ['-c', LOUD], {
    env: { ...process.env, MODEL_STORAGE_PATH: volume }
  });
  await apply(aService(NAME, `${NAME}/1`));
});

test.afterAll(async () => {
  await removeServices(NAME);
  removeModel(NAME);
});

test('a log of 50 MB is followed, and the page goes on', async ({
  page,
  picture
}, info) => {
  test.setTimeout(240_000);
  const service = new ServicePage(page);
  await service.open(NAME);
  await expect(service.state).toContainText('Ready', { timeout: 60_000 });
  await service.show('Logs');
  await expect(service.root).toContainText('Following');
  // How long the page does not draw: the longest times between two frames.
  await page.evaluate(() => {
    const gaps: number[] = [];
    Object.assign(window, { gaps });
    let last = performance.now();
    const frame = (now: number) => {
      gaps.push(now - last);
      last = now;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
  const began = Date.now();
  // Asked from outside, so that the log is what the page looks at.
  const asked = page.evaluate(async name => {
    const base = location.pathname.split('lab')[0];
    await fetch(`${base}jupyterlab-kserve/predict`, {
      method: 'POST',
      headers: {
        'X-XSRFToken': /_xsrf=([^;]+)/.exec(document.cookie)?.[1] ?? ''
      },
      body: JSON.stringify({
        service: name,
        protocol: 'v1',
        body: { instances: [[1]] }
      })
    });
  }, NAME);
  // Those that are kept are 50,000 and some more.
  await expect(service.root).toContainText(/4[45]\d,?\d{3} older lines/, {
    timeout: 120_000
  });
  const taken = Date.now() - began;
  await asked;
  const gaps = await page.evaluate(() =>
    (window as unknown as { gaps: number[] }).gaps.sort((a, b) => b - a)
  );
  info.annotations.push({
    type: 'measured',
    description: `50 MB shown after ${taken} ms; ${gaps.length} frames, the longest ${gaps
      .slice(0, 3)
      .map(gap => gap.toFixed(0))
      .join(', ')} ms`
  });
  console.log(info.annotations.at(-1)?.description);
  // The last lines are kept, those in sight are in the page, the rest is counted.
  await service.root.getByLabel('Find in log').fill('the last line');
  await expect(
    service.root.getByRole('status').filter({ hasText: /^1 of 1$/ })
  ).toBeVisible();
  expect(await service.log.locator('[class*="Log-line"]').count()).toBeLessThan(
    200
  );
  await picture('log-50-mb-light');
});

test('a page behind another one reads no log, and goes on where it was', async ({
  page
}) => {
  const sent: { op: string; channel?: string }[] = [];
  page.on('websocket', socket => {
    socket.on('framesent', ({ payload }) => {
      if (socket.url().includes('jupyterlab-kserve/stream')) {
        sent.push(JSON.parse(String(payload)) as (typeof sent)[number]);
      }
    });
  });
  const logs = () => sent.filter(({ channel }) => channel === 'log').length;
  const service = new ServicePage(page);
  await service.open(NAME);
  await service.show('Logs');
  await expect(service.root).toContainText('Following');
  expect(logs()).toBe(1);
  const ended = () => sent.filter(({ op }) => op === 'unsubscribe').length;
  const before = ended();
  await page.menu.clickMenuItem('File>New>Text File');
  await expect(service.root).toBeHidden();
  await expect.poll(ended).toBeGreaterThan(before);
  await service.open(NAME);
  await expect.poll(logs).toBe(2);
  await expect(service.root).toContainText('Following');
});
