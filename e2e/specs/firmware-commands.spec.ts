import { randomInt } from 'node:crypto';
import { expect, test } from '../fixtures.ts';
import { ownAppKey, ownDevEui, ownWord } from '../flows/made-up.ts';
import { registerOnSimulated } from '../flows/own-device.ts';
import { DeviceWizardPage } from '../pages/device-wizard-page.ts';
import { FirmwarePage } from '../pages/firmware-page.ts';
import { SignInPage } from '../pages/sign-in-page.ts';

const TYPE = 'Bin sensor F1';

test('a LoRa device is told by a downlink to take a version, and reports that it runs it', async ({
  page,
}) => {
  test.setTimeout(240_000);
  const word = ownWord();
  const name = `Bin ${word}`;
  // As the simulated bins have it: major and minor in a byte each.
  const [major, minor] = [randomInt(2, 256), randomInt(0, 256)];
  const version = `${major}.${minor}`;
  const hex = (value: number) => value.toString(16).padStart(2, '0');
  const firmware = new FirmwarePage(page);
  await new SignInPage(page).signIn('harbour@demo.example', 'Demo-portal-1');
  await page.waitForURL('**/manager/devices');
  const wizard = new DeviceWizardPage(page);
  await wizard.fill({
    type: TYPE,
    project: 'Yard and fleet',
    name,
    devEui: ownDevEui(),
    joinEui: '0059AC00000FFFFF',
    appKey: ownAppKey(),
    flow: 'Waste rounds',
  });
  await wizard.finish(name);

  let address = '';
  await test.step('a version of a LoRa type is its command; without one it is not stored', async () => {
    await page.goto('/manager/firmware?new');
    const dialog = page.getByRole('dialog', { name: 'Add a version' });
    await firmware.describe({ type: TYPE, version });
    await expect(dialog.locator('input[type=file]')).toHaveCount(0);
    await dialog.getByRole('button', { name: 'Store' }).click();
    await expect(dialog.getByText('Enter the bytes to send.')).toBeVisible();
    await dialog.getByRole('textbox', { name: 'FPort' }).fill('3');
    await dialog.getByLabel('Payload (hex)').fill(`0xF1 ${hex(major)} ${hex(minor)}`);
    address = await firmware.press(version);
    await expect(page.getByText(`FPort 3 · f1 ${hex(major)} ${hex(minor)}`)).toBeVisible();
  });

  const panel = page.locator('[data-simulation]');
  const card = page
    .locator('section, div')
    .filter({ has: page.getByRole('heading', { name: 'Firmware' }) })
    .last();

  await test.step('a device that is on no network is refused it, in the words of an instruction', async () => {
    await firmware.openDevice(name, 'LoRa');
    await card.getByRole('combobox', { name: 'Assign a version' }).click();
    await page.getByRole('option', { name: version, exact: true }).click();
    await card.getByRole('button', { name: 'Assign', exact: true }).click();
    const words = 'The device is not registered on a LoRa network. Register it first.';
    await expect(page.getByText(words).first()).toBeVisible();
    await expect(card.getByText('No version was assigned.')).toBeVisible();
  });

  await test.step('it is registered, and simulated as a bin', async () => {
    await registerOnSimulated(page);
    const dialog = page.getByRole('dialog', { name: `Simulate ${name}` });
    await expect(panel.getByRole('button', { name: 'Simulate…' })).toBeVisible({ timeout: 30_000 });
    await panel.getByRole('button', { name: 'Simulate…' }).click();
    await dialog.getByRole('combobox', { name: 'What it sends' }).click();
    await page.getByRole('option', { name: /^Waste container/ }).click();
    await dialog.getByLabel('Every').fill('10');
    await dialog.getByRole('button', { name: 'Start' }).click();
    await expect(dialog).toBeHidden();
    await expect(card.getByText('1.4', { exact: true })).toBeVisible({ timeout: 60_000 });
  });

  await test.step('assigned from the version’s page, its command goes into the device’s queue', async () => {
    await page.goto(address);
    await page.getByRole('button', { name: 'Assign to devices' }).first().click();
    await firmware.assignAll(version, word, 1);
    await expect(page.getByText('1 device done')).toBeVisible();
    await expect(firmware.row(name)).toContainText(/command sent|Installed/, { timeout: 30_000 });
    await firmware.openDevice(name, 'Send instruction');
    await expect(page.locator('[data-row]').first()).toContainText(`f1 ${hex(major)} ${hex(minor)}`);
  });

  await test.step('the device hears it after its next message, and reports the version with the one after', async () => {
    await firmware.openDevice(name, 'LoRa');
    // Once as what it was given, once as what it reports.
    await expect(card.getByText(version, { exact: true })).toHaveCount(2, { timeout: 90_000 });
    await expect(card).toContainText('Installed', { timeout: 30_000 });
    await panel.getByRole('button', { name: 'Stop' }).click();
    await expect(panel).toHaveAttribute('data-simulation', 'stopped');
    await page.goto(address);
    await expect(firmware.row(name)).toContainText('Installed');
  });

  await test.step('what it runs it is not told again', async () => {
    await page.getByRole('button', { name: 'Assign to devices' }).first().click();
    await firmware.assignAll(version, word, 1);
    await expect(page.getByText('1 the same already')).toBeVisible();
  });
});
