import type { APIRequestContext, Browser, Page } from '@playwright/test';
import { expect, test } from '../fixtures.ts';
import { SignInPage } from '../pages/sign-in-page.ts';
import type { Stop } from './every-page.ts';

/** While one page waits for its answer the other is looked at; more would only wait for a processor. */
const AT_ONCE = 2;

/** A copy of the document before and after each of some ten thousand keys and looks takes longer than all of them. */
export const LEAN_TRACE = { mode: 'retain-on-failure', snapshots: false, screenshots: false } as const;

interface Given {
  page: Page;
  request: APIRequestContext;
  browser: Browser;
  watch: (page: Page) => void;
}

/** Signs in, gathers the stops and visits each of them once, in windows of their own beside each other. */
export async function goRound(
  { page, request, browser, watch }: Given,
  gather: (page: Page, request: APIRequestContext) => Promise<Stop[]>,
  visit: (page: Page, stop: Stop) => Promise<void>,
  email = 'harbour@demo.example',
): Promise<void> {
  test.setTimeout(900_000);
  await new SignInPage(page).signIn(email, 'Demo-portal-1');
  await page.waitForURL('**/manager/devices');
  const stops = await gather(page, request);
  const storageState = await page.context().storageState();
  const others = await Promise.all(
    Array.from({ length: AT_ONCE - 1 }, async () => (await browser.newContext({ storageState })).newPage()),
  );
  others.forEach(watch);
  // One way for all: whoever is done takes the next.
  const way = stops.values();
  await Promise.all(
    [page, ...others].map(async (own) => {
      for (const stop of way) await test.step(stop.address, () => visit(own, stop));
    }),
  );
}

/** What the server painted hears no key and no click until React has taken it over, which marks each element. */
function deafIn(part: string): string[] {
  return [...document.querySelectorAll(`${part} :is(a[href],button,input)`)]
    .filter((element) => !element.closest('.monaco-editor,.leaflet-container'))
    .filter((element) => !Object.keys(element).some((key) => key.startsWith('__reactProps$')))
    .map(({ outerHTML }) => outerHTML.slice(0, 100));
}

/** Opens what the stop is about, and waits until it stands there whole. */
export async function arrive(page: Page, stop: Stop): Promise<void> {
  const { address, open } = stop;
  const answer = await page.goto(address);
  expect.soft(answer?.status(), address).toBe(200);
  await expect(page.locator('main h1').first()).toBeVisible();
  await expect.poll(() => page.evaluate(deafIn, 'main'), { message: `${address} is taken over` }).toEqual([]);
  await open?.(page);
  if (isDialog(stop)) await expect(page.getByRole('dialog')).toBeVisible();
  await page.waitForLoadState('networkidle').catch(() => {});
}

export const isDialog = ({ address, dialog }: Stop) => dialog || address.endsWith('?new');
