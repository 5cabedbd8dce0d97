import { expect, type Locator, type Page } from '@playwright/test';

export class ProjectPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Answers with the address of the new project's page. */
  async create(name: string): Promise<string> {
    await this.page.goto('/organization/projects?new');
    const dialog = this.page.getByRole('dialog', { name: 'New project' });
    await dialog.getByLabel('Name', { exact: true }).fill(name);
    await dialog.getByRole('button', { name: 'Create project' }).click();
    await this.page.waitForURL(/\/organization\/projects\/[0-9a-f-]{36}/);
    await expect(this.page.getByRole('heading', { name, level: 1 })).toBeVisible();
    return new URL(this.page.url()).pathname;
  }

  /** '' is no limit. */
  async limit(project: string, what: string, limit: string): Promise<void> {
    await this.change(project, (dialog) => dialog.getByLabel(what, { exact: true }).fill(limit));
  }

  /** Of a project that has measured nothing older, so that nothing has to be agreed to. */
  async keepFor(project: string, weeks: string): Promise<void> {
    await this.change(project, async (dialog) => {
      await dialog.getByLabel('Keep measurements for').fill(weeks);
      await expect(dialog.getByText('Nothing that is kept is older.')).toBeVisible();
    });
  }

  /** Devices of this network may not be in it from now on. */
  async closeTo(project: string, network: string): Promise<void> {
    await this.change(project, (dialog) =>
      dialog.getByRole('checkbox', { name: network, exact: true }).click(),
    );
  }

  private async change(project: string, fill: (dialog: Locator) => Promise<void>): Promise<void> {
    await this.page.goto(project);
    await this.page.getByRole('button', { name: 'Change limits' }).click();
    const dialog = this.page.getByRole('dialog', { name: 'Limits of the project' });
    await fill(dialog);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(dialog).toBeHidden();
  }
}
