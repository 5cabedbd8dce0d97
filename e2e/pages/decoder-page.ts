import { expect, type Locator, type Page } from '@playwright/test';

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

  async open(name: string): Promise<void> {
    await this.page.goto('/creator/decoders');
    await this.page.getByRole('link', { name }).first().click();
    await expect(this.page.getByRole('heading', { name, level: 1 })).toBeVisible();
  }

  /** On the newest stored message of a device. */
  async tryOnMessage(device: string): Promise<void> {
    const messages = this.page.getByRole('list', { name: 'Messages of devices of this type' });
    await messages.getByRole('button', { name: device }).first().click();
    await expect(this.page.getByText('Ran without error')).toBeVisible();
  }

  async keepAsTest(name: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Keep as test' }).click();
    const dialog = this.page.getByRole('dialog', { name: 'Keep as test' });
    await dialog.getByLabel('Name', { exact: true }).fill(name);
    await dialog.getByRole('button', { name: 'Keep', exact: true }).click();
    await expect(this.page.getByText(`${name} is kept as a test.`)).toBeVisible();
  }

  /** What publishing would do, before it is done. */
  async review(): Promise<Locator> {
    await this.page.getByRole('button', { name: 'Publish', exact: true }).click();
    const dialog = this.page.getByRole('dialog', { name: /^Publish version / });
    await expect(dialog.getByRole('heading', { name: 'What it touches' })).toBeVisible();
    return dialog;
  }

  async publish(version = 1): Promise<void> {
    const dialog = await this.review();
    await dialog.getByRole('button', { name: `Publish version ${version}` }).click();
    await expect(dialog).toBeHidden();
    await expect(this.page.getByText(`Version ${version} runs`).first()).toBeVisible();
  }
}
