import { demo, expect, test } from '../fixtures.ts';
import { HARBOUR } from '../flows/made-up.ts';
import { SignInPage } from '../pages/sign-in-page.ts';

test('what a device sent is found again: MAC exchanges, radio use, its table, and its way by the keyboard', async ({
  page,
}) => {
  const tracker = demo().devices.find(({ customer, name }) => customer === HARBOUR && name === 'Trailer 11');
  const device = `/manager/devices/${tracker?.id}`;
  await new SignInPage(page).signIn('harbour@demo.example', 'Demo-portal-1');
  await page.waitForURL('**/manager/devices');

  await test.step('frames that carry MAC commands alone, each with the other half of its exchange', async () => {
    await page.goto(`${device}/lora-data?f=carries:in:mac`);
    await page
      .getByRole('row', { name: /Downlink MAC/ })
      .first()
      .click();
    await expect(page.getByText(/^(LinkCheck|LinkADR|DevStatus)Req$/).first()).toBeVisible();
    await expect(page.getByText(/^(LinkCheck|LinkADR|DevStatus)Ans$|^Not answered/).first()).toBeVisible();
  });

  await test.step('the heat maps are walked by the arrow keys, and stand as a table', async () => {
    await page.getByRole('link', { name: 'Radio use' }).click();
    const grid = page.getByRole('grid', { name: 'Frames by channel and time' });
    await grid.getByRole('gridcell').first().focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    await expect(page.locator(':focus')).toHaveAttribute('aria-label', /^867\.3 · .* frames?|uplink/);
    await page.getByRole('button', { name: 'Show the figures as a table' }).first().click();
    await expect(page.getByRole('columnheader', { name: 'MHz' })).toBeVisible();
  });

  await test.step('its way: the slider goes back to where it was before', async () => {
    await page.goto(`${device}/graph/track?range=30d`);
    const slider = page.getByRole('slider', { name: 'Moment on the way' });
    await slider.focus();
    const [, all = '0'] = (await slider.getAttribute('aria-valuetext'))?.split(' / ') ?? [];
    await page.keyboard.press('ArrowLeft');
    await expect(slider).toHaveAttribute('aria-valuetext', `${Number(all) - 1} / ${all}`);
  });

  await test.step('the rows behind it are there, and lead to their messages', async () => {
    await page.getByRole('link', { name: 'Table', exact: true }).click();
    await expect(page.getByRole('columnheader', { name: /^latitude/ })).toBeVisible();
    await page.getByRole('row').nth(1).getByRole('link').click();
    await page.waitForURL('**/manager/messages/*');
  });
});
