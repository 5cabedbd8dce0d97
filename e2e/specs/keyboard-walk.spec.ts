import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures.ts';
import { devicePages } from '../flows/device-pages.ts';
import { everyPage, type Stop } from '../flows/every-page.ts';
import { walkByTab } from '../flows/tab-walk.ts';
import { SignInPage } from '../pages/sign-in-page.ts';

test('by Tab alone everything on every page is reached, each stop is seen, and the way leads out again', async ({
  page,
  request,
}) => {
  test.setTimeout(900_000);
  await new SignInPage(page).signIn('harbour@demo.example', 'Demo-portal-1');
  await page.waitForURL('**/manager/devices');
  const stops = [...(await everyPage(request)), ...(await devicePages(page))].filter(isOfItsOwn);
  for (const stop of stops) await test.step(stop.address, () => walk(page, stop));
});

/** Lists without a row hold nothing more than with some, and the steps of the wizard are journeys of their own. */
const isOfItsOwn = ({ address, open }: Stop) =>
  !address.includes('q=nothing') && !(open && address === '/manager/devices/new');

/** Every row of a list is like the one before it. */
const brief = (address: string) => (address.includes('?') ? address : `${address}?limit=10`);

async function walk(page: Page, { address, open, dialog }: Stop): Promise<void> {
  await page.goto(brief(address));
  await expect(page.locator('main h1').first()).toBeVisible();
  await open?.(page);
  const inDialog = dialog || address.endsWith('?new');
  if (inDialog) await expect(page.getByRole('dialog')).toBeVisible();
  await page.waitForLoadState('networkidle').catch(() => {});
  expect.soft(await walkByTab(page, inDialog ? '[role=dialog]' : 'main'), address).toEqual([]);
  if (!inDialog) return;
  await page.keyboard.press('Escape');
  await expect.soft(page.getByRole('dialog'), `${address}: Escape`).toBeHidden();
}
