import { expect, type Locator, type Page } from '@playwright/test';

/** JupyterLab's own file browser. */
export class FileBrowser {
  readonly root: Locator;

  constructor(private readonly page: Page) {
    this.root = page.locator('#filebrowser');
  }

  /** Bring it to the front, at a folder that has an entry. */
  async open(folder: string, entry: string): Promise<void> {
    // JupyterLab may still be on its way to the folder that it was in before, and go there later.
    await expect(async () => {
      await this.page.evaluate(async path => {
        const { commands } = window.jupyterapp;
        await commands.execute('filebrowser:activate');
        await commands.execute('filebrowser:open-path', { path });
      }, `/${folder}`);
      const crumbs = this.root.locator('.jp-FileBrowser-crumbs');
      const shown = await crumbs.innerText({ timeout: 1000 });
      expect(shown.replace(/\s/g, '')).toBe(folder ? `/${folder}/` : '/');
      await expect(this.item(entry)).toBeVisible({ timeout: 2000 });
      await this.page.waitForTimeout(500);
      await expect(this.item(entry)).toBeVisible({ timeout: 1 });
    }).toPass();
  }

  /** The line of a file or folder. */
  item(name: string): Locator {
    return this.root
      .getByRole('listitem')
      .filter({ has: this.page.getByText(name, { exact: true }) });
  }

  /** Choose something from the context menu of what is selected with these names. */
  async choose(item: string, ...names: string[]): Promise<void> {
    for (const [index, name] of names.entries()) {
      await this.item(name).click({
        modifiers: index === 0 ? [] : ['ControlOrMeta']
      });
    }
    await this.item(names[names.length - 1]).click({ button: 'right' });
    await this.page.getByRole('menuitem', { name: item }).click();
  }
}
