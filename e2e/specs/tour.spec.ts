import AxeBuilder from '@axe-core/playwright';
import type { APIRequestContext, Page } from '@playwright/test';
import { expect, test } from '../fixtures.ts';
import { devicePages } from '../flows/device-pages.ts';
import { everyPage, type Stop } from '../flows/every-page.ts';
import { longNames } from '../flows/long-names.ts';
import { arrive, goRound, LEAN_TRACE } from '../flows/round.ts';
import { sideways } from '../flows/sideways.ts';

const FORMS = [
  ['light', 1440, 900],
  ['dark', 1440, 900],
  ['dark', 390, 844],
  ['light', 390, 844],
] as const;

/** Every other page is looked at closely in the one pair, the others in the other: both themes and both widths of each page,
 *  and what all pages share in all four. `TOUR=whole` looks closely at every page in each. */
const PAIRS: readonly ReadonlySet<number>[] = [new Set([0, 2]), new Set([1, 3])];
let turn = 0;

/** Side menu and two columns still stand beside each other here, with the least room. */
const NARROWEST_DESK = { width: 1280, height: 800 };

// A theme that changes fades over a moment, in which colours of both stand on each other; who asks for less motion
// gets none of it, and what is measured is what stands there.
test.use({ contextOptions: { reducedMotion: 'reduce' }, trace: LEAN_TRACE });

/** A tour tells all that it saw, not the first alone. */
const soft = expect.configure({ soft: true });

const overflow = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** Pages hear of a changed theme in the next frame, draw it in the one after, and colours change in that or later. */
const settled = (page: Page) =>
  page.evaluate(async () => {
    for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
    const passing = document
      .getAnimations()
      .filter(({ effect }) => effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY);
    await Promise.allSettled(passing.map(({ finished }) => finished));
  });

/** Of this document only: no page has frames, and reports of frames cost a new window each. */
async function seriousFaults(page: Page): Promise<string[]> {
  const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] });
  const { violations } = await axe.analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

type Part = [
  name: string,
  stopsOf: (page: Page, request: APIRequestContext) => Promise<Stop[]>,
  email?: string,
];

const PARTS: Part[] = [
  ['every page', (_page, request) => everyPage(request)],
  ['what devices are connected and changed with', (page) => devicePages(page)],
  [
    'what the platform’s operator looks after',
    async () => ['/manager/connections', '/manager/connections/doors'].map((address) => ({ address })),
    'operator@demo.example',
  ],
  // Comes last: what it makes stays, and stands in every list.
  ['what has the longest names and tells the longest things', (_page, request) => longNames(request)],
];

for (const [name, stopsOf, email] of PARTS)
  test(`${name} opens without a fault in both themes, wide and on a phone, fits, and axe finds nothing serious`, ({
    page,
    request,
    browser,
    watch,
  }) => goRound({ page, request, browser, watch }, stopsOf, look, email));

async function look(page: Page, stop: Stop): Promise<void> {
  const { address } = stop;
  await page.setViewportSize({ width: 1440, height: 900 });
  await arrive(page, stop);
  await page.setViewportSize(NARROWEST_DESK);
  await soft
    .poll(() => sideways(page), { message: `${address} 1280 hides something sideways`, timeout: 10_000 })
    .toEqual([]);
  const closely = process.env.TOUR === 'whole' ? null : PAIRS[turn++ % PAIRS.length];
  for (const [nth, [colorScheme, width, height]] of FORMS.entries()) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height });
    const form = `${address} ${colorScheme} ${width}`;
    await settled(page);
    // Charts follow the new width a moment later.
    await soft
      .poll(() => overflow(page), { message: `${form} is wider than its window`, timeout: 10_000 })
      .toBe(0);
    expect.soft(await sideways(page), `${form} hides something sideways`).toEqual([]);
    if (closely && !closely.has(nth)) continue;
    expect.soft(await seriousFaults(page), form).toEqual([]);
  }
}
