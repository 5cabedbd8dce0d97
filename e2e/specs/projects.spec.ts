import { randomBytes } from 'node:crypto';
import { expect, test } from '../fixtures.ts';
import { GENERIC_TYPE, ownAppKey, ownDevEui, ownWord } from '../flows/made-up.ts';
import { BulkPage } from '../pages/bulk-page.ts';
import { DeviceWizardPage } from '../pages/device-wizard-page.ts';
import { ProjectPage } from '../pages/project-page.ts';
import { SignInPage } from '../pages/sign-in-page.ts';

const hex = (bytes: number) => randomBytes(bytes).toString('hex');

test('a project holds what its limits allow: the wizard and a sheet say so, until they are raised', async ({
  page,
}) => {
  test.setTimeout(150_000);
  const name = `Lock ${ownWord()}`;
  const projects = new ProjectPage(page);
  const wizard = new DeviceWizardPage(page);
  const device = (number: number) => ({
    type: GENERIC_TYPE,
    project: name,
    name: `${name} gate ${number}`,
    devEui: ownDevEui(),
    joinEui: '0254500000000001',
    appKey: ownAppKey(),
  });
  const full = `The subscription of ${name} allows 1 LoRa device, and 1 is there.`;
  await new SignInPage(page).signIn('harbour@demo.example', 'Demo-portal-1');
  await page.waitForURL('**/manager/devices');
  const project = await projects.create(name);

  await test.step('one device, and no second', async () => {
    await projects.limit(project, 'LoRa devices', '1');
    await expect(page.getByText('0 of 1', { exact: true })).toBeVisible();
    await wizard.add(device(1));
    await wizard.fill(device(2));
    await page.getByRole('button', { name: 'Add device' }).click();
    await expect(page.getByText(full, { exact: false }).first()).toBeVisible();
    await page.goto(project);
    await expect(page.getByText('1 of 1', { exact: true })).toBeVisible();
  });

  const rows = [2, 3].map((n) => `${hex(8)},0254500000000001,${hex(16)},${name} gate ${n}`);
  const sheet = { name: `${name}.csv`, text: ['DevEUI,JoinEUI,AppKey,Name', ...rows].join('\n') };
  const bulk = new BulkPage(page);
  await test.step('a sheet is refused row by row with the reason', async () => {
    await bulk.plan(sheet, { project: name, type: GENERIC_TYPE });
    await expect(page.getByText('Waits for you')).toBeVisible({ timeout: 30_000 });
    await expect(page.locator('[data-row]').filter({ hasText: full })).toHaveCount(2);
    await expect(page.getByRole('button', { name: /^Carry out/ })).toHaveCount(0);
  });

  await test.step('raised by one, one of its rows is let in', async () => {
    await projects.limit(project, 'LoRa devices', '2');
    await bulk.plan(sheet, { project: name, type: GENERIC_TYPE });
    await bulk.carryOut(1);
    await expect(page.getByText('1 done, 0 failed')).toBeVisible({ timeout: 60_000 });
  });

  await test.step('without a limit, whatever comes', async () => {
    await projects.limit(project, 'LoRa devices', '');
    await wizard.add(device(4));
  });

  await test.step('for how many weeks measurements are kept, and its devices say so', async () => {
    await projects.keepFor(project, '10');
    await expect(page.getByText('10 weeks', { exact: true })).toBeVisible();
    await page.getByRole('link', { name: 'Show its devices' }).click();
    await page
      .getByRole('link', { name: `${name} gate 1` })
      .first()
      .click();
    await page.getByRole('link', { name: 'Data graph' }).click();
    await expect(page.getByText('Kept for 10 weeks, as the limits of its project say.')).toBeVisible();
  });

  await test.step('a type that another project does not let in does not stay chosen unseen', async () => {
    await projects.closeTo(project, 'LoRa');
    await wizard.choose({ type: GENERIC_TYPE, project: 'Buildings' });
    await wizard.chooseProject(name);
    await wizard.next();
    await expect(page.getByText('Choose the type.')).toBeVisible();
    await page.getByLabel('Search types').fill('');
    await expect(page.getByRole('radio', { name: 'Generic M2M device', exact: true })).toBeVisible();
    await expect(page.getByRole('radio', { name: GENERIC_TYPE, exact: true })).toHaveCount(0);
  });
});
