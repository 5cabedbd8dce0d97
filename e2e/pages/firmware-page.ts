import { expect, type Locator, type Page } from '@playwright/test';
import { DeviceListPage } from './device-list-page.ts';

export class FirmwarePage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** In the dialog that is open. Answers with the address of the new version's page. */
  async store(of: { file: string; image: Buffer; type: string; version: string }): Promise<string> {
    const dialog = this.page.getByRole('dialog', { name: 'Add a version' });
    await this.describe(of);
    await dialog
      .locator('input[type=file]')
      .setInputFiles({ name: of.file, mimeType: 'application/octet-stream', buffer: of.image });
    return this.press(of.version);
  }

  /** Of which type and version it is: what else is asked follows from that. */
  async describe({ type, version }: { type: string; version: string }): Promise<void> {
    const dialog = this.page.getByRole('dialog', { name: 'Add a version' });
    await dialog.getByRole('combobox', { name: 'Device type' }).fill(type);
    await this.page.getByRole('option', { name: type }).click();
    await dialog.getByLabel('Version', { exact: true }).fill(version);
  }

  /** Answers with the address of the new version's page. */
  async press(version: string): Promise<string> {
    const dialog = this.page.getByRole('dialog', { name: 'Add a version' });
    await dialog.getByRole('button', { name: 'Store' }).click();
    await this.page.waitForURL(/\/manager\/firmware\/[0-9a-f-]{36}$/);
    await expect(this.page.getByRole('heading', { name: version, level: 1 })).toBeVisible();
    return new URL(this.page.url()).pathname;
  }

  /** All that a word finds, in the dialog that is open. */
  async assignAll(version: string, word: string, count: number): Promise<void> {
    const dialog = this.page.getByRole('dialog', { name: `Assign ${version} to devices` });
    await dialog.getByPlaceholder('Search devices').fill(word);
    await expect(dialog.getByText(`Showing ${count} of ${count}`)).toBeVisible();
    await dialog.getByRole('checkbox', { name: 'Select all rows on this page' }).click();
    const bar = dialog.getByRole('toolbar', { name: 'What to do with the selected rows' });
    await bar.getByRole('button', { name: 'Assign' }).click();
    await expect(dialog).toBeHidden();
  }

  async openDevice(name: string, tab: string): Promise<void> {
    await new DeviceListPage(this.page).find(name, 1);
    await this.page.getByRole('link', { name }).first().click();
    await expect(this.page.getByRole('heading', { name, level: 1 })).toBeVisible();
    await this.page.getByRole('link', { name: tab, exact: true }).last().click();
  }

  row(device: string): Locator {
    return this.page.locator('[data-row]').filter({ hasText: device });
  }
}
