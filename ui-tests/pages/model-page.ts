import { expect, type Locator, type Page } from '@playwright/test';

/** The page of a model as its user sees it. */
export class ModelPage {
  /** For axe. */
  static readonly selector = '.jp-Kserve-Page';

  readonly root: Locator;
  readonly heading: Locator;
  readonly version: Locator;
  readonly versions: Locator;

  /**
   * @param page - JupyterLab
   * @param name - the model
   */
  constructor(
    readonly page: Page,
    name: string
  ) {
    this.root = page
      .locator(ModelPage.selector)
      .filter({ has: page.getByRole('heading', { level: 2, name }) });
    this.heading = this.root.getByRole('heading', { level: 2 });
    this.version = this.root.getByRole('combobox', {
      name: 'Version',
      exact: true
    });
    this.versions = this.root.getByRole('grid');
  }

  /** A part of the page with a title. */
  card(title: string): Locator {
    return this.root.getByRole('region', { name: title });
  }

  /** Bring a tab to the front. */
  async tab(name: string): Promise<void> {
    await this.root.getByRole('tab', { name }).click();
    await expect(this.root.getByRole('tabpanel', { name })).toBeVisible();
  }

  /** The row of a version. */
  row(version: string): Locator {
    return this.versions.locator(`[data-kserve-version="${version}"]`);
  }

  /** Open a part of the card to be edited, and return its form. */
  async edit(part: string): Promise<Locator> {
    await this.root.getByRole('button', { name: `Edit ${part}` }).click();
    return this.root.getByRole('form', { name: `Edit ${part}` });
  }
}
