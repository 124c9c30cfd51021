// The sidebar with 10,000 models: when it is there, what scrolling costs, and whether typing in a notebook gets slower.
//
//   npm run bench -- sidebar
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { activated, inRepository, program } from '../scripts/places.mjs';
import { must, runScript } from '../scripts/processes.mjs';
import { openJupyterLab } from './browser.mjs';

/** A frame takes 16.7 ms; one that is later than this was dropped. */
const DROPPED_MS = 25;
const KEYS = 150;
const ROUNDS = 4;

const panel = '#jp-kserve-models';

function quantile(values, share) {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}

const ms = value => `${value.toFixed(1)} ms`;

function report(name, ...facts) {
  console.log(`${name.padEnd(34)} ${facts.join('   ')}`);
}

/** Collect the times between frames while something goes on. */
async function frames(page, task) {
  await page.evaluate(() => {
    window.benchFrames = [];
    let last = performance.now();
    const next = now => {
      window.benchFrames?.push(now - last);
      last = now;
      if (window.benchFrames) {
        requestAnimationFrame(next);
      }
    };
    requestAnimationFrame(next);
  });
  await task();
  return page.evaluate(() => {
    const taken = window.benchFrames.slice(1);
    window.benchFrames = null;
    return taken;
  });
}

function reportFrames(name, taken, ...more) {
  const dropped = taken.filter(time => time > DROPPED_MS).length;
  report(
    name,
    `p50 ${ms(quantile(taken, 0.5))}`,
    `p99 ${ms(quantile(taken, 0.99))}`,
    `max ${ms(Math.max(...taken))}`,
    `late ${dropped} of ${taken.length}`,
    ...more
  );
}

/** Turn the wheel over a place, a notch a frame. */
async function wheel(page, { x, y }, turns, pixels) {
  await page.mouse.move(x, y);
  for (let turn = 0; turn < turns; turn += 1) {
    await page.mouse.wheel(0, pixels);
    await page.waitForTimeout(16);
  }
}

async function open(page) {
  await bring(page, 'jp-kserve-models');
}

/** Bring a part of the left area to the front; a click on the one that is there folds it. */
async function bring(page, id) {
  if (await page.locator(`#${id}`).isHidden()) {
    await page.locator(`.lm-TabBar-tab[data-id="${id}"]`).click();
  }
}

async function timeToRows(page, count) {
  const started = Date.now();
  await open(page);
  await page.locator(`${panel} [data-kserve-model]`).first().waitFor();
  const first = Date.now() - started;
  await page
    .locator(`${panel} [role="grid"][aria-rowcount="${count}"]`)
    .waitFor();
  report(
    `${count.toLocaleString()} models after a click`,
    `first rows ${first} ms`,
    `all ${Date.now() - started} ms`
  );
}

async function scrolling(page) {
  const list = page.locator(`${panel} [role="grid"][aria-label="Models"]`);
  const box = await list.boundingBox();
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const still = await frames(page, () => page.waitForTimeout(3000));
  reportFrames('frames, nothing moves', still);
  let rows = 0;
  for (const [name, pixels] of [
    ['frames, wheel', 120],
    ['frames, wheel, 50 rows a frame', 2100]
  ]) {
    const taken = await frames(page, async () => {
      await wheel(page, middle, 90, pixels);
      rows = Math.max(rows, await list.locator('[role="row"]').count());
      await wheel(page, middle, 90, -pixels);
    });
    reportFrames(name, taken);
  }
  report('rows in the page', String(rows));
}

async function filtering(page) {
  const field = page.locator(`${panel} input[type="search"]`);
  const taken = await keys(page, field, 'team-7 xgboost');
  report(
    'filter, from key to frame',
    `p50 ${ms(quantile(taken, 0.5))}`,
    `max ${ms(Math.max(...taken))}`
  );
  await field.fill('');
}

/** Type, and collect the times from a key to the frame that shows it. */
async function keys(page, target, text) {
  await target.click();
  await page.evaluate(() => {
    window.benchKeys = [];
    window.benchKey = () => {
      const started = performance.now();
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        // After the frame was made.
        port1.onmessage = () =>
          window.benchKeys.push(performance.now() - started);
        port2.postMessage(null);
      });
    };
    window.addEventListener('keydown', window.benchKey, true);
  });
  for (const letter of text) {
    await page.keyboard.press(letter === ' ' ? 'Space' : letter);
    await page.waitForTimeout(30);
  }
  return page.evaluate(() => {
    window.removeEventListener('keydown', window.benchKey, true);
    return window.benchKeys;
  });
}

/** Typing beside the file browser and beside the sidebar, in turns. */
async function typing(page) {
  await page
    .locator('.jp-LauncherCard[data-category="Notebook"]')
    .first()
    .click();
  const cell = page.locator('.jp-Notebook .cm-content').first();
  await cell.waitFor();
  // The kernel is there, and whatever comes with it.
  await page.waitForTimeout(5000);
  const times = { files: [], models: [] };
  const text = 'x = 1 + 2 '.repeat(KEYS / 10);
  const show = {
    files: () => bring(page, 'filebrowser'),
    models: async () => {
      await open(page);
      await page.locator(`${panel} [data-kserve-model]`).first().waitFor();
    }
  };
  for (let round = 0; round < ROUNDS; round += 1) {
    // Each is first in turn: a machine gets warm, or busy with something else.
    const order = Object.keys(times);
    for (const name of round % 2 === 0 ? order : order.reverse()) {
      await show[name]();
      await page.waitForTimeout(4000);
      await cell.click();
      await page.keyboard.press('ControlOrMeta+a');
      await page.keyboard.press('Delete');
      times[name].push(...(await keys(page, cell, text)));
    }
  }
  for (const [name, taken] of Object.entries(times)) {
    report(
      `a key in a notebook, ${name} open`,
      `p50 ${ms(quantile(taken, 0.5))}`,
      `p95 ${ms(quantile(taken, 0.95))}`
    );
  }
  const ratio = quantile(times.models, 0.5) / quantile(times.files, 0.5);
  report('ratio of the medians', ratio.toFixed(2));
}

await runScript(async atEnd => {
  const count = Number(process.argv[2] ?? 10_000);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'kserve-bench-'));
  atEnd(async () => rmSync(folder, { recursive: true, force: true }));
  const volume = path.join(folder, 'models');
  await must(
    program('python'),
    [inRepository('bench', 'volume.py'), volume, String(count)],
    { env: activated() }
  );
  const page = await openJupyterLab(atEnd, {
    folder,
    volume,
    kubeconfig: null
  });
  await timeToRows(page, count);
  // The pages of other extensions have settled.
  await page.waitForTimeout(3000);
  await scrolling(page);
  await filtering(page);
  await typing(page);
  return 0;
});
