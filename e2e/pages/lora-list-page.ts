import { expect, type Locator, type Page } from '@playwright/test';

/** LoRa devices as they stand at their network servers, and what is asked there of many at once. */
export class LoraListPage {
  readonly page: Page;
  readonly rows: Locator;

  constructor(page: Page) {
    this.page = page;
    this.rows = page.locator('[data-row]');
  }

  async find(text: string, count: number): Promise<void> {
    await this.page.goto(`/manager/connectivity/lora?q=${text}`);
    await expect(this.page.getByText(`Showing ${count} of ${count}`)).toBeVisible();
    await this.page.waitForLoadState('networkidle');
  }

  /** Answers with the question that is asked before. */
  async askForAll(action: string, title: string): Promise<Locator> {
    await this.page.getByRole('checkbox', { name: 'Select all rows on this page' }).click();
    const bar = this.page.getByRole('toolbar', { name: 'What to do with the selected rows' });
    await bar.getByRole('button', { name: action }).click();
    const dialog = this.page.getByRole('dialog', { name: title });
    await expect(dialog).toBeVisible();
    return dialog;
  }

  async through(dialog: Locator, connection: RegExp): Promise<void> {
    await dialog.getByRole('combobox').click();
    await this.page.getByRole('option', { name: connection }).click();
  }
}
