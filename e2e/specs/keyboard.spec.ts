import { randomBytes } from 'node:crypto';
import { expect, test } from '../fixtures.ts';
import { GENERIC_TYPE, ownAppKey, ownDevEui, ownWord } from '../flows/made-up.ts';
import { Keyboard } from '../pages/keyboard.ts';
import { SignInPage } from '../pages/sign-in-page.ts';
import { TablePage } from '../pages/table-page.ts';

test.beforeEach(async ({ page }) => {
  await new SignInPage(page).signIn('harbour@demo.example', 'Demo-portal-1');
  await page.waitForURL('**/manager/devices**');
  await page.waitForLoadState('networkidle');
});

test('a device is added with the keyboard alone, and every stop shows where one is', async ({ page }) => {
  test.setTimeout(180_000);
  const keys = new Keyboard(page);
  const main = page.locator('main');
  const name = `By keys ${ownWord()}`;
  const next = main.getByRole('button', { name: 'Next', exact: true });

  await keys.enter(main.getByRole('link', { name: 'Add device' }));
  await page.waitForURL('**/manager/devices/new');
  await keys.choose(main.getByRole('combobox', { name: 'Project' }), 'Yard');
  await keys.to(page.getByLabel('Search types'));
  await keys.type(GENERIC_TYPE);
  const type = main.getByRole('radio', { name: GENERIC_TYPE });
  await keys.to(type);
  await keys.press(' ');
  await expect(type).toBeChecked();
  await keys.enter(next);

  const field = page.getByLabel('Name', { exact: true });
  await expect(field).toBeVisible();
  await keys.enter(next);
  await expect(field).toBeFocused();
  await keys.type(name);
  await keys.enter(next);

  await keys.to(page.getByLabel('DevEUI'));
  await keys.type(ownDevEui());
  await keys.to(page.getByLabel('AppEUI (JoinEUI)'));
  await keys.type('0254500000000001');
  await keys.to(page.getByLabel('AppKey'));
  await keys.type(ownAppKey());
  await keys.enter(next);
  await keys.enter(main.getByRole('button', { name: 'Add device' }));

  await expect(page.getByText(`${name} was added`)).toBeVisible();
  await keys.enter(main.getByRole('link', { name: 'Open the device' }));
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
  await keys.enter(main.getByRole('link', { name: 'LoRa', exact: true }).last());
  await page.waitForURL('**/lora');
});

test('a sheet is read, planned, carried out and undone with the keyboard alone', async ({ page }) => {
  test.setTimeout(180_000);
  const keys = new Keyboard(page);
  const main = page.locator('main');
  const hex = (bytes: number) => randomBytes(bytes).toString('hex');
  const rows = [1, 2].map((n) => `${hex(8)},0254500000000001,${hex(16)},Keys ${ownWord()} ${n}`);

  await page.goto('/manager/bulk-tasks');
  await page.waitForLoadState('networkidle');
  await keys.enter(main.getByRole('link', { name: 'From a sheet' }));
  await page.waitForURL('**/manager/bulk-tasks/new');
  await keys.choose(main.getByRole('combobox', { name: 'Project' }), 'Yard and fleet');
  await keys.choose(main.getByRole('combobox', { name: 'Device type' }), GENERIC_TYPE);
  await keys.to(main.locator('input[type=file]'));
  const choosing = page.waitForEvent('filechooser');
  await keys.press('Enter');
  const buffer = Buffer.from(['DevEUI,JoinEUI,AppKey,Name', ...rows].join('\n'));
  await (await choosing).setFiles({ name: `${ownWord()}.csv`, mimeType: 'text/csv', buffer });
  await keys.enter(main.getByRole('button', { name: 'Read and plan' }));

  const carryOut = main.getByRole('button', { name: 'Carry out 2 rows' });
  await expect(carryOut).toBeVisible({ timeout: 30_000 });
  await keys.enter(carryOut);
  const question = page.getByRole('alertdialog');
  await expect(question).toBeVisible();
  // A question that is left leads back to where it was asked.
  await keys.press('Escape');
  await expect(question).toBeHidden();
  await expect(carryOut).toBeFocused();
  await keys.press('Enter');
  await keys.enter(question.getByRole('button', { name: 'Carry out 2 rows' }));
  await expect(page.getByText('2 done, 0 failed')).toBeVisible({ timeout: 60_000 });

  await keys.enter(main.getByRole('button', { name: 'Undo', exact: true }));
  await keys.enter(page.getByRole('alertdialog').getByRole('button', { name: 'Undo' }));
  await expect(page.getByRole('heading', { name: 'Undo: Add LoRa devices' })).toBeVisible({
    timeout: 30_000,
  });
  await expect(page.getByText('2 done, 0 failed')).toBeVisible({ timeout: 60_000 });
});

test('a list of SIMs is narrowed, its columns chosen, a row opened and its plans looked at by keys', async ({
  page,
}) => {
  test.setTimeout(180_000);
  const keys = new Keyboard(page);
  const table = new TablePage(page);
  const main = page.locator('main');
  await table.open('/manager/connectivity/m2m?view=main');
  const all = await table.total();

  await keys.enter(main.getByRole('button', { name: 'Filter', exact: true }));
  const filter = page.getByRole('dialog');
  await keys.enter(filter.getByRole('button', { name: 'Status', exact: true }));
  await keys.to(filter.getByRole('checkbox', { name: 'Activated', exact: true }));
  await keys.press(' ');
  await keys.enter(filter.getByRole('button', { name: 'Apply' }));
  await expect(main.getByRole('button', { name: 'Status: Activated', exact: true })).toBeVisible();
  await expect.poll(() => table.total()).toBeLessThan(all);

  const columns = main.getByRole('button', { name: 'Columns', exact: true });
  await keys.enter(columns);
  const chooser = page.getByRole('dialog', { name: 'Columns' });
  await keys.to(chooser.getByRole('checkbox', { name: 'MSISDN' }));
  await keys.press(' ');
  await expect.poll(() => table.headers()).not.toContain('msisdn');
  await keys.press('Escape');
  await expect(chooser).toBeHidden();
  await expect(columns).toBeFocused();

  const exporting = main.getByRole('button', { name: 'Export', exact: true });
  await keys.enter(exporting);
  await expect(page.getByRole('menuitem', { name: 'CSV' })).toBeVisible();
  await keys.press('Escape');
  await expect(page.getByRole('menuitem', { name: 'CSV' })).toHaveCount(0);
  await expect(exporting).toBeFocused();

  await keys.press('/');
  await expect(table.search).toBeFocused();
  await keys.press('ArrowDown', 'ArrowDown');
  await expect(table.rows.nth(1)).toBeFocused();
  const iccid = await table.rows.nth(1).getByRole('link').first().innerText();
  await keys.press('Enter');
  await expect(page.getByRole('heading', { name: iccid, level: 1 })).toBeVisible();
  await keys.enter(main.getByRole('button', { name: 'Edit plans' }));
  await expect(page.getByRole('dialog')).toBeVisible();
  await keys.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(main.getByRole('button', { name: 'Edit plans' })).toBeFocused();
});
