import { expect, type Page } from '@playwright/test';

export class DestinationPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async create(destination: {
    name: string;
    url: string;
    sharedSecret: string;
    signingSecret: string;
  }): Promise<void> {
    await this.page.goto('/manager/destinations/new');
    await this.page.getByLabel('Name', { exact: true }).fill(destination.name);
    await this.page.getByLabel('Address').fill(destination.url);
    await this.page.getByRole('textbox', { name: 'Shared secret' }).fill(destination.sharedSecret);
    await this.page
      .getByRole('textbox', { name: 'Signing secret (Standard Webhooks)' })
      .fill(destination.signingSecret);
    await this.page.getByRole('button', { name: 'Send test message' }).click();
    await expect(this.page.getByText('The receiver took it')).toBeVisible();
    await this.page.getByRole('button', { name: 'Create destination' }).click();
    await this.page.waitForURL(/\/manager\/destinations\/[0-9a-f-]{36}/);
  }
}
