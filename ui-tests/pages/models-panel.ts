import { expect, type Locator, type Page } from '@playwright/test';

/** The Models sidebar as its user sees it. */
export class ModelsPanel {
  readonly root: Locator;
  readonly models: Locator;
  readonly deployments: Locator;
  readonly filter: Locator;
  readonly sort: Locator;
  readonly tab: Locator;

  constructor(readonly page: Page) {
    this.root = page.locator('#jp-kserve-models');
    this.models = this.root.getByRole('grid', { name: 'Models' });
    this.deployments = this.root.getByRole('grid', { name: 'Deployments' });
    this.filter = this.root.getByRole('searchbox');
    this.sort = this.root.getByRole('combobox', { name: 'Sort models by' });
    this.tab = page.locator('.lm-TabBar-tab[data-id="jp-kserve-models"]');
  }

  /** Bring it to the front. */
  async open(): Promise<void> {
    // A second click would fold it away again.
    if (await this.root.isHidden()) {
      await this.tab.click();
    }
    await expect(
      this.root.getByRole('heading', { name: 'Models', level: 2 })
    ).toBeVisible();
  }

  /** Fold it away. */
  async close(): Promise<void> {
    await this.tab.click();
    await expect(this.root).toBeHidden();
  }

  /** The row of a model. */
  model(name: string): Locator {
    return this.models.locator(`[data-kserve-model="${name}"]`);
  }

  /** The row of a service. */
  service(name: string): Locator {
    return this.deployments.locator(`[data-kserve-service="${name}"]`);
  }

  /** The button in the head of a section; it folds the section. */
  head(title: string): Locator {
    return this.root.getByRole('button', { name: new RegExp(`^${title}`) });
  }

  /** The names of the models in the page, from top to bottom. */
  async names(): Promise<string[]> {
    return this.models
      .getByRole('row')
      .evaluateAll(rows =>
        rows.map(row => (row as HTMLElement).dataset.kserveModel ?? '')
      );
  }

  /** A file or folder of the Files section. */
  file(name: string): Locator {
    return this.root
      .locator('.jp-Kserve-Files .jp-DirListing-item')
      .filter({ has: this.page.getByText(name, { exact: true }) });
  }

  /** Open the Files section, and go down to a folder of the volume. */
  async openFolder(...folders: string[]): Promise<void> {
    if ((await this.head('Files').getAttribute('aria-expanded')) === 'false') {
      await this.head('Files').click();
    }
    for (const folder of folders) {
      await this.file(folder).dblclick();
    }
    await expect(
      this.root.locator('.jp-Kserve-Files .jp-BreadCrumbs-item').last()
    ).toHaveText(folders[folders.length - 1]);
  }

  /** Choose something from the context menu of a model's row. */
  async choose(model: string, item: string): Promise<void> {
    await this.model(model).click({ button: 'right' });
    await this.page.getByRole('menuitem', { name: item }).click();
  }
}
