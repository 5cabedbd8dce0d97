import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '../fixtures.ts';
import { ownWord } from '../flows/made-up.ts';
import { DeviceWizardPage } from '../pages/device-wizard-page.ts';
import { SendPage } from '../pages/send-page.ts';
import { SignInPage } from '../pages/sign-in-page.ts';

const PHONE = { width: 360, height: 740 };
const DEVICE = 'Phone of the duty officer';

test.use({ geolocation: { latitude: 51.9512, longitude: 4.0534 }, permissions: ['geolocation'] });

test('a phone takes the place of a device: what it measures stands on the device’s page', async ({
  page,
  context,
}) => {
  test.setTimeout(240_000);
  let link = '';
  await test.step('make the link on the page of the device', async () => {
    await new SignInPage(page).signIn('harbour@demo.example', 'Demo-portal-1');
    await page
      .getByRole('link', { name: /^Devices/ })
      .first()
      .click();
    await page.getByPlaceholder('Search name or identifier').fill(DEVICE);
    // A row that moves between press and release of the button is not clicked.
    await expect(page.locator('[data-row]')).toHaveCount(1);
    await page.getByRole('link', { name: DEVICE }).first().click();
    await page.getByRole('link', { name: 'Internet', exact: true }).first().click();
    await page.getByRole('button', { name: 'Show link and code' }).click();
    await expect(page.getByRole('img', { name: /Code with the link/ })).toBeVisible();
    link = (await page.getByText(/\/simulator#tps_/).textContent()) ?? '';
  });

  const stranger = await context.browser()?.newContext({
    viewport: PHONE,
    locale: 'nl-NL',
    geolocation: { latitude: 51.9512, longitude: 4.0534 },
    permissions: ['geolocation'],
  });
  const phone = await stranger?.newPage();
  if (!phone) throw new Error('no second browser');

  await test.step('open it on a phone without an account, in its language', async () => {
    await phone.goto(link);
    await expect(phone.getByRole('heading', { name: DEVICE })).toBeVisible();
    await expect(phone.getByRole('button', { name: 'Eén keer versturen' })).toBeDisabled();
    await phone.getByRole('button', { name: 'English' }).click();
    await expect(phone.getByText('Choose below what is sent.')).toBeVisible();
  });

  await test.step('send where it is, a battery by hand and a value of one’s own', async () => {
    await phone.getByRole('switch', { name: /^Location/ }).click();
    await expect(phone.getByText('51.9512')).toBeVisible();
    await phone.getByRole('switch', { name: /^Battery/ }).click();
    const byHand = phone.getByRole('button', { name: 'Enter by hand' });
    if ((await byHand.count()) > 1) await byHand.last().click();
    await phone.getByRole('textbox', { name: 'battery' }).fill('41');
    await phone.getByRole('button', { name: 'Add a value' }).click();
    await phone.getByRole('textbox', { name: 'Name' }).fill('berth');
    await phone.getByRole('textbox', { name: 'Value' }).fill('Oosterkade 7');
    await phone.getByRole('button', { name: 'Send once' }).click();
    await expect(phone.getByText(/^Accepted as message \d+/)).toBeVisible();
  });

  await test.step('the page fits a phone and nothing hinders', async () => {
    const tooWide = await phone.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(tooWide).toBe(0);
    const { violations } = await new AxeBuilder({ page: phone }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  });

  await test.step('the values stand on the device’s page', async () => {
    await page.getByRole('link', { name: 'Overview', exact: true }).first().click();
    await expect(page.getByText('Oosterkade 7').first()).toBeVisible({ timeout: 30_000 });
  });

  const send = new SendPage(page);
  await test.step('what is sent to the device comes with the answer to its next message', async () => {
    await send.open();
    await send.send('horn');
    await expect(send.row('horn')).toContainText('Executing', { timeout: 30_000 });
    await phone.getByRole('button', { name: 'Send once' }).click();
    await expect(phone.getByText('with an instruction')).toBeVisible();
    await expect(phone.getByText('horn', { exact: true })).toBeVisible();
  });

  await test.step('every second, until it is stopped', async () => {
    await phone.getByRole('textbox', { name: 'Every' }).fill('1');
    await phone.getByRole('button', { name: 'Start' }).click();
    await expect(phone.getByText(/^[4-9] messages accepted/)).toBeVisible();
    await phone.getByRole('button', { name: /^Stop/ }).click();
    await expect(phone.getByText('horn', { exact: true })).toHaveCount(1);
    await expect(send.row('horn')).toContainText('Delivered', { timeout: 30_000 });
  });

  await test.step('what it should be is set in its twin, and withdrawn', async () => {
    await page.getByRole('link', { name: 'Device twin', exact: true }).first().click();
    await page.getByRole('button', { name: 'Set a value' }).click();
    const form = page.getByRole('form', { name: 'Set a value' });
    await form.getByLabel('Name').fill('volume');
    await form.getByLabel('Value').fill('loud');
    await form.getByRole('button', { name: 'Set', exact: true }).click();
    await expect(form.getByText('This is no number.')).toBeVisible();
    await form.getByLabel('Value').fill('7');
    await form.getByRole('button', { name: 'Set', exact: true }).click();
    const wish = page.getByRole('main').getByRole('listitem').filter({ hasText: 'volume' });
    await expect(wish).toContainText(/Waiting|Under way/);
    await wish.getByRole('button', { name: 'Withdraw volume' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Withdraw', exact: true }).click();
    await expect(wish).toHaveCount(0);
  });

  await test.step('a link that is none says so', async () => {
    await phone.goto(`${link.split('#')[0]}#tps_${'a'.repeat(43)}`);
    await expect(phone.getByText('This link does not work (any more).')).toBeVisible();
  });
  await stranger?.close();
});

test('a newcomer adds a device simulator and sees its first message, without leaving what to do next', async ({
  page,
  browser,
  watch,
}) => {
  test.setTimeout(120_000);
  const name = `Pocket ${ownWord()}`;
  const wizard = new DeviceWizardPage(page);
  await new SignInPage(page).signIn('harbour@demo.example', 'Demo-portal-1');
  await page.waitForURL('**/manager/devices');
  await wizard.begin({ type: 'Device Simulator (Mobile Phone app)', project: 'Buildings', name });
  await page.getByRole('button', { name: 'Generate: Shared secret' }).click();
  await wizard.next();
  await wizard.finish(name);
  await expect(page.getByText('Waiting for the first message…')).toBeVisible();

  await page.getByRole('button', { name: 'Make a link' }).click();
  await expect(page.getByRole('img', { name: /Code with the link/ })).toBeVisible();
  const link = (await page.getByText(/\/simulator#tps_/).textContent()) ?? '';

  const stranger = await browser.newContext({ viewport: PHONE, locale: 'en-GB' });
  const phone = await stranger.newPage();
  watch(phone);
  await phone.goto(link);
  await expect(phone.getByRole('heading', { name })).toBeVisible();
  await phone.getByRole('button', { name: 'Add a value' }).click();
  await phone.getByRole('textbox', { name: 'Name' }).fill('mood');
  await phone.getByRole('textbox', { name: 'Value' }).fill('curious');
  await phone.getByRole('button', { name: 'Send once' }).click();
  await expect(phone.getByText(/^Accepted as message \d+/)).toBeVisible();
  await stranger.close();
  await expect(page.getByText('The first message came')).toBeVisible({ timeout: 20_000 });
  await expect(page.getByRole('img', { name: /Code with the link/ })).toBeVisible();
});
