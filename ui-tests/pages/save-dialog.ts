import { expect, type Locator, type Page } from '@playwright/test';

/** The dialog that saves files as models. */
export class SaveDialog {
  /** For axe: the dialog's own part of the page. */
  static readonly selector = '.jp-Kserve-Dialog .jp-Dialog-content';

  readonly root: Locator;
  readonly file: Locator;
  readonly name: Locator;
  readonly version: Locator;
  readonly format: Locator;
  readonly description: Locator;
  readonly save: Locator;
  readonly deployAfterwards: Locator;
  /** The question whether to give up what was typed. */
  readonly discard: Locator;

  constructor(readonly page: Page) {
    this.root = page.getByRole('dialog');
    this.file = this.root.getByLabel(/^Model file/);
    this.name = this.root.getByLabel('Name', { exact: true });
    this.version = this.root.getByLabel('Version', { exact: true });
    this.format = this.root.getByLabel('Format', { exact: true });
    this.description = this.root.getByLabel('Description optional');
    this.save = this.root.getByRole('button', { name: 'Save', exact: true });
    this.discard = this.root.getByRole('alertdialog');
    this.deployAfterwards = this.root.getByText(
      'Open the Deploy dialog afterwards'
    );
  }

  /** Wait until the server has said what the file is. */
  async looked(words: RegExp | string): Promise<void> {
    await expect(this.root.getByText(words)).toBeVisible();
  }

  /** Of several files that are one model, the choice of one for the model's own. */
  main(file: string): Locator {
    return this.root.getByRole('radio', { name: new RegExp(file) });
  }

  /** Leave it; what was typed is lost. */
  async cancel(): Promise<void> {
    await this.root.getByRole('button', { name: 'Cancel' }).click();
    await expect(this.root).toBeHidden();
  }

  /** Add a metric. */
  async addMetric(name: string, value: string): Promise<void> {
    await this.root
      .getByRole('button', { name: 'Metric', exact: true })
      .click();
    await this.root
      .getByLabel(/^Name of metric/)
      .last()
      .fill(name);
    await this.root
      .getByLabel(/^Value of metric/)
      .last()
      .fill(value);
  }

  /** A notification of JupyterLab with these words. */
  notification(words: RegExp | string): Locator {
    return this.page.locator('.Toastify__toast').filter({ hasText: words });
  }
}
