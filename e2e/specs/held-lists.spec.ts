import { readFile } from 'node:fs/promises';
import { expect, test } from '../fixtures.ts';
import { ownWord } from '../flows/made-up.ts';
import { SignInPage } from '../pages/sign-in-page.ts';
import { TablePage } from '../pages/table-page.ts';

/** Lists of which there are few by nature, and those of their columns that are not shown at first. */
const LISTS: { address: string; table: string; hidden: string[] }[] = [
  { address: '/organization/users', table: 'users', hidden: ['email'] },
  { address: '/organization/api-keys', table: 'api-keys', hidden: [] },
  { address: '/creator/device-types', table: 'device-types', hidden: [] },
  { address: '/creator/decoders', table: 'decoders', hidden: [] },
  { address: '/manager/connections', table: 'connections', hidden: [] },
  { address: '/manager/connectivity/sim-accounts', table: 'sim-accounts', hidden: [] },
  {
    address: '/manager/firmware',
    table: 'firmware',
    hidden: ['installed', 'open', 'failed', 'file', 'notes', 'by'],
  },
  { address: '/manager/bulk-tasks', table: 'bulk-tasks', hidden: [] },
];

test.beforeEach(async ({ page }) => {
  await new SignInPage(page).signIn('harbour@demo.example', 'Demo-portal-1');
  await page.waitForURL('**/manager/devices**');
});

test('every list has its views, and every column of it can be had as a file', async ({ page }) => {
  test.setTimeout(90_000);
  const table = new TablePage(page);
  for (const { address, table: name, hidden } of LISTS) {
    await page.goto(address);
    await expect(page.locator('[data-views]')).toBeVisible();
    await expect(page.locator('th[data-column]').first()).toBeVisible();
    const columns = [...(await table.headers()), ...hidden];
    // Only whether there would be a file: a person may have a few an hour.
    const answer = await page.request.get(
      `/rows/${name}/export?format=xlsx&ask&columns=${columns.join(',')}`,
    );
    expect([name, answer.status(), await answer.text()]).toEqual([name, 204, '']);
  }
});

test('a list that is held whole is narrowed, kept as a view, opened by its link and fetched as it stands', async ({
  page,
}) => {
  const table = new TablePage(page);
  const view = `Managers ${ownWord()}`;
  await table.open('/creator/device-types');
  const all = await table.total();
  await table.columnMenu('category', 'Filter…');
  await page.getByRole('checkbox', { name: 'Managed' }).click();
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect.poll(() => table.total()).toBeLessThan(all);
  const managed = await table.total();
  await table.saveView(view);

  const link = page.url();
  await page.goto('/manager/devices');
  await table.open(link);
  await expect(page.locator('[data-views]')).toContainText(view);
  expect(await table.total()).toBe(managed);

  const loading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem', { name: /CSV/ }).click();
  const file = await loading;
  expect(file.suggestedFilename()).toMatch(/^device-types-\d{4}-\d\d-\d\d\.csv$/);
  const lines = (await readFile(await file.path(), 'utf8')).trim().split('\r\n');
  expect(lines).toHaveLength(managed + 1);
  expect(lines.slice(1).every((line) => line.includes('"managed"'))).toBe(true);
  await table.deleteView(view);
});
