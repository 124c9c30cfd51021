import { expect, type Locator, type Page } from '@playwright/test';
import type { ModelsPanel } from './models-panel';

/** The page that says whether everything is there and works. */
export class HealthPage {
  /** For axe. */
  static readonly selector = '#jp-kserve-health';

  readonly root: Locator;
  readonly summary: Locator;

  constructor(readonly page: Page) {
    this.root = page.locator(HealthPage.selector);
    this.summary = this.root.getByRole('status');
  }

  /** Open it from the sidebar, and wait for the checks. */
  async open(panel: ModelsPanel): Promise<void> {
    await panel.open();
    await panel.root.getByRole('button', { name: 'Health' }).click();
    await this.checked();
  }

  /** All checks have been made. */
  async checked(): Promise<void> {
    await expect(this.summary).toContainText('Checked: now', {
      timeout: 30_000
    });
  }

  /** The findings on one thing. */
  group(title: string): Locator {
    return this.root.getByRole('region', { name: title });
  }

  /** Press a button of the page. */
  async press(name: string): Promise<void> {
    await this.root.getByRole('button', { name, exact: true }).click();
  }
}
