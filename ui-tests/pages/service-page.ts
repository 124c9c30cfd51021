import { expect, type Locator, type Page } from '@playwright/test';

/** The page of a service, with Try it. */
export class ServicePage {
  /** For axe. */
  static readonly selector = '.jp-Kserve-Page';

  readonly root: Locator;
  readonly state: Locator;
  readonly explanation: Locator;
  readonly request: Locator;
  readonly answer: Locator;
  readonly latency: Locator;
  readonly log: Locator;
  readonly yaml: Locator;
  readonly dialog: Locator;
  private readonly _send: Locator;

  constructor(private readonly page: Page) {
    this.root = page.locator(ServicePage.selector);
    this.state = this.root.locator('[aria-live="polite"]').first();
    this.explanation = this.root.getByRole('region', {
      name: 'Cause of the failure'
    });
    this.request = this.root.getByLabel('Request as JSON');
    this.answer = this.root.getByRole('region', {
      name: 'Model response'
    });
    this.latency = this.root.getByText(/^[\d.]+ ms$/);
    this.log = this.root.getByRole('log');
    this.yaml = this.root.getByRole('region', { name: 'YAML of the service' });
    this.dialog = page.getByRole('dialog');
    this._send = this.root.getByRole('button', { name: 'Send', exact: true });
  }

  /** Open it by command, as the palette does. */
  async open(name: string): Promise<void> {
    await this.page.evaluate(async service => {
      await window.jupyterapp.commands.execute('models:open-service', {
        name: service
      });
    }, name);
    await expect(this.root.getByRole('heading', { name })).toBeVisible();
  }

  /** Show one of its tabs. */
  async show(tab: string): Promise<void> {
    await this.root.getByRole('tab', { name: tab }).click();
  }

  /** Press a button of the header, and the one that accepts in its dialog. */
  async act(button: string, accept: string | RegExp): Promise<void> {
    await this.root.getByRole('button', { name: button, exact: true }).click();
    await expect(this.dialog.getByText('Server dry-run: OK')).toBeVisible();
    await this.dialog.getByRole('button', { name: accept }).click();
    await expect(this.dialog).toBeHidden();
  }

  /** Send the request that stands there. */
  async send(): Promise<void> {
    await this._send.click();
  }

  /** Write the request as JSON. */
  async asJson(): Promise<void> {
    await this.root
      .getByRole('group', { name: 'Request view' })
      .getByRole('button', { name: 'JSON' })
      .click();
  }

  /** A cell of the request's table. */
  cell(column: string, row: number): Locator {
    return this.root.getByLabel(`${column}, row ${row}`);
  }

  /** A part of the page by its title. */
  card(title: string): Locator {
    return this.root.getByRole('region', { name: title, exact: true });
  }

  /** Choose V1 or V2. */
  async choose(protocol: 'V1' | 'V2'): Promise<void> {
    const shown = { V1: /instances/, V2: /inputs/ }[protocol];
    await this.root
      .getByRole('button', { name: protocol, exact: true })
      .click();
    await expect(this.request).toHaveValue(shown);
  }
}
