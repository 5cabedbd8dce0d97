import { expect, type Page } from '@playwright/test';

/** The script editor of Things Creator. */
export class DecoderPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async create(deviceType: string, name: string): Promise<void> {
    await this.page.goto('/creator/decoders?new');
    const dialog = this.page.getByRole('dialog', { name: 'New decoder' });
    await dialog.getByRole('combobox', { name: 'Device type' }).fill(deviceType);
    await this.page.getByRole('option', { name: deviceType }).first().click();
    await dialog.getByLabel('Name').fill(name);
    await dialog.getByRole('button', { name: 'Create and open' }).click();
    await expect(this.page.getByRole('heading', { name, level: 1 })).toBeVisible();
  }

  /** Replaces the whole text in Monaco, as a person who pastes would. */
  async write(source: string): Promise<void> {
    await this.page.locator('.monaco-editor .view-lines').first().click();
    await this.page.keyboard.press('ControlOrMeta+a');
    await this.page.keyboard.insertText(source);
  }

  async tryOn(payloadHex: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Payload', exact: true }).click();
    await this.page.getByLabel('Payload, hexadecimal').fill(payloadHex);
    await this.page.getByRole('button', { name: 'Run', exact: true }).click();
  }

  async publish(version = 1): Promise<void> {
    await this.page.getByRole('button', { name: 'Publish' }).click();
    await expect(this.page.getByText(`Version ${version} runs`).first()).toBeVisible();
  }
}
