import { expect, type Page } from '@playwright/test';

export class FlowPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Answers with the address of the new flow's page. */
  async create(name: string, project: string): Promise<string> {
    await this.page.goto('/manager/flows');
    await this.page.getByRole('button', { name: 'New flow' }).first().click();
    const dialog = this.page.getByRole('dialog', { name: 'New flow' });
    await dialog.getByLabel('Name').fill(name);
    await dialog.getByRole('combobox', { name: 'Project' }).click();
    await this.page.getByRole('option', { name: project }).click();
    await dialog.getByRole('button', { name: 'Create flow' }).click();
    await this.page.waitForURL(/\/manager\/flows\/[0-9a-f-]{36}/);
    return new URL(this.page.url()).pathname.split('/').slice(0, 4).join('/');
  }

  async switchOn(flow: string, decoder: string): Promise<void> {
    await this.page.goto(`${flow}/processing`);
    const toggle = this.page.getByRole('switch', { name: decoder });
    await toggle.click();
    // The switch moves at once; what comes in from now on is decoded once the server has said so.
    await expect(this.page.getByText(/ is on for /).first()).toBeVisible();
    await expect(toggle).toBeChecked();
  }

  async linkDestination(flow: string, destination: string): Promise<void> {
    await this.page.goto(`${flow}/destinations`);
    await this.page.getByRole('button', { name: 'Link a destination' }).first().click();
    const dialog = this.page.getByRole('dialog', { name: 'Link a destination' });
    await dialog.getByRole('combobox', { name: 'Destination' }).fill(destination);
    await this.page.getByRole('option', { name: destination }).click();
    await dialog.getByRole('button', { name: 'Link', exact: true }).click();
    await expect(this.page.getByRole('link', { name: destination })).toBeVisible();
  }
}
