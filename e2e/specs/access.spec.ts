import { demo, expect, test } from '../fixtures.ts';
import { HARBOUR } from '../flows/made-up.ts';
import { SignInPage } from '../pages/sign-in-page.ts';

test('a wrong password is refused in words, and the page asked for opens after the right one', async ({
  page,
}) => {
  await page.goto('/manager/flows');
  await page.waitForURL('**/sign-in**');
  const signIn = new SignInPage(page);
  await signIn.signIn('harbour@demo.example', 'Not-the-password-1');
  await expect(page.getByRole('alert').filter({ hasText: 'do not belong together' })).toBeVisible();
  await signIn.signIn('harbour@demo.example', 'Demo-portal-1');
  await expect(page.getByRole('heading', { name: /^Devices/, level: 1 })).toBeVisible();
});

test('another customer’s device looks like none at all', async ({ page }) => {
  const foreign = demo().devices.find((d) => d.customer === 'City of Lindendam');
  await new SignInPage(page).signIn('harbour@demo.example', 'Demo-portal-1');
  await page.waitForURL('**/manager/devices');
  const answers = [];
  for (const id of [foreign?.id, '11111111-1111-4111-8111-111111111111']) {
    const answer = await page.goto(`/manager/devices/${id}`);
    await expect(page.getByText('Nothing lives at this address').first()).toBeVisible();
    answers.push({ status: answer?.status(), text: await page.locator('main').first().innerText() });
    await expect(page.getByText(foreign?.name ?? '')).toHaveCount(0);
  }
  expect(answers[0]).toEqual(answers[1]);
});

test('who may only look is offered no change', async ({ page }) => {
  await new SignInPage(page).signIn('viewer@demo.example', 'Demo-portal-1');
  await page.waitForURL('**/manager/devices');
  await expect(page.getByRole('heading', { name: /^Devices/, level: 1 })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Add device' })).toHaveCount(0);
  await expect(page.getByRole('link', { name: 'Organization' })).toHaveCount(0);
  await expect(page.getByRole('checkbox', { name: 'Select all rows on this page' })).toHaveCount(0);
  const { connections, devices } = demo();
  const connection = connections.find((one) => one.customer === HARBOUR);
  const device = devices.find((one) => one.customer === HARBOUR && one.devEui);
  const internet = devices.find((one) => one.customer === HARBOUR && one.dvnUuid);
  /** What an editor is offered there. */
  const offered: [string, string[]][] = [
    [`/manager/connections/${connection?.id}`, ['Replace the secret', 'Show', 'Rename', 'Switch off']],
    [`/manager/devices/${device?.id}/device`, ['Save', 'Delete device']],
    [`/manager/devices/${device?.id}/lora`, ['Replace keys']],
    [`/manager/devices/${internet?.id}/internet`, ['New shared secret']],
    [`/manager/devices/${device?.id}/twin`, ['Add']],
    [`/manager/devices/${internet?.id}/twin`, ['Set a value']],
    [`/manager/devices/${internet?.id}/send`, ['Send', 'Cancel', 'Send again']],
    [`/manager/devices/${device?.id}/flows`, ['Link to a flow']],
    ['/manager/flows', ['New flow']],
    ['/manager/destinations', ['New destination']],
    ['/organization/projects', ['New project']],
  ];
  for (const [address, buttons] of offered) {
    await page.goto(address);
    await expect(page.locator('main h1').first()).toBeVisible();
    await page.waitForLoadState('networkidle').catch(() => {});
    for (const name of buttons) {
      await expect(page.getByRole('button', { name, exact: true }), `${name} at ${address}`).toHaveCount(0);
      await expect(page.getByRole('link', { name, exact: true }), `${name} at ${address}`).toHaveCount(0);
    }
  }
});

test.describe('a page that is not for who may only look', () => {
  // React tells the console that the server refused to draw the page.
  test.use({ expectedFaults: [/React error #441/] });

  test('says so and offers nothing', async ({ page }) => {
    await new SignInPage(page).signIn('viewer@demo.example', 'Demo-portal-1');
    await page.waitForURL('**/manager/devices');
    await page.goto('/manager/destinations/new');
    await expect(page.getByText('Your role does not allow this.')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Create destination' })).toHaveCount(0);
  });
});
