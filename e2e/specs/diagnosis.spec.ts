import { expect, test } from '../fixtures.ts';
import { openOwnDevice } from '../flows/own-device.ts';

test('whoever has no data is told why, and what can be done at once is done there', async ({ page }) => {
  test.setTimeout(90_000);
  await openOwnDevice(page, 'Patient');
  const verdict = page.getByRole('status').filter({ hasText: 'Data' });
  const chain = page.getByRole('list', { name: 'The way of its data' });

  await test.step('deactivated: the first step is broken, and nothing behind it is reached', async () => {
    await page.getByRole('button', { name: 'Deactivate' }).click();
    await expect(page.getByRole('button', { name: 'Activate', exact: true })).toBeVisible();
    await page.getByRole('link', { name: 'No data?' }).click();
    await expect(verdict).toContainText('Data gets no farther than this: Registered');
    await expect(verdict).toContainText('The device is deactivated');
    await expect(chain.getByRole('listitem').nth(0)).toContainText('broken');
    await expect(chain.getByRole('listitem').nth(3)).toContainText('not reached');
  });

  await test.step('activated there, the check runs again and tells what comes next', async () => {
    await page.getByRole('button', { name: 'Activate the device' }).click();
    await expect(verdict).not.toContainText('The device is deactivated');
    // It was added a moment ago: that nothing was heard yet is no fault.
    await expect(verdict).toContainText('It is in no flow');
    await expect(chain.getByRole('listitem').nth(1)).toContainText('waiting');
    await expect(page.getByRole('link', { name: 'To its flows' })).toBeVisible();
  });

  await test.step('a message that a decoder failed on proves it', async () => {
    await page.goto('/manager/devices?q=Water+level+Quay+5');
    await page.getByRole('link', { name: 'Water level Quay 5' }).first().click();
    await page.getByRole('link', { name: 'No data?' }).click();
    await expect(verdict).toContainText('Data gets no farther than this: Decoded');
    await page
      .getByRole('link', { name: /^Payload version/ })
      .first()
      .click();
    await expect(page).toHaveURL(/\/manager\/messages\/\d+/);
  });

  await test.step('above LoRa data stands what its radio traffic says', async () => {
    await page.goto('/manager/devices?q=Weather+Breakwater');
    await page.getByRole('link', { name: 'Weather Breakwater' }).first().click();
    await page.getByRole('link', { name: 'LoRa data', exact: true }).click();
    await expect(page.getByRole('heading', { name: 'Advice' })).toBeVisible();
    await expect(page.getByText('No advice: joins, frame counters', { exact: false })).toBeVisible();
    await page.getByRole('link', { name: 'The whole diagnosis' }).click();
    await expect(verdict).toContainText('All is well: its data arrives');
  });
});
