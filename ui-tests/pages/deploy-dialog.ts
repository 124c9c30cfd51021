import { expect, type Locator, type Page } from '@playwright/test';

/** The dialog that deploys a model. */
export class DeployDialog {
  /** For axe: the dialog's own part of the page. */
  static readonly selector = '.jp-Kserve-Dialog .jp-Dialog-content';

  readonly root: Locator;
  readonly name: Locator;
  readonly cpu: Locator;
  readonly memory: Locator;
  readonly preview: Locator;
  readonly deploy: Locator;

  constructor(page: Page) {
    this.root = page.getByRole('dialog');
    this.name = this.root.getByLabel('Service name');
    this.cpu = this.root.getByLabel('CPU');
    this.memory = this.root.getByLabel('Memory');
    this.preview = this.root.getByRole('region', { name: 'YAML preview' });
    this.deploy = this.root.getByRole('button', {
      name: 'Deploy',
      exact: true
    });
  }

  /** Wait until the cluster has found nothing wrong. */
  async checked(): Promise<void> {
    await expect(this.root.getByText('Server dry-run: OK')).toBeVisible();
  }
}
