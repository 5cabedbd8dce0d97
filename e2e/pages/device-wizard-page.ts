import { expect, type Page } from '@playwright/test';

export interface NewDevice {
  type: string;
  project: string;
  name: string;
  devEui: string;
  joinEui: string;
  appKey: string;
  flow?: string;
}

export class DeviceWizardPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async add(device: NewDevice): Promise<void> {
    await this.page.goto('/manager/devices/new');
    const next = this.page.getByRole('button', { name: 'Next', exact: true });
    await this.page.locator('main').getByRole('combobox', { name: 'Project' }).click();
    await this.page.getByRole('option', { name: device.project }).click();
    await this.page.getByLabel('Search types').fill(device.type);
    await this.page.getByRole('radio', { name: device.type }).first().click();
    await next.click();
    await this.page.getByLabel('Name', { exact: true }).fill(device.name);
    await next.click();
    await this.page.getByLabel('DevEUI').fill(device.devEui);
    await this.page.getByLabel('AppEUI (JoinEUI)').fill(device.joinEui);
    await this.page.getByLabel('AppKey').fill(device.appKey);
    await next.click();
    if (device.flow) {
      await this.page.locator('main').getByRole('combobox', { name: 'Flow' }).fill(device.flow);
      await this.page.getByRole('option', { name: device.flow }).click();
    }
    await this.page.getByRole('button', { name: 'Add device' }).click();
    await expect(this.page.getByText(`${device.name} was added`)).toBeVisible();
  }
}
