import { expect, test } from '../fixtures.ts';
import { openOwnDevice, registerOnSimulated } from '../flows/own-device.ts';
import { DeviceListPage } from '../pages/device-list-page.ts';

test('a device is switched off and on again, and deleted after it was read what goes with it', async ({
  page,
}) => {
  test.setTimeout(120_000);
  const { name, tab } = await openOwnDevice(page, 'Old lamp');

  await test.step('switched off it says so, and one press takes that back', async () => {
    await page.getByRole('button', { name: 'Deactivate', exact: true }).click();
    await expect(page.getByText('This device is deactivated.')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Activate', exact: true })).toBeVisible();
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(page.getByText('This device is deactivated.')).toHaveCount(0);
    await expect(page.getByRole('button', { name: 'Deactivate', exact: true })).toBeVisible();
  });

  await test.step('on a network, its deletion names that as well', async () => {
    await tab('LoRa').click();
    await registerOnSimulated(page);
    await expect(page.locator('[data-simulation]').getByRole('button', { name: 'Simulate…' })).toBeVisible({
      timeout: 30_000,
    });
    await tab('Device').click();
    await page.getByRole('button', { name: 'Delete device' }).click();
    const sure = page.getByRole('alertdialog', { name: `Delete ${name}?` });
    await expect(sure.getByText('No messages are lost: there are none.')).toBeVisible();
    await expect(sure.getByText('It is removed from its network server.')).toBeVisible();
    await expect(sure.getByText(/^The identifier 0254FFFF[0-9A-F]{8} becomes free\.$/)).toBeVisible();
    await expect(sure.getByRole('button', { name: 'Delete device' })).toBeDisabled();
    await sure.getByRole('textbox').fill(name);
    await sure.getByRole('button', { name: 'Delete device' }).click();
    await page.waitForURL('**/manager/devices');
  });

  await test.step('it is in no list any more', async () => {
    const list = new DeviceListPage(page);
    await page.goto(`/manager/devices?q=${encodeURIComponent(name)}`);
    await expect(page.getByText('Nothing matches')).toBeVisible();
    await expect(list.rows).toHaveCount(0);
  });
});
