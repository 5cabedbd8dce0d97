import type { Page } from '@playwright/test';
import { connectAsync } from 'mqtt';
import { expect, test } from '../fixtures.ts';
import { ownAppKey, ownDevEui, ownWord, SHARED_SECRET } from '../flows/made-up.ts';
import { ownNumber, postSenml } from '../flows/own-numbers.ts';
import { DeviceListPage } from '../pages/device-list-page.ts';
import { DeviceWizardPage } from '../pages/device-wizard-page.ts';
import { SignInPage } from '../pages/sign-in-page.ts';

const MQTT_PASSWORD = 'Pump-password-1-over-MQTT';

const post = async (...message: Parameters<typeof postSenml>) => (await postSenml(...message)).status;

/** A new type is of LoRa; what is pressed is changed. */
async function addType(page: Page, name: string, networks: RegExp[]): Promise<void> {
  await page.goto('/creator/device-types');
  await page.getByRole('button', { name: 'New device type' }).click();
  const dialog = page.getByRole('dialog', { name: 'New device type' });
  await dialog.getByLabel('Name', { exact: true }).fill(name);
  for (const network of networks) await dialog.getByRole('checkbox', { name: network }).click();
  await dialog.getByRole('button', { name: 'Create' }).click();
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
}

test('an M2M device: what is wrong is said, then its SIM, its first message, a new secret', async ({
  page,
}) => {
  test.setTimeout(180_000);
  const name = `Pump ${ownWord()}`;
  const [imei, iccid] = [ownNumber(15, '35'), ownNumber(19, '8931')];
  const wizard = new DeviceWizardPage(page);
  await new SignInPage(page).signIn('harbour@demo.example', 'Demo-portal-1');
  await page.waitForURL('**/manager/devices');

  await test.step('a wrong number and a weak secret stay in the form, and come into view', async () => {
    await wizard.begin({ type: 'Generic M2M device', project: 'Buildings', name });
    await page.getByLabel('IMEI', { exact: true }).fill('490154203237519');
    await page.getByRole('textbox', { name: 'Shared secret' }).fill('too short');
    await wizard.next();
    await expect(page.getByText('An IMEI has 15 digits')).toBeInViewport();
    await expect(page.getByLabel('IMEI', { exact: true })).toBeFocused();
    await expect(page.getByText('A shared secret has 32 characters')).toBeVisible();
  });

  await test.step('added with a SIM and a new flow; the secret is shown', async () => {
    await page.getByLabel('IMEI', { exact: true }).fill(imei.replace(/(..)(......)/, '$1-$2-'));
    await page.getByLabel('ICCID of the SIM').fill(iccid);
    await page.getByRole('button', { name: 'Generate: Shared secret' }).click();
    await expect(page.getByRole('textbox', { name: 'Shared secret' })).toHaveValue(/^[!-~]{32}$/);
    await page.getByRole('textbox', { name: 'Shared secret' }).fill(SHARED_SECRET);
    await wizard.next();
    await page.getByLabel('Or a new flow').fill(`Flow of ${name}`);
    await wizard.finish(name);
    await expect(page.getByRole('figure').filter({ hasText: 'Shared secret' })).toContainText(SHARED_SECRET);
    await expect(page.getByText('Waiting for the first message…')).toBeVisible();
  });

  await test.step('its first message turns the page green', async () => {
    const body = JSON.stringify([{ bn: `urn:dev:IMEI:${imei}:`, n: 'level', u: 'm', v: 1.5 }]);
    expect(await post('m2m', body, `${SHARED_SECRET.slice(1)}x`)).toBe(401);
    expect(await post('m2m', body, SHARED_SECRET)).toBe(200);
    await expect(page.getByText('The first message came')).toBeVisible({ timeout: 20_000 });
  });

  await test.step('its SIM is taken out and put back; a new secret counts', async () => {
    await page.getByRole('checkbox', { name: 'I have stored them' }).click();
    await page.getByRole('link', { name: 'Open the device' }).click();
    await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
    await page.goto(`${new URL(page.url()).pathname}/m2m`);
    await page.getByRole('button', { name: 'Unlink SIM' }).click();
    await expect(page.getByText('No SIM is in this device yet.')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Unlink SIM' })).toHaveCount(0);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(page.getByText('No SIM is in this device yet.')).toHaveCount(0);
    await page.getByRole('button', { name: 'New shared secret' }).click();
    const fresh = SHARED_SECRET.replace('1!', '2?');
    await page.getByRole('dialog').getByRole('textbox', { name: 'Shared secret' }).fill(fresh);
    await page.getByRole('dialog').getByRole('button', { name: 'Replace' }).click();
    const once = page.getByRole('dialog', { name: `Shared secret of ${name}` });
    await expect(once).toContainText(fresh);
    const body = JSON.stringify([{ bn: `urn:dev:IMEI:${imei}:`, n: 'level', u: 'm', v: 1.6 }]);
    await expect.poll(() => post('m2m', body, fresh), { timeout: 15_000 }).toBe(200);
    expect(await post('m2m', body, SHARED_SECRET)).toBe(401);
  });

  await test.step('it gets a password for MQTT, and signs in with it', async () => {
    await page.getByRole('dialog').getByRole('checkbox').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Done' }).click();
    await page.getByRole('button', { name: 'Set a password' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Password' }).fill('too short');
    await dialog.getByRole('button', { name: 'Set a password' }).click();
    await expect(dialog.getByText('among them a small letter')).toBeVisible();
    await dialog.getByRole('textbox', { name: 'Password' }).fill(MQTT_PASSWORD);
    await dialog.getByRole('button', { name: 'Set a password' }).click();
    const once = page.getByRole('dialog', { name: `MQTT password of ${name}` });
    await expect(once).toContainText(MQTT_PASSWORD);
    await once.getByRole('checkbox').click();
    await once.getByRole('button', { name: 'Done' }).click();
    await expect(page.getByText('Never connected')).toBeVisible();
    const urn = `urn:dev:IMEI:${imei}:`;
    const client = await connectAsync(`mqtt://127.0.0.1:${process.env.MQTT_PORT}`, {
      username: urn,
      password: MQTT_PASSWORD,
    });
    await client.publishAsync(`devices/${urn}/uplink`, JSON.stringify([{ n: 'level', v: 1.7 }]), { qos: 1 });
    await expect(page.getByText('Connected', { exact: true })).toBeVisible({ timeout: 15_000 });
    await client.endAsync();
    await expect(page.getByText('Not connected', { exact: true })).toBeVisible({ timeout: 15_000 });
  });

  await test.step('the same IMEI is not had twice', async () => {
    await wizard.begin({ type: 'Generic M2M device', project: 'Buildings', name: `${name} again` });
    await page.getByLabel('IMEI', { exact: true }).fill(imei);
    await page.getByRole('button', { name: 'Generate: Shared secret' }).click();
    await wizard.next();
    await page.getByRole('button', { name: 'Add device' }).click();
    await expect(page.getByText('already exists for this network type')).toBeInViewport();
    await expect(page.getByLabel('IMEI', { exact: true })).toHaveValue(imei);
  });
});

test('an Internet device: its UUID is made, its network information may wait, a type of one’s own', async ({
  page,
}) => {
  test.setTimeout(120_000);
  const word = ownWord();
  const wizard = new DeviceWizardPage(page);
  await new SignInPage(page).signIn('harbour@demo.example', 'Demo-portal-1');
  await page.waitForURL('**/manager/devices');

  await test.step('a type of one’s own', () => addType(page, `Kiosk ${word}`, [/^LoRa/, /^Internet/]));

  await test.step('a device of it, its network information later', async () => {
    await wizard.begin({ type: `Kiosk ${word}`, project: 'Buildings', name: `Kiosk one ${word}` });
    await expect(page.getByLabel('DvnUUID')).toHaveValue(/^[0-9a-f]{8}-[0-9a-f]{4}-4/);
    await page.getByRole('radio', { name: 'Later' }).click();
    await wizard.next();
    await wizard.finish(`Kiosk one ${word}`);
    await page.getByRole('button', { name: 'Link to flow' }).click();
    const flow = page.getByRole('dialog', { name: 'Link to a flow' });
    await flow.getByRole('combobox').click();
    await page.getByRole('option').first().click();
    await flow.getByRole('button', { name: 'Link to flow' }).click();
    // What is done has nothing left to press.
    await expect(page.getByRole('button', { name: 'Link to flow' })).toHaveCount(0);
    const enter = page.getByRole('listitem').filter({ hasText: 'Enter its Internet information' });
    await enter.getByRole('link', { name: 'Enter it' }).click();
    await page.waitForURL('**/internet');
    await page.getByRole('button', { name: 'Link to its network' }).click();
    const dialog = page.getByRole('dialog', { name: 'Network information' });
    const uuid = await dialog.getByLabel('DvnUUID').inputValue();
    await dialog.getByRole('textbox', { name: 'Shared secret' }).fill(SHARED_SECRET);
    await dialog.getByRole('button', { name: 'Link to its network' }).click();
    await expect(page.getByRole('dialog', { name: /^Shared secret of/ })).toContainText(SHARED_SECRET);
    const body = JSON.stringify([{ bn: `urn:dev:DVNUUID:${uuid}:`, n: 'visitors', u: 'count', v: 3 }]);
    await expect.poll(() => post('ip', body, SHARED_SECRET), { timeout: 15_000 }).toBe(200);
    await page.getByRole('checkbox', { name: 'I stored it in a safe place' }).click();
    await page.getByRole('button', { name: 'Done' }).click();
  });

  await test.step('off that network again, after it was read what goes; its history tells all of it', async () => {
    await page.getByRole('button', { name: 'Take off the network' }).click();
    const sure = page.getByRole('alertdialog');
    await expect(sure.getByText('Its shared secret is deleted.', { exact: false })).toBeVisible();
    await sure.getByRole('textbox').fill(`Kiosk one ${word}`);
    await sure.getByRole('button', { name: 'Take off the network' }).click();
    await expect(page.getByRole('heading', { name: 'Not linked to a network yet' })).toBeVisible();
    await page.goto(page.url().replace(/internet$/, 'history'));
    const rows = page.locator('#device-history [data-row]');
    // Added, linked to a flow, onto the network and off it.
    await expect(rows).toHaveCount(4);
    await expect(rows.last()).toContainText('Added');
    await page.goto(`${new URL(page.url()).pathname}?f=operation:is:flows.update`);
    await expect(rows).toHaveCount(1);
    await rows.first().click();
    await expect(page.getByRole('dialog', { name: 'Flow linked or unlinked' })).toContainText('Flow');
  });
});

test('a device of several networks: each tells its own, what is left out follows, and every identifier finds it', async ({
  page,
  context,
  watch,
}) => {
  test.setTimeout(120_000);
  const word = ownWord();
  const name = `Tug ${word}`;
  const [devEui, imei] = [ownDevEui(), ownNumber(15, '35')];
  const wizard = new DeviceWizardPage(page);
  const main = page.locator('main');
  await new SignInPage(page).signIn('harbour@demo.example', 'Demo-portal-1');
  await page.waitForURL('**/manager/devices');
  await addType(page, `Tug type ${word}`, [/^M2M/, /^Internet/]);

  await test.step('what is wrong on any of them is said together, and nothing is added', async () => {
    await wizard.begin({ type: `Tug type ${word}`, project: 'Buildings', name });
    await main.getByRole('checkbox', { name: 'Internet' }).click();
    await expect(page.getByLabel('DvnUUID')).toHaveCount(0);
    await page.getByLabel('DevEUI').fill(devEui);
    await page.getByLabel('AppEUI (JoinEUI)').fill('0254500000000001');
    await page.getByLabel('AppKey').fill('too short');
    await page.getByLabel('IMEI', { exact: true }).fill('490154203237519');
    await page.getByRole('textbox', { name: 'Shared secret' }).fill(SHARED_SECRET);
    await wizard.next();
    for (const field of ['AppKey', 'IMEI'])
      await expect(page.getByLabel(field, { exact: true })).toHaveAttribute('aria-invalid', 'true');
  });

  await test.step('added on two of three', async () => {
    await page.getByLabel('AppKey').fill(ownAppKey());
    await page.getByLabel('IMEI', { exact: true }).fill(imei);
    await wizard.next();
    await wizard.finish(name);
    await page.getByRole('checkbox', { name: 'I have stored them' }).click();
    await page.getByRole('link', { name: 'Open the device' }).click();
    await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
  });

  await test.step('the third follows on its page, with the secret that it has', async () => {
    await page.getByRole('link', { name: 'Internet', exact: true }).last().click();
    await page.waitForURL('**/internet');
    const other = await context.newPage();
    watch(other);
    await other.goto(page.url());
    await expect(other.getByRole('button', { name: 'Link to its network' })).toBeVisible();
    await page.getByRole('button', { name: 'Link to its network' }).click();
    const dialog = page.getByRole('dialog', { name: 'Network information' });
    const uuid = await dialog.getByLabel('DvnUUID').inputValue();
    await expect(dialog.getByRole('textbox', { name: 'Shared secret' })).toHaveCount(0);
    await dialog.getByRole('button', { name: 'Link to its network' }).click();
    await expect(dialog).toBeHidden();
    // Whoever else looks at it has nothing to link any more.
    await expect(other.getByRole('button', { name: 'Link to its network' })).toHaveCount(0);
    await expect(other.getByRole('button', { name: new RegExp(uuid) }).first()).toBeVisible();
    await other.close();
    const pack = (urn: string) => JSON.stringify([{ bn: `urn:dev:${urn}:`, n: 'draught', u: 'm', v: 1.2 }]);
    const uplink = () => post('ip', pack(`DVNUUID:${uuid}`), SHARED_SECRET);
    await expect.poll(uplink, { timeout: 15_000 }).toBe(200);
    expect(await post('m2m', pack(`IMEI:${imei}`), SHARED_SECRET)).toBe(200);
  });

  await test.step('its row shows each identifier', async () => {
    await new DeviceListPage(page).find(devEui, 1);
    const row = page.locator('[data-row]').filter({ hasText: name });
    await expect(row).toContainText(devEui);
    await expect(row).toContainText(imei);
  });
});
