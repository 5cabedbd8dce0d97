import {
  API_KEY,
  APPLICATION,
  type FakeChirpstack,
  GEO_PROFILE,
  PROFILE,
  startFakeChirpstack,
} from '#server/drivers/lora-networks/chirpstack/fake-chirpstack.fixture.ts';
import { demo, expect, test } from '../fixtures.ts';
import { ownWord } from '../flows/made-up.ts';
import { SignInPage } from '../pages/sign-in-page.ts';

let server: FakeChirpstack;
test.beforeAll(async () => {
  server = await startFakeChirpstack();
});
test.afterAll(() => server.stop());

test('a network server is connected and tested; a device is registered there, changed, deactivated and removed', async ({
  page,
}) => {
  const name = `Server ${ownWord()}`;
  const device = demo().devices.find((one) => one.name === 'Trailer 11');
  const devEui = device?.devEui ?? '';
  const there = () => server.devices.get(devEui.toLowerCase());

  await new SignInPage(page).signIn('harbour@demo.example', 'Demo-portal-1');
  await page.waitForURL('**/manager/devices');

  await test.step('its API is filled in, and the test says in words what is wrong', async () => {
    await page.goto('/manager/connections?new');
    const dialog = page.getByRole('dialog', { name: 'New connection' });
    await dialog.getByRole('radio', { name: /ChirpStack/ }).click();
    await dialog.getByLabel('Name').fill(name);
    await dialog.getByRole('button', { name: 'Create connection' }).click();
    await page.getByRole('button', { name: 'To the connection' }).click();
    await page.getByLabel('Address of the API').fill(server.address);
    await page.getByLabel('Application ID').fill(APPLICATION);
    await page.getByLabel('API key').fill('mistyped');
    await page.getByLabel('Device profile ID').fill(PROFILE);
    await page.getByRole('button', { name: 'Another plan' }).click();
    await page.getByLabel('Name of the plan').last().fill('Located');
    await page.getByLabel('Device profile ID').last().fill(GEO_PROFILE);
    await page.getByRole('checkbox', { name: 'The network works out a location' }).last().click();
    await page.getByRole('button', { name: 'Test connection' }).click();
    await expect(
      page.getByText('The network server does not accept the connection’s key.', { exact: false }),
    ).toBeVisible();
    await page.getByLabel('API key').fill(API_KEY);
    await page.getByRole('button', { name: 'Test connection' }).click();
    await expect(page.getByText('Everything is there.')).toBeVisible();
    await expect(page.getByText('The application is there: Harbour sensors')).toBeVisible();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(page.getByText('Saved.', { exact: false })).toBeVisible();
  });

  await test.step('a device is found by a part of its DevEUI and registered', async () => {
    await page.goto(`/manager/connectivity/lora?q=${devEui.slice(4).toLowerCase()}`);
    await page.locator('[data-row]').filter({ hasText: 'Trailer 11' }).getByRole('link').first().click();
    await page.waitForURL(`**/manager/connectivity/lora/${device?.id}`);
    await page.getByRole('button', { name: 'Register on network' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('combobox').click();
    await page.getByRole('option', { name: new RegExp(name) }).click();
    await dialog.getByRole('button', { name: 'Register on network' }).click();
    await expect(page.getByRole('button', { name: 'Deactivate' })).toBeVisible({ timeout: 30_000 });
    expect(there()).toMatchObject({ name: 'Trailer 11', deviceProfileId: PROFILE, isDisabled: false });
  });

  await test.step('another plan, with geolocation', async () => {
    await page.getByRole('button', { name: 'Change plan' }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByText('Without geolocation')).toBeVisible();
    await dialog.getByRole('radio', { name: /Located/ }).click();
    await dialog.getByRole('button', { name: 'Change plan' }).click();
    await expect.poll(() => there()?.deviceProfileId, { timeout: 30_000 }).toBe(GEO_PROFILE);
    await expect(page.getByText('Located · With geolocation')).toBeVisible();
  });

  await test.step('deactivated, and active again', async () => {
    await page.getByRole('button', { name: 'Deactivate' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Deactivate' }).click();
    await expect.poll(() => there()?.isDisabled, { timeout: 30_000 }).toBe(true);
    // The portal has to know as well: it may have more to ask of the server before it is through.
    await expect(page.getByText('Deactivated', { exact: true }).first()).toBeVisible({ timeout: 30_000 });
    await page.getByRole('button', { name: 'Activate again' }).click();
    await expect.poll(() => there()?.isDisabled, { timeout: 30_000 }).toBe(false);
    await expect(page.getByRole('button', { name: 'Deactivate' })).toBeVisible({ timeout: 30_000 });
  });

  await test.step('the card above every tab of the device follows what becomes of it', async () => {
    const connectivity = page.url();
    await page.goto(`/manager/devices/${device?.id}/lora`);
    const network = page.getByRole('region', { name: 'Network', exact: true });
    const card = page
      .locator('section')
      .filter({ has: page.getByRole('heading', { name: 'LoRa', level: 2 }) })
      .first();
    await network.getByRole('button', { name: 'Deactivate' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Deactivate' }).click();
    await expect(card.getByText('Deactivated', { exact: true })).toBeVisible({ timeout: 30_000 });
    await network.getByRole('button', { name: 'Activate again' }).click();
    await expect(card.getByText('Active', { exact: true })).toBeVisible({ timeout: 30_000 });
    await page.goto(connectivity);
    await expect(page.getByRole('button', { name: 'Deactivate' })).toBeVisible();
  });

  await test.step('what the server refuses is told with its reason, and tried again when told to', async () => {
    server.always({ status: 503 });
    await page.getByRole('button', { name: 'Deactivate' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Deactivate' }).click();
    await expect(
      page.getByText('The network server is busy or has a fault.', { exact: false }).first(),
    ).toBeVisible({
      timeout: 30_000,
    });
    // While it is still refused: the portal tries by itself too, and then there is nothing left to press.
    await page.getByRole('button', { name: 'Try again now' }).click();
    await expect(page.getByText('Trailer 11 is tried again now.')).toBeVisible();
    server.always(null);
    await expect.poll(() => there()?.isDisabled, { timeout: 90_000 }).toBe(true);
  });

  await test.step('off the server, back to the inventory; and away with the connection', async () => {
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Remove from the network' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Remove from the network' }).click();
    await expect(page.getByRole('button', { name: 'Register on network' })).toBeVisible({ timeout: 90_000 });
    expect(there()).toBeUndefined();
    await page.goto('/manager/connections');
    await page.getByRole('link', { name }).click();
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Delete connection' }).click();
    const sure = page.getByRole('alertdialog');
    await sure.getByRole('textbox').fill(name);
    await sure.getByRole('button', { name: 'Delete connection' }).click();
    await page.waitForURL('**/manager/connections');
  });
});

test('who may only look sees states and reasons, and nothing to press', async ({ page }) => {
  await new SignInPage(page).signIn('viewer@demo.example', 'Demo-portal-1');
  await page.waitForURL('**/manager/devices');
  await page.goto('/manager/connectivity/lora');
  await page.locator('[data-row]').first().getByRole('link').first().click();
  await page.waitForURL('**/manager/connectivity/lora/*');
  await expect(page.getByText('DevEUI', { exact: false }).first()).toBeVisible();
  for (const action of [
    'Try again now',
    'Nu opnieuw proberen',
    'Plan wijzigen',
    'Change plan',
    'Deactivate',
    'Deactiveren',
  ])
    await expect(page.getByRole('button', { name: action })).toHaveCount(0);

  // Why it is not on its network stands on its own page as well, before anything is opened.
  const refused = demo().devices.find((one) => one.name === 'Bin A1');
  await page.goto(`/manager/devices/${refused?.id}`);
  await expect(page.getByText('The network server did not do it.')).toBeVisible();
  await expect(
    page.getByText('The DevEUI is registered elsewhere on this network server.', { exact: false }),
  ).toBeVisible();
  await expect(page.getByRole('button', { name: 'Try again' })).toHaveCount(0);
});
