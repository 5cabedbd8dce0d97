import { expect, type Locator, type Page } from '@playwright/test';

/** The tab *Send instruction* of a device. */
export class SendPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** From whichever tab of the device. */
  async open(): Promise<void> {
    await this.page.getByRole('link', { name: 'Send instruction', exact: true }).click();
    await expect(this.page.getByRole('heading', { name: 'Sent instructions' })).toBeVisible();
  }

  get records(): Locator {
    return this.page.getByRole('textbox', { name: 'SenML records (JSON)' });
  }

  /** Sends one record of its own name, and waits until it stands in the list. */
  async send(name: string): Promise<void> {
    await this.press([{ n: name, vb: true }]);
    await expect(this.row(name)).toBeVisible();
    await expect(this.records).toHaveValue('');
  }

  async press(records: object[]): Promise<void> {
    await this.records.fill(JSON.stringify(records));
    await this.page.getByRole('button', { name: /^Send( as dry run)?$/ }).click();
  }

  /** The latest with this name. */
  row(name: string): Locator {
    return this.page
      .locator('[data-row]')
      .filter({ hasText: `"${name}"` })
      .first();
  }
}
