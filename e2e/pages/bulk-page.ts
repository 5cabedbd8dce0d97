import type { Page } from '@playwright/test';

/** Bulk work from a sheet. */
export class BulkPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** A sheet with a project and a type for all of its rows, up to its plan. */
  async plan(
    sheet: { name: string; text: string },
    { project, type }: { project: string; type: string },
  ): Promise<void> {
    await this.page.goto('/manager/bulk-tasks/new');
    await this.page.waitForLoadState('networkidle');
    await this.choose('Project', project);
    await this.choose('Device type', type);
    const buffer = Buffer.from(sheet.text);
    await this.page
      .locator('input[type=file]')
      .setInputFiles({ name: sheet.name, mimeType: 'text/csv', buffer });
    await this.page.getByRole('button', { name: 'Read and plan' }).click();
    await this.page.waitForURL(/\/manager\/bulk-tasks\/[0-9a-f-]{36}$/);
  }

  async carryOut(rows: number): Promise<void> {
    const words = `Carry out ${rows} ${rows === 1 ? 'row' : 'rows'}`;
    await this.page.getByRole('button', { name: words }).click({ timeout: 30_000 });
    await this.page.getByRole('alertdialog').getByRole('button', { name: words }).click();
  }

  private async choose(label: string, option: string): Promise<void> {
    await this.page.locator('main').getByRole('combobox', { name: label }).fill(option);
    await this.page.getByRole('option', { name: option }).click();
  }
}
