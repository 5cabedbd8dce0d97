import { createHash, randomInt } from 'node:crypto';
import { demo, expect, test } from '../fixtures.ts';
import { ownWord, SHARED_SECRET } from '../flows/made-up.ts';
import { DeviceWizardPage } from '../pages/device-wizard-page.ts';
import { SignInPage } from '../pages/sign-in-page.ts';

/** Fourteen digits of chance and the check digit that fits them (ISO/IEC 7812-1). */
function ownNumber(length: number, beginning: string): string {
  const body = Array.from({ length: length - 1 - beginning.length }, () => randomInt(10));
  const digits = [...beginning].map(Number).concat(body);
  const sum = digits
    .toReversed()
    .map((digit, at) => (at % 2 === 0 ? digit * 2 : digit))
    .reduce((all, digit) => all + (digit > 9 ? digit - 9 : digit), 0);
  return [...digits, (10 - (sum % 10)) % 10].join('');
}

async function post(door: 'm2m' | 'ip', body: string, secret: string): Promise<number> {
  const token = createHash('sha256').update(body).update(secret).digest('hex');
  const response = await fetch(`${demo().portalUrl}/ingestion/${door}/senml/v1`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'things-message-token': token },
    body,
  });
  return response.status;
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
    await page.getByRole('button', { name: 'Unlink', exact: true }).click();
    await expect(page.getByText('No SIM is in this device yet.')).toBeVisible();
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

  await test.step('a type of one’s own', async () => {
    await page.goto('/creator/device-types');
    await page.getByRole('button', { name: 'New device type' }).click();
    await page.getByRole('dialog').getByLabel('Name', { exact: true }).fill(`Kiosk ${word}`);
    await page.getByRole('checkbox', { name: /^LoRa/ }).click();
    await page.getByRole('checkbox', { name: /^Internet/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Create' }).click();
    await expect(page.getByRole('heading', { name: `Kiosk ${word}`, level: 1 })).toBeVisible();
  });

  await test.step('a device of it, its network information later', async () => {
    await wizard.begin({ type: `Kiosk ${word}`, project: 'Buildings', name: `Kiosk one ${word}` });
    await expect(page.getByLabel('DvnUUID')).toHaveValue(/^[0-9a-f]{8}-[0-9a-f]{4}-4/);
    await page.getByRole('radio', { name: 'Later' }).click();
    await wizard.next();
    await wizard.finish(`Kiosk one ${word}`);
    await page.getByRole('link', { name: 'Open the device' }).click();
    await page.getByRole('link', { name: 'Internet' }).last().click();
    await page.getByRole('button', { name: 'Link to its network' }).click();
    const dialog = page.getByRole('dialog', { name: 'Network information' });
    const uuid = await dialog.getByLabel('DvnUUID').inputValue();
    await dialog.getByRole('textbox', { name: 'Shared secret' }).fill(SHARED_SECRET);
    await dialog.getByRole('button', { name: 'Link to its network' }).click();
    await expect(page.getByRole('dialog', { name: /^Shared secret of/ })).toContainText(SHARED_SECRET);
    const body = JSON.stringify([{ bn: `urn:dev:DVNUUID:${uuid}:`, n: 'visitors', u: 'count', v: 3 }]);
    await expect.poll(() => post('ip', body, SHARED_SECRET), { timeout: 15_000 }).toBe(200);
  });
});
