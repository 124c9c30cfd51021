import { expect, type Locator, type Page } from '@playwright/test';

/** The page of a service, with Try it. */
export class ServicePage {
  /** For axe. */
  static readonly selector = '.jp-Kserve-Page';

  readonly root: Locator;
  readonly request: Locator;
  readonly answer: Locator;
  readonly latency: Locator;
  private readonly _send: Locator;

  constructor(page: Page) {
    this.root = page.locator(ServicePage.selector);
    this.request = this.root.getByLabel('Request as JSON');
    this.answer = this.root.getByRole('region', {
      name: 'Answer of the model'
    });
    this.latency = this.root.getByText(/^[\d.]+ ms$/);
    this._send = this.root.getByRole('button', { name: 'Send' });
  }

  /** Send the request that stands there. */
  async send(): Promise<void> {
    await this._send.click();
  }

  /** Choose V1 or V2. */
  async choose(protocol: 'V1' | 'V2'): Promise<void> {
    const shown = { V1: /instances/, V2: /inputs/ }[protocol];
    await this.root.getByRole('button', { name: protocol }).click();
    await expect(this.request).toHaveValue(shown);
  }
}
