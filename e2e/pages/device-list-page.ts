import { expect, type Locator, type Page } from '@playwright/test';

/** The list of devices, and what is done with many of them at once. */
export class DeviceListPage {
  readonly page: Page;
  readonly rows: Locator;

  constructor(page: Page) {
    this.page = page;
    this.rows = page.locator('[data-row]');
  }

  async find(text: string, count: number): Promise<void> {
    await this.page.goto('/manager/devices');
    await this.page.getByPlaceholder('Search name or identifier').fill(text);
    await expect(this.page.getByText(`Showing ${count} of ${count}`)).toBeVisible();
  }

  async chooseAll(): Promise<void> {
    await this.page.getByRole('checkbox', { name: 'Select all rows on this page' }).click();
  }

  async doWithChosen(action: string): Promise<void> {
    const bar = this.page.getByRole('toolbar', { name: 'What to do with the selected rows' });
    // Whether a button stands in it can be told once it is there.
    await expect(bar).toBeVisible();
    const button = bar.getByRole('button', { name: action });
    if (await button.isVisible()) return button.click();
    await bar.getByRole('button', { name: 'More' }).click();
    await this.page.getByRole('menuitem', { name: action }).click();
  }

  async linkChosen(flow: string): Promise<void> {
    await this.doWithChosen('Link to flow');
    const dialog = this.page.getByRole('dialog', { name: /Link .* to a flow/ });
    await dialog.getByRole('combobox', { name: 'Flow' }).fill(flow);
    await this.page.getByRole('option', { name: flow }).click();
    await dialog.getByRole('button', { name: 'Link to flow' }).click();
    await expect(dialog).toBeHidden();
  }
}
