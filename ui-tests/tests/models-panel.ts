import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Locator, type Page } from '@playwright/test';
import { servers, token } from '../servers';

const repository = path.resolve(__dirname, '..', '..');

/** The state folder of the running embedded KServe. */
const state = process.env.JUPYTERLAB_KSERVE_TEST_CLUSTER ?? '';

/** The folder that stands for the PVC. */
export const volume =
  process.env.JUPYTERLAB_KSERVE_TEST_VOLUME ?? path.join(state, 'models');

/** Save a real model from a real Python process, as a notebook does. */
export function saveModel(name: string, version: string): void {
  execFileSync(
    path.join(repository, '.venv', 'bin', 'python'),
    [path.join(repository, 'ui-tests', 'models', 'save.py'), name, version],
    { env: { ...process.env, MODEL_STORAGE_PATH: volume } }
  );
}

/** Run kubectl as the administrator. */
export function kubectl(...args: string[]): string {
  const script = path.join(repository, 'ui-tests', 'cluster', 'cluster.mjs');
  return execFileSync(
    process.execPath,
    [
      script,
      'kubectl',
      '--state',
      state,
      '--',
      '-n',
      'self-healing-platform',
      ...args
    ],
    { encoding: 'utf8' }
  );
}

/** The Models sidebar as its user sees it. */
export class ModelsPanel {
  readonly root: Locator;
  readonly models: Locator;
  readonly deployments: Locator;
  /** Requests to our server half, in order. */
  readonly requests: string[] = [];

  constructor(readonly page: Page) {
    this.root = page.locator('#jp-kserve-models');
    this.models = this.root.getByRole('grid', { name: 'Models' });
    this.deployments = this.root.getByRole('grid', { name: 'Deployments' });
    page.on('request', request => {
      if (request.url().includes('/user/test/jupyterlab-kserve/')) {
        this.requests.push(request.url());
      }
    });
    page.on('websocket', socket => {
      if (socket.url().includes('/user/test/jupyterlab-kserve/')) {
        this.requests.push(socket.url());
      }
    });
  }

  /** Open JupyterLab without opening the panel. */
  async goto(server: keyof typeof servers = 'whole'): Promise<void> {
    const { url } = servers[server];
    await this.page.goto(`${url}lab?token=${token}&reset`);
    await expect(this.tab).toBeVisible({ timeout: 60_000 });
    await this.page
      .locator('#jupyterlab-splash')
      .waitFor({ state: 'detached' });
  }

  get tab(): Locator {
    return this.page.locator('.lm-TabBar-tab[data-id="jp-kserve-models"]');
  }

  async open(): Promise<void> {
    // A second click would fold it away again.
    if (await this.root.isHidden()) {
      await this.tab.click();
    }
    await expect(
      this.root.getByRole('heading', { name: 'Models', level: 2 })
    ).toBeVisible();
  }

  model(name: string): Locator {
    return this.models.locator(`[data-kserve-model="${name}"]`);
  }

  service(name: string): Locator {
    return this.deployments.locator(`[data-kserve-service="${name}"]`);
  }

  /** Choose a theme; it is there from the next start on. */
  async chooseTheme(theme: string): Promise<void> {
    const plugin = '@jupyterlab/apputils-extension:themes';
    const answer = await this.page.request.put(
      `${servers.whole.url}lab/api/settings/${plugin}`,
      {
        headers: { Authorization: `token ${token}` },
        data: { raw: JSON.stringify({ theme }) }
      }
    );
    expect(answer.ok()).toBe(true);
  }

  /** What axe finds serious or critical in a part of the page. */
  async violations(selector: string): Promise<string[]> {
    const { violations } = await new AxeBuilder({ page: this.page })
      .include(selector)
      .analyze();
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(
        ({ id, nodes }) => `${id}: ${nodes.map(node => node.html).join(' ')}`
      );
  }

  /** Keep a picture, where somebody asked for pictures. */
  async picture(name: string, part: Locator | Page = this.page): Promise<void> {
    const folder = process.env.JUPYTERLAB_KSERVE_PICTURES;
    if (folder) {
      fs.mkdirSync(folder, { recursive: true });
      await part.screenshot({ path: path.join(folder, `${name}.png`) });
    }
  }
}
