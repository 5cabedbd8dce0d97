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

  /** Up to what the network wants to know. */
  async begin({ type, project, name }: Pick<NewDevice, 'type' | 'project' | 'name'>): Promise<void> {
    await this.choose({ type, project });
    await this.next();
    await this.page.getByLabel('Name', { exact: true }).fill(name);
    await this.next();
  }

  /** The first step, as far as its button. */
  async choose({ type, project }: Pick<NewDevice, 'type' | 'project'>): Promise<void> {
    await this.page.goto('/manager/devices/new');
    await this.chooseProject(project);
    await this.page.getByLabel('Search types').fill(type);
    await this.page.getByRole('radio', { name: type, exact: true }).first().click();
  }

  async chooseProject(project: string): Promise<void> {
    await this.page.locator('main').getByRole('combobox', { name: 'Project' }).click();
    await this.page.getByRole('option', { name: project }).click();
  }

  async next(): Promise<void> {
    await this.page.getByRole('button', { name: 'Next', exact: true }).click();
  }

  async finish(name: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Add device' }).click();
    await expect(this.page.getByText(`${name} was added`)).toBeVisible();
  }

  async add(device: NewDevice): Promise<void> {
    await this.fill(device);
    await this.finish(device.name);
  }

  /** Up to the last press. */
  async fill(device: NewDevice): Promise<void> {
    await this.begin(device);
    await this.page.getByLabel('DevEUI').fill(device.devEui);
    await this.page.getByLabel('AppEUI (JoinEUI)').fill(device.joinEui);
    await this.page.getByLabel('AppKey').fill(device.appKey);
    await this.next();
    if (device.flow) await this.chooseFlow(device.flow);
  }

  async chooseFlow(flow: string): Promise<void> {
    await this.page.locator('main').getByRole('combobox', { name: 'Flow' }).fill(flow);
    await this.page.getByRole('option', { name: flow }).click();
  }
}
