import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures.ts';
import { SignInPage } from '../pages/sign-in-page.ts';
import { TablePage } from '../pages/table-page.ts';

const devices = '/manager/devices?view=main';

test.beforeEach(async ({ page }) => {
  await new SignInPage(page).signIn('harbour@demo.example', 'Demo-portal-1');
  await page.waitForURL('**/manager/devices**');
});

async function seriousFaults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

test('filters stand as chips above the table, several at once, and go one by one or all together', async ({
  page,
}) => {
  const table = new TablePage(page);
  await table.open(devices);
  const all = await table.total();
  await table.columnMenu('activity', 'Filter…');
  await page.getByRole('checkbox', { name: 'Active' }).click();
  await page.getByRole('button', { name: 'Apply' }).click();
  const stateChip = page.getByRole('button', { name: 'State: Active', exact: true });
  await expect(stateChip).toBeVisible();
  await expect.poll(() => table.total()).toBeLessThan(all);
  const active = await table.total();

  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Name', exact: true }).click();
  await page.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill('zzz');
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect(page.getByText('Nothing matches')).toBeVisible();
  await page.getByRole('button', { name: 'Remove the filter Name contains zzz' }).click();
  await expect.poll(() => table.total()).toBe(active);

  // The address holds it: the same comes back, and so does what was before.
  await page.reload();
  await expect(stateChip).toBeVisible();
  await page.getByRole('button', { name: 'Reset', exact: true }).click();
  await expect(stateChip).toBeHidden();
  // Another journey may have added devices meanwhile.
  await expect.poll(() => table.total()).toBeGreaterThanOrEqual(all);
});

test('a column is dragged, widened with the pointer and the keys, and pinned where it stays in sight', async ({
  page,
}) => {
  const table = new TablePage(page);
  await table.open(devices);
  const before = await table.headers();
  await table.head('signal').dragTo(table.head('identifier'));
  const placeOf = async (id: string) => (await table.headers()).indexOf(id);
  await expect.poll(() => placeOf('signal')).toBe(before.indexOf('identifier'));
  const dragged = await table.headers();
  expect([...dragged].sort()).toEqual([...before].sort());

  const widthOf = async (id: string) => (await table.head(id).boundingBox())?.width ?? 0;
  const head = await table.head('identifier').boundingBox();
  if (!head) throw new Error('no header');
  await page.mouse.move(head.x + head.width - 3, head.y + head.height / 2);
  await page.mouse.down();
  await page.mouse.move(head.x + head.width + 77, head.y + head.height / 2, { steps: 5 });
  await page.mouse.up();
  const wide = await widthOf('identifier');
  expect(Math.abs(wide - head.width - 80)).toBeLessThan(3);

  await table.columnMenu('identifier', 'Change the width');
  await expect(page.getByRole('separator', { name: 'Width of Identifier' })).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await expect.poll(() => widthOf('identifier')).toBeCloseTo(wide - 16, 0);

  await table.columnMenu('lastMessageAt', 'Keep at the left');
  await expect.poll(() => placeOf('lastMessageAt')).toBe(0);
  await page.setViewportSize({ width: 900, height: 700 });
  const left = async () => (await table.head('lastMessageAt').boundingBox())?.x ?? 0;
  const still = await left();
  await page.locator('table').evaluate((node) => {
    if (node.parentElement) node.parentElement.scrollLeft = 300;
  });
  expect(await left()).toBe(still);

  // All of it stands in the address.
  const headers = await table.headers();
  const width = await widthOf('identifier');
  await page.reload();
  await expect(table.rows.first()).toBeVisible();
  await expect.poll(() => table.headers()).toEqual(headers);
  expect(await widthOf('identifier')).toBeCloseTo(width, 0);
});

test('a view is saved, opens with the table, is shared by its address and deleted', async ({
  page,
  browser,
}) => {
  const table = new TablePage(page);
  const name = `Quiet ones ${Date.now()}`;
  await table.open(
    `${devices}&cols=name,activity,lastMessageAt&f=activity:in:online,late,silent&rows=compact`,
  );
  await table.saveView(name, true);
  try {
    const shared = page.url();
    // The table opens with it, and the main view is one press away.
    await page.goto('/manager/devices');
    await expect.poll(() => table.headers()).toEqual(['name', 'activity', 'lastMessageAt']);
    await expect(page).toHaveURL(/view=[0-9a-f-]{36}/);
    const views = await table.openViews();
    await views.getByRole('button', { name: 'Main view' }).click();
    await expect.poll(async () => (await table.headers()).length).toBeGreaterThan(3);
    await page.reload();
    await expect(table.rows.first()).toBeVisible();
    expect((await table.headers()).length).toBeGreaterThan(3);

    // Somebody else sees the same columns and filters, and none of the owner's views.
    const other = await browser.newContext();
    const theirs = await other.newPage();
    await new SignInPage(theirs).signIn('viewer@demo.example', 'Demo-portal-1');
    await theirs.waitForURL('**/manager/devices**');
    await theirs.goto(shared);
    const seen = new TablePage(theirs);
    await expect.poll(() => seen.headers()).toEqual(['name', 'activity', 'lastMessageAt']);
    await expect(theirs.getByRole('button', { name: /^State: / }).first()).toBeVisible();
    await expect((await seen.openViews()).getByRole('button', { name })).toHaveCount(0);
    await other.close();
  } finally {
    await table.deleteView(name);
  }
});

test('a list is worked with the keyboard alone', async ({ page }) => {
  const table = new TablePage(page);
  await table.open(devices);
  // Before the page is alive a key does nothing.
  await expect(async () => {
    await page.keyboard.press('/');
    await expect(table.search).toBeFocused({ timeout: 500 });
  }).toPass();
  await page.keyboard.press('ArrowDown');
  await expect(table.rows.nth(0)).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(table.rows.nth(2)).toBeFocused();
  await page.keyboard.press(' ');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Shift+ ');
  const bar = page.getByRole('toolbar', { name: 'What to do with the selected rows' });
  await expect(bar).toContainText('2 selected');
  await page.keyboard.press('Escape');
  await expect(bar).toBeHidden();

  await page.keyboard.press('Shift+F10');
  await expect(page.getByRole('menuitem', { name: 'Open', exact: true })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menuitem', { name: 'Open', exact: true })).toBeHidden();

  // A header's column moves with the arrows.
  const before = await table.headers();
  await table.head('lastMessageAt').getByRole('button', { name: 'Last message', exact: true }).focus();
  await page.keyboard.press('Alt+Shift+ArrowLeft');
  await expect
    .poll(async () => (await table.headers()).indexOf('lastMessageAt'))
    .toBe(before.indexOf('lastMessageAt') - 1);

  const first = (await table.rows.nth(0).getByRole('link').first().innerText()).split('\n')[0] ?? '';
  await page.keyboard.press('/');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: first, level: 1 })).toBeVisible();
});

test('all that match are chosen as a query, less what is unticked', async ({ page }) => {
  const table = new TablePage(page);
  await table.open(`${devices}&limit=10`);
  const all = await table.total();
  await page.getByRole('checkbox', { name: 'Select all rows on this page' }).click();
  const bar = page.getByRole('toolbar', { name: 'What to do with the selected rows' });
  await expect(bar).toContainText('10 selected');
  await bar.getByRole('button', { name: `select all ${all} that match` }).click();
  await expect(bar).toContainText(`${all} selected`);
  await table.rows.nth(1).getByRole('checkbox').click();
  await expect(bar).toContainText(`${all - 1} selected`);
  // On the next page they are chosen too; another question ends it.
  await page.getByRole('button', { name: 'Next page' }).click();
  await expect(table.rows.first().getByRole('checkbox')).toBeChecked();
  await expect(bar).toContainText(`${all - 1} selected`);
  await table.search.fill('a');
  await expect(bar).toBeHidden();
});

test('the table fills the window and Escape leads back; its menus hold nothing axe calls serious', async ({
  page,
}) => {
  const table = new TablePage(page);
  await table.open(devices);
  await page.getByRole('button', { name: 'Full screen' }).click();
  const box = await page.locator('#devices').boundingBox();
  expect(box).toMatchObject({ x: 0, y: 0, width: page.viewportSize()?.width });
  await page.getByRole('button', { name: 'Columns' }).click();
  await expect(page.getByRole('dialog', { name: 'Columns' })).toBeVisible();
  expect(await seriousFaults(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog', { name: 'Columns' })).toBeHidden();
  await expect(page.getByRole('button', { name: 'Leave full screen' })).toBeVisible();
  await table.openViews();
  expect(await seriousFaults(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Full screen', exact: true })).toBeVisible();
});

test('what devices report becomes a column, is filtered and comes along in the address', async ({ page }) => {
  const table = new TablePage(page);
  await table.open(devices);
  await page.getByRole('button', { name: 'Columns' }).click();
  const values = page.getByRole('region', { name: 'Reported values' });
  await values.getByRole('textbox').fill('temperature');
  await values.getByRole('button', { name: 'temperature', exact: true }).click();
  await page.keyboard.press('Escape');
  await expect.poll(() => table.headers()).toContain('twin:temperature');
  await expect(page.locator('[data-row] td').filter({ hasText: /\d °C/ }).first()).toBeVisible();
  await table.columnMenu('twin:temperature', 'Filter…');
  await page.getByLabel('From').fill('-50');
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect(page.getByRole('button', { name: 'temperature ≥ -50', exact: true })).toBeVisible();
  await expect(table.rows.first()).toBeVisible();
  await page.reload();
  await expect(table.rows.first()).toBeVisible();
  await expect.poll(() => table.headers()).toContain('twin:temperature');
});

async function saveCsv(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem', { name: 'CSV' }).click();
}

test('a list is saved as a file', async ({ page }) => {
  const table = new TablePage(page);
  await table.open(devices);
  const saved = page.waitForEvent('download');
  await saveCsv(page);
  const file = await saved;
  expect(file.suggestedFilename()).toMatch(/^devices-.*\.csv$/);
  const chunks: Buffer[] = [];
  for await (const chunk of await file.createReadStream()) chunks.push(chunk as Buffer);
  expect(Buffer.concat(chunks).toString('utf8').trim().split('\r\n').length).toBeGreaterThan(10);
});

/** In the page itself: a driver's clicks are too far apart to meet a fade of a tenth of a second. */
async function opensViewsWhileMenuCloses(delay: number): Promise<void> {
  const views = document.querySelector<HTMLElement>('[data-views]');
  document.querySelector<HTMLElement>('[role="menuitem"]')?.click();
  await new Promise((resolve) => setTimeout(resolve, delay));
  views?.focus();
  views?.click();
}

const holdsFocus = (popup: Element) => popup.contains(document.activeElement);

test('what is opened while a menu still fades keeps the focus and stays', async ({ page }) => {
  const table = new TablePage(page);
  await table.open(devices);
  for (let delay = 0; delay <= 200; delay += 20) {
    await table
      .head('name')
      .getByRole('button', { name: /^Column / })
      .click();
    await expect(page.getByRole('menuitem').first()).toBeVisible();
    await page.evaluate(opensViewsWhileMenuCloses, delay);
    await expect(page.getByRole('menu')).toHaveCount(0);
    await expect(table.views()).toBeVisible();
    expect([delay, await table.views().evaluate(holdsFocus)]).toEqual([delay, true]);
    await page.keyboard.press('Escape');
    await expect(table.views()).toBeHidden();
  }
});

test('an export that is refused says why, where it was asked for', async ({ browser }) => {
  // Somebody of their own: what is used up here nobody else misses.
  const context = await browser.newContext();
  const page = await context.newPage();
  await new SignInPage(page).signIn('city-viewer@demo.example', 'Demo-portal-1');
  await page.waitForURL('**/manager/devices**');
  await new TablePage(page).open(devices);
  for (let n = 0; n < 10; n++) await page.request.get('/rows/devices/export?format=csv&columns=name');
  await saveCsv(page);
  const said = page.getByRole('region', { name: 'Notifications' });
  await expect(said).toContainText(/Ten exports an hour are allowed. Try again in \d+ minutes?\./);
  await context.close();
});

test('at 360 pixels a list is cards, and everything can still be done', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  const table = new TablePage(page);
  await table.open(devices);
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow).toBe(0);
  await table.rows.first().getByRole('button', { name: 'What to do with this row' }).click();
  await expect(page.getByRole('menuitem', { name: 'Open', exact: true })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menuitem', { name: 'Open', exact: true })).toBeHidden();
  await page.getByRole('button', { name: 'Columns' }).click();
  await expect(page.getByRole('dialog', { name: 'Columns' })).toBeVisible();
  expect(await seriousFaults(page)).toEqual([]);
});
