// A JupyterLab of its own in a browser, for what is measured in a page.
import { createRequire } from 'node:module';
import { startJupyterLab } from '../scripts/jupyter.mjs';
import { inRepository, onPath } from '../scripts/places.mjs';
import { freePorts } from '../scripts/ports.mjs';

const { chromium } = createRequire(inRepository('ui-tests', 'package.json'))(
  '@playwright/test'
);

/**
 * Start JupyterLab, and open it.
 *
 * @param atEnd - takes what closes the browser
 * @param options - `folder` of JupyterLab, `volume` of the models, `kubeconfig` or null
 * @returns the page, as soon as JupyterLab is drawn
 */
export async function openJupyterLab(atEnd, options) {
  const port = await freePorts(18_700);
  const { url } = await startJupyterLab({ port, token: 'bench', ...options });
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? onPath(['chromium']),
    args: ['--no-sandbox', '--disable-gpu']
  });
  atEnd(() => browser.close());
  const page = await browser.newPage({
    viewport: { width: 1280, height: 900 }
  });
  await page.goto(`${url}&reset`);
  await page.locator('#jupyterlab-splash').waitFor({ state: 'detached' });
  return page;
}
