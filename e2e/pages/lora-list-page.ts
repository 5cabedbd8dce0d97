import { expect, type Locator } from '@playwright/test';
import { DeviceListPage } from './device-list-page.ts';

/** LoRa devices as they stand at their network servers, and what is asked there of many at once. */
export class LoraListPage extends DeviceListPage {
  override async find(text: string, count: number): Promise<void> {
    await this.page.goto(`/manager/connectivity/lora?q=${text}`);
    await expect(this.page.getByText(`Showing ${count} of ${count}`)).toBeVisible();
    await this.page.waitForLoadState('networkidle');
  }

  /** Answers with the question that is asked before. */
  async askForAll(action: string, title: string): Promise<Locator> {
    await this.chooseAll();
    await this.doWithChosen(action);
    const dialog = this.page.getByRole('dialog', { name: title });
    await expect(dialog).toBeVisible();
    return dialog;
  }

  async through(dialog: Locator, connection: RegExp): Promise<void> {
    await dialog.getByRole('combobox').click();
    await this.page.getByRole('option', { name: connection }).click();
  }
}
