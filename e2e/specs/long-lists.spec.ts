import { demo, expect, test } from '../fixtures.ts';
import { SignInPage } from '../pages/sign-in-page.ts';

test('a page of a hundred rows comes painted from the server and stays so without a touch', async ({
  page,
}) => {
  await new SignInPage(page).signIn('harbour@demo.example', 'Demo-portal-1');
  await page.waitForURL('**/manager/devices');
  const device = demo().devices.find((one) => one.customer === 'Harbour Works' && one.type === 'Elsys ERS');
  const address = `/manager/devices/${device?.id}/messages?limit=100`;
  expect(await (await page.request.get(address)).text()).toContain('data-row=');
  await page.goto(address);
  await expect(page.getByText(/^Showing 100 of/)).toBeVisible();
  await expect(page.locator('[data-row]').first()).toBeVisible();
});
