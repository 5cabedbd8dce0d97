import {
  API_KEY,
  type ControlCenter,
  centerDevice,
  startControlCenter,
  USERNAME,
} from '#server/drivers/sim-platforms/cisco/control-center.fixture.ts';
import { makeSims } from '#server/drivers/sim-platforms/simulated/make-sims.ts';
import { expect, test } from '../fixtures.ts';
import { ownWord } from '../flows/made-up.ts';
import { DeviceListPage } from '../pages/device-list-page.ts';
import { SignInPage } from '../pages/sign-in-page.ts';

let center: ControlCenter;
/** Others than those of a run before, which may have left its account behind. */
const iccids = makeSims(ownWord(), 3, new Date()).map(({ iccid }) => iccid);
const iccid = iccids[0] as string;
test.beforeAll(async () => {
  center = await startControlCenter(iccids.map((one, modified) => centerDevice(one, { modified })));
});
test.afterAll(() => center.stop());

test('a SIM account is connected and tested; a SIM is found, changed, put into a device and taken out', async ({
  page,
  context,
  watch,
}) => {
  test.setTimeout(240_000);
  const name = `Operator ${ownWord()}`;
  const there = () => center.devices.get(iccid);
  const slow = { timeout: 40_000 };
  let account = '';
  const changeStatus = async (to: string) => {
    await page.getByRole('button', { name: 'Change status' }).click();
    await page.getByRole('menuitem', { name: to, exact: true }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: to, exact: true }).click();
  };

  await new SignInPage(page).signIn('harbour@demo.example', 'Demo-portal-1');
  await page.waitForURL('**/manager/devices');

  await test.step('the test says in words what is wrong; then its SIMs come in', async () => {
    await page.goto('/manager/connectivity/sim-accounts');
    await page.getByRole('button', { name: 'Add account' }).first().click();
    const dialog = page.getByRole('dialog', { name: 'Add a SIM account' });
    await dialog.getByLabel('Name', { exact: true }).fill(name);
    await dialog.getByLabel('Address of the API').fill(center.url);
    await dialog.getByLabel('User name').fill(USERNAME);
    await dialog.getByLabel('API key').fill('mistyped');
    await dialog.getByRole('button', { name: 'Test connection' }).click();
    await expect(
      dialog.getByText('The SIM platform does not accept user name and key.', { exact: false }),
    ).toBeVisible();
    await dialog.getByLabel('API key').fill(API_KEY);
    await dialog.getByRole('button', { name: 'Test connection' }).click();
    await expect(dialog.getByText('The platform answered in', { exact: false })).toBeVisible();
    await dialog.getByRole('button', { name: 'Add account' }).click();
    await page.waitForURL('**/manager/connectivity/sim-accounts/*');
    await expect(page.getByText('3 SIMs found', { exact: false })).toBeVisible(slow);
    account = new URL(page.url()).pathname;
  });

  await test.step('a SIM is found by a part of its ICCID, and opens with what the platform knows', async () => {
    await page.goto(`/manager/connectivity/m2m?q=${iccid.slice(5, 18)}`);
    await page.getByRole('link', { name: iccid }).first().click();
    await expect(page.getByRole('heading', { name: iccid })).toBeVisible();
    await expect(page.getByText('8622610404567890').first()).toBeVisible(slow);
  });

  await test.step('another rate plan', async () => {
    await page.getByRole('button', { name: 'Edit plans' }).click();
    const dialog = page.getByRole('dialog', { name: 'Edit plans' });
    await dialog.getByRole('combobox').last().click();
    await page.getByRole('option', { name: 'Flex 100 MB' }).click();
    await dialog.getByRole('button', { name: 'Ask for the change' }).click();
    await expect.poll(() => there()?.ratePlan, slow).toBe('Flex 100 MB');
    await expect(page.getByRole('row', { name: /Flex 10 MB → Flex 100 MB Done/ })).toBeVisible(slow);
  });

  await test.step('deactivated, after its consequences were read', async () => {
    await page.getByRole('button', { name: 'Change status' }).click();
    await page.getByRole('menuitem', { name: 'Deactivate' }).click();
    const dialog = page.getByRole('alertdialog');
    await expect(dialog.getByText('can no longer connect', { exact: false })).toBeVisible();
    await dialog.getByRole('button', { name: 'Deactivate' }).click();
    await expect.poll(() => there()?.status, slow).toBe('DEACTIVATED');
    await expect(page.getByRole('row', { name: /Activated → Deactivated Done/ })).toBeVisible(slow);
  });

  await test.step('what the platform refuses stands there with its words until it is put away', async () => {
    Object.assign(there() ?? {}, { status: 'RETIRED' });
    await page.getByRole('button', { name: 'Change status' }).click();
    await page.getByRole('menuitem', { name: 'Activate', exact: true }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Activate' }).click();
    await expect(page.getByText('Status: Activated was not done')).toBeVisible(slow);
    await expect(
      page.getByText('The SIM status cannot change from RETIRED to ACTIVATED', { exact: false }).first(),
    ).toBeVisible();
    Object.assign(there() ?? {}, { status: 'DEACTIVATED' });
    await page.getByRole('button', { name: 'Put away' }).click();
    await expect(page.getByText('Status: Activated was not done')).toBeHidden(slow);
  });

  await test.step('into a device', async () => {
    await page.getByRole('button', { name: 'Put into a device' }).click();
    const dialog = page.getByRole('dialog', { name: 'Put into a device' });
    await dialog.getByRole('combobox').fill('Pump spare');
    await page
      .getByRole('option', { name: /Pump spare/ })
      .first()
      .click();
    await dialog.getByRole('button', { name: 'Put into a device' }).click();
    await expect(page.getByRole('link', { name: 'Pump spare' })).toBeVisible(slow);
  });

  await test.step('from the list of devices it is changed as well, and changed back', async () => {
    const sim = page.url();
    const list = new DeviceListPage(page);
    await list.find('Pump spare', 1);
    await list.chooseAll();
    await list.doWithChosen('Change SIM plans');
    const dialog = page.getByRole('dialog', { name: 'Change the SIM of 1 device' });
    await dialog.getByRole('combobox').last().click();
    await page.getByRole('option', { name: 'Flex 10 MB' }).click();
    await dialog.getByRole('button', { name: 'Ask for the change' }).click();
    await expect(page.getByText('1 SIM is being changed')).toBeVisible();
    await expect.poll(() => there()?.ratePlan, slow).toBe('Flex 10 MB');
    await page.goto('/manager/bulk-tasks');
    await page
      .getByRole('link', { name: /^Change the SIMs of devices/ })
      .first()
      .click();
    await expect(page.getByText(`SIM: ${iccid}`)).toBeVisible();
    await page.waitForLoadState('networkidle');
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Undo' }).click();
    await expect(page.getByRole('heading', { name: /^Undo: / })).toBeVisible(slow);
    await expect.poll(() => there()?.ratePlan, slow).toBe('Flex 100 MB');
    await page.goto(sim);
  });

  await test.step('the page of its device follows what becomes of it elsewhere, and why it does not', async () => {
    const address = await page.getByRole('link', { name: 'Pump spare' }).getAttribute('href');
    const device = await context.newPage();
    watch(device);
    await device.goto(address ?? '');
    const card = device
      .locator('section')
      .filter({ has: device.getByRole('heading', { name: 'M2M', level: 2 }) })
      .first();
    await expect(card.getByText(iccid)).toBeVisible();
    await expect(card.getByText('Deactivated', { exact: true })).toBeVisible();

    await changeStatus('Activate');
    await expect.poll(() => there()?.status, slow).toBe('ACTIVATED');
    await expect(card.getByText('Activated', { exact: true })).toBeVisible(slow);
    await expect(page.getByRole('row', { name: /Deactivated → Activated Done/ })).toBeVisible(slow);

    Object.assign(there() ?? {}, { status: 'RETIRED' });
    await changeStatus('Deactivate');
    await expect(device.getByText('Status: Deactivated was not done')).toBeVisible(slow);
    Object.assign(there() ?? {}, { status: 'ACTIVATED' });
    await device.getByRole('button', { name: 'Put away' }).click();
    await expect(device.getByText('Status: Deactivated was not done')).toBeHidden();

    await page.reload();
    await page.getByRole('button', { name: 'Take out' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Take out' }).click();
    await expect(page.getByText('This SIM is in no device.')).toBeVisible(slow);
    await expect(card.getByText(iccid)).toHaveCount(0, slow);
    await device.close();
  });

  await test.step('all that match are changed by one task, which is undone from its report', async () => {
    const plans = () => iccids.map((one) => center.devices.get(one)?.ratePlan);
    const rows = page.locator('[data-row]');
    // Fewer on the page than match: the rest is the server's to find.
    await page.goto(`/manager/connectivity/m2m?limit=2&f=account:in:${account.split('/').at(-1)}`);
    await expect(rows).toHaveCount(2);
    await page.waitForLoadState('networkidle');
    await page.getByRole('checkbox', { name: 'Select all rows on this page' }).click();
    const bar = page.getByRole('toolbar', { name: 'What to do with the selected rows' });
    await bar.getByRole('button', { name: 'select all 3 that match' }).click();
    await bar.getByRole('button', { name: 'Change plans' }).click();
    const dialog = page.getByRole('dialog', { name: 'Change 3 SIMs' });
    await dialog.getByRole('combobox').last().click();
    await page.getByRole('option', { name: 'Flex 100 MB' }).click();
    await dialog.getByRole('button', { name: 'Ask for the change' }).click();
    await expect(page.getByText('2 SIMs are being changed, 1 the same already')).toBeVisible();
    await expect.poll(plans, slow).toEqual(['Flex 100 MB', 'Flex 100 MB', 'Flex 100 MB']);

    await page.goto('/manager/bulk-tasks');
    await page
      .getByRole('link', { name: /^Change SIMs/ })
      .first()
      .click();
    await expect(page.getByRole('heading', { name: 'Change SIMs', level: 1 })).toBeVisible();
    await expect(rows).toHaveCount(3);
    await page.waitForLoadState('networkidle');
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Undo' }).click();
    await expect(page.getByRole('heading', { name: /^Undo: / })).toBeVisible(slow);
    await expect.poll(plans, slow).toEqual(['Flex 100 MB', 'Flex 10 MB', 'Flex 10 MB']);
    // A row of the report leads to its SIM.
    await rows
      .filter({ hasText: iccids[1] as string })
      .getByRole('link')
      .click();
    await page.waitForURL('**/manager/connectivity/m2m/*');
    await expect(page.getByRole('heading', { name: iccids[1] as string })).toBeVisible();
  });

  await test.step('the account goes, its SIMs with it', async () => {
    await page.goto(account);
    await page.getByRole('button', { name: 'More for this account' }).click();
    await page.getByRole('menuitem', { name: 'Delete account' }).click();
    const dialog = page.getByRole('alertdialog');
    await expect(dialog.getByText('its 3 SIMs leave the portal', { exact: false })).toBeVisible();
    await dialog.getByRole('textbox').fill(name);
    await dialog.getByRole('button', { name: 'Delete account' }).click();
    await page.waitForURL('**/manager/connectivity/sim-accounts');
  });
});

test('who may only read sees the SIMs, and nothing that would change them', async ({ page }) => {
  await new SignInPage(page).signIn('viewer@demo.example', 'Demo-portal-1');
  await page.waitForURL('**/manager/devices');
  await page.goto('/manager/connectivity/m2m');
  await expect(page.getByRole('heading', { name: /M2M/ })).toBeVisible();
  await page.goto('/manager/connectivity/sim-accounts');
  await expect(page.getByRole('button', { name: 'Add account' })).toHaveCount(0);
});
