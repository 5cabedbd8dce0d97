import { expect, type Locator, type Page } from '@playwright/test';

/** What every list of the portal can do: the one table, seen from outside. */
export class TablePage {
  readonly page: Page;
  readonly rows: Locator;
  readonly search: Locator;

  constructor(page: Page) {
    this.page = page;
    this.rows = page.locator('[data-row]');
    this.search = page.locator('[data-table-search]');
  }

  async open(address: string): Promise<void> {
    await this.page.goto(address);
    await expect(this.rows.first()).toBeVisible();
    // Before the page is alive a press does nothing.
    await this.page.waitForLoadState('networkidle');
  }

  headers(): Promise<string[]> {
    return this.page
      .locator('th[data-column]')
      .evaluateAll((heads) => heads.map((head) => head.getAttribute('data-column') ?? ''));
  }

  head(id: string): Locator {
    return this.page.locator(`th[data-column="${id}"]`);
  }

  async total(): Promise<number> {
    const text = await this.page.getByText(/^Showing [\d,]+ of [\d,]+\+?$/).innerText();
    return Number(/of ([\d,]+)/.exec(text)?.[1]?.replaceAll(',', ''));
  }

  async columnMenu(id: string, item: string): Promise<void> {
    await this.head(id)
      .getByRole('button', { name: /^Column / })
      .click();
    await this.page.getByRole('menuitem', { name: item }).click();
  }

  views(): Locator {
    return this.page.getByRole('dialog', { name: 'Views' });
  }

  async openViews(): Promise<Locator> {
    await this.page.locator('[data-views]').click();
    await expect(this.views()).toBeVisible();
    return this.views();
  }

  async saveView(name: string, asDefault = false): Promise<void> {
    const views = await this.openViews();
    await views.getByRole('button', { name: 'Save this view' }).click();
    await views.getByLabel('Name of the view').fill(name);
    if (asDefault) await views.getByText('Open the table with it').click();
    await views.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(this.views()).toBeHidden();
    await expect(this.page.locator('[data-views]')).toContainText(name);
  }

  async deleteView(name: string): Promise<void> {
    const views = await this.openViews();
    await views.getByRole('button', { name: `What to do with ${name}` }).click();
    await this.page.getByRole('menuitem', { name: 'Delete' }).click();
    await expect(views.getByRole('button', { name, exact: true })).toBeHidden();
    await this.page.keyboard.press('Escape');
  }
}
