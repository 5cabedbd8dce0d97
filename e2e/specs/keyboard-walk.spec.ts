import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures.ts';
import { devicePages } from '../flows/device-pages.ts';
import { everyPage, type Stop } from '../flows/every-page.ts';
import { arrive, goRound, isDialog, LEAN_TRACE } from '../flows/round.ts';
import { walkByTab } from '../flows/tab-walk.ts';

test.use({ trace: LEAN_TRACE });

test('by Tab alone everything on every page is reached, each stop is seen, and the way leads out again', ({
  page,
  request,
  browser,
  watch,
}) =>
  goRound(
    { page, request, browser, watch },
    async () => [...(await everyPage(request)), ...(await devicePages(page))].filter(isOfItsOwn),
    walk,
  ));

/** Lists without a row hold nothing more than with some, and the steps of the wizard are journeys of their own. */
const isOfItsOwn = ({ address, open }: Stop) =>
  !address.includes('q=nothing') && !(open && address === '/manager/devices/new');

/** Every row of a list is like the one before it. */
const brief = (address: string) => (address.includes('?') ? address : `${address}?limit=10`);

async function walk(page: Page, stop: Stop): Promise<void> {
  const { address } = stop;
  await arrive(page, { ...stop, address: brief(address) });
  const inDialog = isDialog(stop);
  expect.soft(await walkByTab(page, inDialog ? '[role=dialog]' : 'main'), address).toEqual([]);
  if (!inDialog) return;
  await page.keyboard.press('Escape');
  await expect.soft(page.getByRole('dialog'), `${address}: Escape`).toBeHidden();
}
