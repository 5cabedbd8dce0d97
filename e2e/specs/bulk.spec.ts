import { randomBytes } from 'node:crypto';
import { expect, test } from '../fixtures.ts';
import { GENERIC_TYPE, ownWord } from '../flows/made-up.ts';
import { BulkPage } from '../pages/bulk-page.ts';
import { SignInPage } from '../pages/sign-in-page.ts';
import { TablePage } from '../pages/table-page.ts';

const hex = (bytes: number) => randomBytes(bytes).toString('hex').toUpperCase();

test('a sheet: plan, confirm, report, undo', async ({ page }) => {
  test.setTimeout(180_000);
  const word = ownWord();
  const lines = Array.from(
    { length: 12 },
    (_, n) => `${hex(8)};70B3D57ED0000001;${hex(16)};${word} ${n + 1}`,
  );
  const sheet = [
    'Delivery;;;',
    'Device EUI;App EUI;App Key;Naam',
    ...lines,
    `7,07605E+15;70B3D57ED0000001;${hex(16)};broken`,
  ];
  const bulk = new BulkPage(page);
  await new SignInPage(page).signIn('harbour@demo.example', 'Demo-portal-1');
  await page.waitForURL('**/manager/devices');

  await test.step('the sheet is dropped, with a project and a type for all rows', async () => {
    await bulk.plan(
      { name: `${word}.csv`, text: sheet.join('\r\n') },
      { project: 'Yard and fleet', type: GENERIC_TYPE },
    );
  });

  await test.step('the plan says what would be added and what not, and why; nothing is written', async () => {
    await expect(page.getByText('Waits for you')).toBeVisible({ timeout: 30_000 });
    await expect(page.getByText('header in row 2')).toBeVisible();
    await expect(page.getByText('Nothing has been written yet.')).toBeVisible();
    await expect(page.getByText(/Device EUI: 7,07605E\+15 was rounded by a spreadsheet/)).toBeVisible();
  });

  await test.step('confirmed, it runs to its end', async () => {
    await bulk.carryOut(12);
    await expect(page.getByText('12 done, 0 failed')).toBeVisible({ timeout: 60_000 });
  });

  await test.step('the refused row comes back with its reason', async () => {
    const waiting = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Refused rows' }).click();
    const file = await waiting;
    const chunks: Buffer[] = [];
    for await (const chunk of await file.createReadStream()) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString('utf8');
    expect(text.trim().split('\r\n')).toHaveLength(2);
    expect(text).toContain('rounded by a spreadsheet');
  });

  const table = new TablePage(page);
  const view = `Refused ${word}`;
  await test.step('what is looked at of its rows gets a name', async () => {
    await table.open(`${new URL(page.url()).pathname}?f=verdict:in:refuse`);
    await expect(table.rows).toHaveCount(1);
    await table.saveView(view);
  });

  await test.step('undone, every device is gone, and the undo has its own report', async () => {
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Undo' }).click();
    await expect(page.getByRole('heading', { name: 'Undo: Add LoRa devices' })).toBeVisible({
      timeout: 30_000,
    });
    await expect(page.getByText('12 done, 0 failed')).toBeVisible({ timeout: 60_000 });
    // By that name it is there in every report.
    await expect(table.rows).toHaveCount(12);
    await table.deleteView(view);
    await page.goto(`/manager/devices?q=${word}`);
    await expect(page.locator('[data-row]')).toHaveCount(0);
  });
});

test('a selection is done at once and undone from its report', async ({ page }) => {
  test.setTimeout(120_000);
  const tag = ownWord().toLowerCase();
  await new SignInPage(page).signIn('harbour@demo.example', 'Demo-portal-1');
  await page.waitForURL('**/manager/devices');
  await page.waitForLoadState('networkidle');
  const first = page.locator('[data-row]').first();
  await first.getByRole('checkbox').click();
  await page.getByRole('button', { name: 'Tags and metadata' }).click();
  await page.getByLabel('Tags to add').fill(tag);
  await page.getByRole('dialog').getByRole('button', { name: 'Change' }).click();
  await expect(page.getByText('1 device done')).toBeVisible();
  await page.goto(`/manager/devices?f=tags:in:${tag}`);
  await expect(page.locator('[data-row]')).toHaveCount(1);
  await page.goto('/manager/bulk-tasks');
  await page.locator('[data-row]').first().getByRole('link').first().click();
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Undo' }).click();
  // The task that is undone says the same of itself.
  await expect(page.getByRole('heading', { name: /^Undo: / })).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText('1 done, 0 failed')).toBeVisible({ timeout: 30_000 });
  await page.goto(`/manager/devices?f=tags:in:${tag}`);
  await expect(page.locator('[data-row]')).toHaveCount(0);
});
