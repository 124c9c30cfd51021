import { expect, type Locator, type Page } from '@playwright/test';
import type { ModelsPanel } from './models-panel';

/** The dialog that deploys a model. */
export class DeployDialog {
  /** For axe: the dialog's own part of the page. */
  static readonly selector = '.jp-Kserve-Dialog .jp-Dialog-content';

  readonly root: Locator;
  readonly name: Locator;
  readonly version: Locator;
  readonly runtime: Locator;
  readonly cpu: Locator;
  readonly memory: Locator;
  readonly gpu: Locator;
  readonly atLeast: Locator;
  readonly atMost: Locator;
  readonly displayName: Locator;
  readonly route: Locator;
  readonly token: Locator;
  /** The YAML, in its editor. */
  readonly preview: Locator;
  readonly difference: Locator;
  /** Why Deploy cannot be pressed, or that nothing has happened yet. */
  readonly reason: Locator;
  readonly deploy: Locator;
  /** The question whether to give up what was typed. */
  readonly discard: Locator;

  constructor(private readonly page: Page) {
    this.root = page.getByRole('dialog');
    const { root } = this;
    this.name = root.getByLabel('Service name');
    this.version = root.getByLabel('Version');
    this.runtime = root.getByLabel('Runtime');
    this.cpu = root.getByLabel('CPU');
    this.memory = root.getByLabel('Memory');
    this.gpu = root.getByLabel('GPU');
    this.atLeast = root.getByLabel('Minimum replicas');
    this.atMost = root.getByLabel('Maximum replicas');
    this.displayName = root.getByLabel('Display name');
    this.route = root.getByLabel('External route');
    this.token = root.getByLabel('Token authentication');
    this.preview = root.getByLabel('YAML of the deployment');
    this.difference = root.getByRole('region', { name: /^Diff against/ });
    this.reason = root.getByText(/^(Cannot deploy|Nothing changes)/);
    this.deploy = root.getByRole('button', { name: 'Deploy', exact: true });
    this.discard = root.getByRole('alertdialog');
  }

  /** Open it from the context menu of a model's row. */
  async open(panel: ModelsPanel, model: string): Promise<void> {
    await panel.open();
    await panel.choose(model, 'Deploy…');
    await expect(this.root).toBeVisible();
  }

  /** Wait until the cluster has found nothing wrong. */
  async checked(): Promise<void> {
    await expect(this.root.getByText('Server dry-run: OK')).toBeVisible();
  }

  /** Show what is folded away at first. */
  async more(): Promise<void> {
    if (await this.displayName.isHidden()) {
      await this.root.getByText('More options', { exact: true }).click();
    }
  }

  /** Show the YAML or the diff. */
  async show(tab: 'YAML' | 'Diff'): Promise<void> {
    await this.root.getByRole('tab', { name: tab }).click();
  }

  /** Change the YAML as one does by selecting and pasting. */
  async edit(change: (yaml: string) => string): Promise<void> {
    await this.show('YAML');
    const yaml = await this.yaml();
    await this.preview.focus();
    await this.page.keyboard.press('Control+a');
    await this.page.keyboard.insertText(change(yaml));
  }

  /** The whole YAML: the editor itself has only the lines in sight in the page. */
  async yaml(): Promise<string> {
    await this.page.context().grantPermissions(['clipboard-read']);
    await this.press('Copy YAML');
    return this.page.evaluate(() => navigator.clipboard.readText());
  }

  /** Press a button of the dialog's body. */
  async press(name: string): Promise<void> {
    await this.root.getByRole('button', { name }).click();
  }

  /** Leave it without a deploy. */
  async cancel(): Promise<void> {
    await this.root.getByRole('button', { name: 'Cancel' }).click();
    await expect(this.root).toBeHidden();
  }
}
