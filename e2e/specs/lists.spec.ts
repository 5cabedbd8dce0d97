import { demo, expect, test } from '../fixtures.ts';
import { HARBOUR } from '../flows/made-up.ts';
import { SignInPage } from '../pages/sign-in-page.ts';

const SLOW_MS = 900;

test.beforeEach(async ({ page }) => {
  await new SignInPage(page).signIn('harbour@demo.example', 'Demo-portal-1');
  await page.waitForURL('**/manager/devices');
});

test('a click while the search still waits for more keys opens the row, and back leads to what was typed', async ({
  page,
}) => {
  // A page that takes its time: the search's own change of the address would fall into the way to it.
  await page.route(/\/manager\/devices\/[0-9a-f-]{36}\?_rsc=/, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, SLOW_MS));
    await route.continue();
  });
  const row = page.locator('[data-row]').first();
  const name = (await row.getByRole('link').first().innerText()).split('\n')[0] ?? '';
  await page.getByPlaceholder('Search name or identifier').pressSequentially(name.slice(0, 4), { delay: 5 });
  await row.getByRole('link').first().click();
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
  await page.waitForTimeout(SLOW_MS);
  await expect(page).toHaveURL(/\/manager\/devices\/[0-9a-f-]{36}$/);
  await page.goBack();
  await expect(page).toHaveURL(/\/manager\/devices\?q=/);
  await expect(page.getByPlaceholder('Search name or identifier')).toHaveValue(name.slice(0, 4).trim());
});

test('the project picker narrows every list, and all projects bring everything back', async ({ page }) => {
  const shown = page.getByText(/^Showing [\d,]+ of [\d,]+$/);
  const total = async () => Number(/of ([\d,]+)$/.exec(await shown.innerText())?.[1]?.replace(',', ''));
  const all = await total();
  const picker = page.getByRole('complementary').getByRole('button', { name: /^Project/ });
  await picker.click();
  await page.getByRole('menuitem', { name: 'Buildings' }).click();
  await expect(picker).toContainText('Buildings');
  await expect.poll(total).toBeLessThan(all);
  const devices = await total();
  const menu = page.getByRole('navigation', { name: 'Building blocks' });
  await expect(menu.getByRole('link', { name: `Devices ${devices}` })).toBeVisible();
  for (const list of ['Flows', 'Destinations']) {
    const link = menu.getByRole('link', { name: new RegExp(`^${list}`) });
    const counted = /\d+/.exec(await link.innerText())?.[0];
    await link.click();
    await expect(page.getByRole('heading', { name: new RegExp(`^${list}`), level: 1 })).toBeVisible();
    await expect(shown).toHaveText(new RegExp(`of ${counted}$`));
  }
  await page.goto('/manager/devices');
  await picker.click();
  await page.getByRole('menuitem', { name: 'All projects' }).click();
  await expect.poll(total).toBe(all);
});

test('part of a DevEUI is enough to go to a device from anywhere', async ({ page }) => {
  const device = demo().devices.find((one) => one.customer === HARBOUR && one.devEui);
  const part = (device?.devEui ?? '').replaceAll('-', '').slice(-6);
  await page.goto('/manager/flows');
  await expect(page.getByRole('heading', { name: /^Flows/, level: 1 })).toBeVisible();
  await page.waitForLoadState('networkidle');
  await page.keyboard.press('ControlOrMeta+k');
  await page.getByRole('combobox', { name: 'Go anywhere' }).fill(part);
  await expect(page.getByRole('option', { name: device?.name ?? '' })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: device?.name ?? '', level: 1 })).toBeVisible();
});

test('Dutch is a choice that stays, and after signing out the session opens nothing any more', async ({
  page,
  context,
}) => {
  await page.getByRole('button', { name: /Menu of/ }).click();
  await page.getByRole('menuitemradio', { name: 'Nederlands' }).click();
  await expect(page.getByRole('heading', { name: /^Apparaten/, level: 1 })).toBeVisible();
  await page.goto('/organization/audit-log');
  await expect(page.locator('html')).toHaveAttribute('lang', 'nl');
  const session = (await context.cookies()).filter(({ name }) => name.includes('session'));
  expect(session.length).toBeGreaterThan(0);
  await page.getByRole('button', { name: /Menu van/ }).click();
  await page.getByRole('menuitem', { name: 'Afmelden' }).click();
  await page.waitForURL('**/sign-in**');
  // The very cookie of before, put back: the session behind it is gone, not only the cookie.
  await context.addCookies(session);
  const answer = await context.request.get('/rows/devices');
  expect(answer.status()).toBe(401);
  await page.goto('/manager/devices');
  await page.waitForURL('**/sign-in**');
});
