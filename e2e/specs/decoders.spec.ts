import { expect, test } from '../fixtures.ts';
import { GENERIC_TYPE, ownWord } from '../flows/made-up.ts';
import { sideways } from '../flows/sideways.ts';
import { DecoderPage } from '../pages/decoder-page.ts';
import { SignInPage } from '../pages/sign-in-page.ts';

const script = (value: number) => `function decodeUplink(input) { return { data: { version: ${value} } }; }`;

test('a decoder goes back to the version before, and forward again', async ({ page }) => {
  const name = `› Back ${ownWord()}`;
  const decoder = new DecoderPage(page);
  await new SignInPage(page).signIn('harbour@demo.example', 'Demo-portal-1');
  await page.waitForURL('**/manager/devices');
  await decoder.create(GENERIC_TYPE, name);
  await decoder.write(script(101));
  await decoder.publish();
  await decoder.write(script(202));
  await decoder.publish(2);
  await page.setViewportSize({ width: 1280, height: 800 });
  await expect.poll(() => sideways(page), { message: 'versions with all their buttons fit' }).toEqual([]);

  const versions = page.getByRole('table', { name: 'Versions' });
  await versions
    .getByRole('row', { name: /^1/ })
    .getByRole('button', { name: 'Go back to this one' })
    .click();
  await expect(page.getByText('Version 1 runs again.')).toBeVisible();
  await expect(versions.getByRole('row', { name: /^1/ })).toContainText('runs now');
  await page.reload();
  await expect(versions.getByRole('row', { name: /^1/ })).toContainText('runs now');
  await expect(page.getByText('Version 1 runs', { exact: true })).toBeVisible();

  await versions.getByRole('row', { name: /^1/ }).getByRole('button', { name: 'Open', exact: true }).click();
  await expect(page.getByText('return { data: { version: 101 } }', { exact: false }).first()).toBeVisible();
  await versions
    .getByRole('row', { name: /^2/ })
    .getByRole('button', { name: 'Go back to this one' })
    .click();
  await expect(versions.getByRole('row', { name: /^2/ })).toContainText('runs now');
});
