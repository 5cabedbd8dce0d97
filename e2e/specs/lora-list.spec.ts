import { expect, test } from '../fixtures.ts';
import { GENERIC_TYPE, ownAppKey, ownDevEui, ownWord } from '../flows/made-up.ts';
import { BulkPage } from '../pages/bulk-page.ts';
import { DeviceListPage } from '../pages/device-list-page.ts';
import { LoraListPage } from '../pages/lora-list-page.ts';
import { SignInPage } from '../pages/sign-in-page.ts';

const slow = { timeout: 40_000 };

test('many LoRa devices at once: registered, another plan, deactivated; and why some are not', async ({
  page,
}) => {
  test.setTimeout(150_000);
  const word = ownWord();
  const list = new LoraListPage(page);
  const bulk = new BulkPage(page);
  const line = (n: number) => [ownDevEui(), '0254500000000001', ownAppKey(), `Winch ${word} ${n}`].join(',');
  const text = ['DevEUI,JoinEUI,AppKey,Name', line(1), line(2)].join('\n');
  await new SignInPage(page).signIn('harbour@demo.example', 'Demo-portal-1');
  await page.waitForURL('**/manager/devices');
  await bulk.plan({ name: `${word}.csv`, text }, { project: 'Yard and fleet', type: GENERIC_TYPE });
  await bulk.carryOut(2);
  await expect(page.getByText('2 done, 0 failed')).toBeVisible({ timeout: 60_000 });

  await test.step('what is at no network has no plan to change', async () => {
    await list.find(word, 2);
    const dialog = await list.askForAll('Change plan', 'Connectivity plan of 2 devices');
    await dialog.getByRole('button', { name: 'Change plan' }).click();
    const said = page.getByRole('region', { name: 'Notifications' });
    await expect(said).toContainText('Nothing had to change, 2 not');
    await expect(dialog).toBeHidden();
    await said.getByText('Report', { exact: true }).click();
    await expect(page.getByRole('heading', { name: 'Change connectivity plan' })).toBeVisible();
    await expect(list.rows.filter({ hasText: 'The device is registered on no network yet.' })).toHaveCount(2);
  });

  await test.step('registered through the network of the demo', async () => {
    await list.find(word, 2);
    const dialog = await list.askForAll('Register on network', 'Register 2 devices on the network');
    await list.through(dialog, /Simulated/);
    await dialog.getByRole('button', { name: 'Register on network' }).click();
    await expect(list.rows.filter({ hasText: 'Active' })).toHaveCount(2, slow);
    await expect(list.rows.filter({ hasText: 'Without geolocation' })).toHaveCount(2);
  });

  await test.step('another plan', async () => {
    await list.find(word, 2);
    const dialog = await list.askForAll('Change plan', 'Connectivity plan of 2 devices');
    await dialog.getByRole('radio', { name: 'Standard with geolocation' }).click();
    await dialog.getByRole('button', { name: 'Change plan' }).click();
    await expect(page.getByText('2 devices are being changed at their network servers')).toBeVisible();
    await expect(list.rows.filter({ hasText: 'With geolocation' })).toHaveCount(2, slow);
  });

  await test.step('deactivated', async () => {
    await list.find(word, 2);
    const dialog = await list.askForAll('Deactivate', 'Deactivate 2 devices at the network?');
    await dialog.getByRole('button', { name: 'Deactivate' }).click();
    await expect(list.rows.filter({ hasText: 'Deactivated' })).toHaveCount(2, slow);
  });

  await test.step('and asked back from the report', async () => {
    await page.goto('/manager/bulk-tasks');
    await list.rows.filter({ hasText: 'at the network' }).first().getByRole('link').first().click();
    await expect(list.rows.filter({ hasText: /Active.*Deactivated/ })).toHaveCount(2);
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Undo' }).click();
    await expect(page.getByRole('heading', { name: /^Undo: / })).toBeVisible({ timeout: 30_000 });
    await expect(page.getByText('2 done, 0 failed')).toBeVisible({ timeout: 30_000 });
    await list.find(word, 2);
    await expect(list.rows.filter({ hasText: /Active/ })).toHaveCount(2, slow);
    await expect(list.rows.filter({ hasText: 'Deactivated' })).toHaveCount(0);
  });

  await test.step('what is done with devices elsewhere is done from here too', async () => {
    await list.find(word, 2);
    await list.chooseAll();
    await list.doWithChosen('Stop processing');
    await expect(page.getByText('2 devices done')).toBeVisible();
    await new DeviceListPage(page).find(word, 2);
    await expect(list.rows.filter({ hasText: 'Deactivated' })).toHaveCount(2);
  });
});
