// Takes the README's screenshots: `node scripts/screenshots.mjs`. On the models of npm start, with an embedded KServe.
import { existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { startCluster } from './cluster.mjs';
import { fillVolume, prepareNotebooks, prepareVolume } from './demo.mjs';
import { startJupyterLab } from './jupyter.mjs';
import { inRepository } from './places.mjs';
import { freePorts } from './ports.mjs';
import { PlainError, end, runScript } from './processes.mjs';
import { setUp } from './setup.mjs';

const pictures = inRepository('docs', 'screenshots');

/** Where a workbench has the volume: the pictures show the path. */
const mount = '/mnt/models';

/** Let the demo's volume be where a workbench has it. */
function mountVolume(volume, atEnd) {
  if (existsSync(mount)) {
    throw new PlainError(`${mount} exists: it would not be the demo's.`);
  }
  symlinkSync(volume, mount);
  atEnd(async () => rmSync(mount));
}

async function openPage({ chromium, lab, theme, atEnd }) {
  const { origin, searchParams } = new URL(lab.url);
  const settings = async (name, raw) =>
    fetch(`${origin}/lab/api/settings/@jupyterlab/${name}`, {
      method: 'PUT',
      headers: {
        Authorization: `token ${searchParams.get('token')}`,
        'Content-Type': 'application/json'
      },
      body: JSON.stringify({ raw: JSON.stringify(raw) })
    });
  await settings('apputils-extension:themes', { theme });
  await settings('apputils-extension:notification', { fetchNews: 'false' });
  const { chromium: browserType } = createRequire(
    inRepository('ui-tests', 'package.json')
  )('playwright-core');
  const browser = await browserType.launch({
    executablePath: chromium,
    args: ['--headless', '--no-sandbox', '--disable-gpu']
  });
  atEnd(() => browser.close());
  const page = await browser.newPage({
    viewport: { width: 1280, height: 800 }
  });
  await page.goto(`${lab.url}&reset`);
  await page.getByRole('tab', { name: 'Launcher' }).waitFor();
  const panel = page.locator('#jp-kserve-models');
  if (await panel.isHidden()) {
    await page.getByRole('tab', { name: 'Models' }).click();
  }
  const row = name => panel.locator(`[data-kserve-model="${name}"]`);
  await row('demand-forecast').waitFor();
  const choose = async (name, item) => {
    await row(name).click({ button: 'right' });
    await page.getByRole('menuitem', { name: item }).click();
  };
  const picture = name =>
    page.screenshot({ path: path.join(pictures, `${name}.png`) });
  return { page, panel, row, choose, picture };
}

async function pageOfModel(options) {
  const { page, row, picture } = await openPage(options);
  await row('demand-forecast').dblclick();
  await page.getByText('Follows the daily peaks better.').first().waitFor();
  await page.waitForTimeout(1000);
  await picture('panel-light');
}

async function deployment(options) {
  const { page, choose, picture } = await openPage(options);
  await choose('churn-classifier', 'Deploy…');
  await page.getByText('Server dry-run: OK').waitFor();
  await page.waitForTimeout(1000);
  await picture('deploy-dark');
}

async function runHere(options) {
  const { page, choose, picture } = await openPage(options);
  await choose('defect-detector', 'Run Here');
  const send = page.getByRole('button', { name: 'Send', exact: true });
  await page.locator('.jp-Kserve-Page').getByText('Ready').first().waitFor();
  await send.click();
  await page
    .getByText(/Status \d+/)
    .waitFor()
    .catch(() => undefined);
  await page.waitForTimeout(1000);
  await picture('run-here-light');
}

await runScript(async atEnd => {
  const { chromium } = await setUp({
    tests: true,
    cluster: true,
    browser: true,
    chromium: true
  });
  mkdirSync(pictures, { recursive: true });
  const volume = prepareVolume(null);
  await fillVolume(volume);
  mountVolume(volume, atEnd);
  const kubeconfig = await startCluster(mount, atEnd);
  const lab = await startJupyterLab({
    port: await freePorts(8888),
    token: randomBytes(24).toString('hex'),
    folder: prepareNotebooks(),
    volume: mount,
    kubeconfig
  });
  atEnd(() => end(lab.process));
  const options = { chromium, lab, atEnd };
  await pageOfModel({ ...options, theme: 'JupyterLab Light' });
  await runHere({ ...options, theme: 'JupyterLab Light' });
  await deployment({ ...options, theme: 'JupyterLab Dark' });
});
