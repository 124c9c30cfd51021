import type { Locator, Page } from '@playwright/test';

/** The Migration page. */
export class MigrationPage {
  /** For axe. */
  static readonly selector = '.jp-Kserve-Migration';

  readonly root: Locator;
  readonly plan: Locator;
  readonly folder: Locator;
  readonly copy: Locator;
  readonly progress: Locator;
  readonly result: Locator;
  readonly earlier: Locator;
  /** What is in the way of a line beside what was found. */
  readonly comparison: Locator;

  constructor(private readonly page: Page) {
    this.root = page.locator(MigrationPage.selector);
    this.plan = this.root.getByRole('region', { name: 'Plan' });
    this.folder = this.root.getByLabel('Add a folder');
    this.copy = this.root.getByRole('button', { name: /^Copy \d+ models?$/ });
    this.progress = this.root.getByRole('progressbar', {
      name: 'Progress of all models'
    });
    this.earlier = this.root.getByRole('region', {
      name: 'Earlier migrations'
    });
    this.comparison = this.root.locator('.jp-Kserve-PlanTable table');
    this.result = this.root.getByRole('region', { name: 'Result' });
  }

  /** Open it with the command of the palette. */
  async open(): Promise<void> {
    await this.page.evaluate(
      () => void window.jupyterapp.commands.execute('models:migrate-models')
    );
    await this.root.waitFor();
  }

  /** Open it with its card in the launcher. */
  async openFromLauncher(): Promise<void> {
    await this.page
      .locator('.jp-LauncherCard')
      .filter({ hasText: 'Migrate Models…' })
      .click();
    await this.root.waitFor();
  }

  /** The line of a model by a part of its path. */
  line(path: string): Locator {
    return this.root.getByRole('row').filter({ hasText: path });
  }

  /** A field of a line. */
  field(path: string, name: 'Model' | 'Version'): Locator {
    return this.line(path).getByLabel(new RegExp(`^${name} for`));
  }

  /** Whether a line is copied. */
  box(path: string): Locator {
    return this.line(path).getByRole('checkbox');
  }
}
