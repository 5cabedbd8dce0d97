import { expect, test } from '../fixtures.ts';
import { GENERIC_TYPE, HARBOUR, ownAppKey, ownDevEui, ownWord } from '../flows/made-up.ts';
import { sendUplink } from '../flows/network-server.ts';
import { DeviceListPage } from '../pages/device-list-page.ts';
import { DeviceWizardPage } from '../pages/device-wizard-page.ts';
import { FlowPage } from '../pages/flow-page.ts';
import { SignInPage } from '../pages/sign-in-page.ts';

test('a few devices of one’s own: linked together, keys replaced, notes kept, measured, and gone again', async ({
  page,
}) => {
  test.setTimeout(240_000);
  const run = ownWord();
  const names = [`Buoy ${run} A`, `Buoy ${run} B`];
  const devEuis = names.map(ownDevEui);
  const flowName = `Buoys ${run}`;
  const list = new DeviceListPage(page);
  const flows = new FlowPage(page);
  let flow = '';

  await test.step('add them', async () => {
    await new SignInPage(page).signIn('harbour@demo.example', 'Demo-portal-1');
    await page.waitForURL('**/manager/devices');
    flow = await flows.create(flowName, 'Buildings');
    for (const [at, name] of names.entries()) {
      await new DeviceWizardPage(page).add({
        type: GENERIC_TYPE,
        project: 'Buildings',
        name,
        devEui: devEuis[at] ?? '',
        joinEui: '0254500000000001',
        appKey: ownAppKey(),
      });
    }
  });

  await test.step('link all that match to a flow; the second time says that nothing changed', async () => {
    await list.find(run, 2);
    await list.chooseAll();
    await list.linkChosen(flowName);
    await expect(page.getByText('2 devices done')).toBeVisible();
    await list.find(run, 2);
    await list.chooseAll();
    await list.linkChosen(flowName);
    await expect(page.getByText('Nothing was changed, 2 the same already')).toBeVisible();
    await page.goto(`${flow}/devices`);
    for (const name of names) await expect(page.getByRole('link', { name })).toBeVisible();
  });

  await test.step('replace the keys of one', async () => {
    await list.find(names[0] ?? '', 1);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const row = page.locator('[data-row]').first();
    await row.getByRole('button', { name: 'What to do with this row' }).click();
    await page.getByRole('menuitem', { name: 'Copy DevEUI' }).click();
    await expect(page.getByText('DevEUI copied')).toBeVisible();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(devEuis[0]);
    await expect(page.getByRole('menu')).toHaveCount(0);
    await page.getByRole('link', { name: names[0] ?? '' }).click();
    await expect(page.getByRole('heading', { name: names[0] ?? '', level: 1 })).toBeVisible();
    await page.goto(`${new URL(page.url()).pathname}/lora`);
    await page.getByRole('button', { name: 'Replace keys' }).click();
    const dialog = page.getByRole('dialog', { name: 'Replace the LoRa keys' });
    await expect(dialog.getByLabel('DevEUI')).toBeDisabled();
    await expect(dialog.getByLabel('AppKey')).toHaveValue('');
    await dialog.getByLabel('AppEUI (JoinEUI)').fill('0254500000000002');
    await dialog.getByLabel('AppKey').fill('not a key');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(dialog.getByLabel('AppKey')).toHaveAttribute('aria-invalid', 'true');
    await dialog.getByLabel('AppKey').fill(ownAppKey());
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByText('The keys were stored.')).toBeVisible();
    await expect(page.getByRole('button', { name: /0254500000000002/ }).first()).toBeVisible();
  });

  const device = new URL(page.url()).pathname.replace(/\/lora$/, '');
  await test.step('note something about it, change it, take it away', async () => {
    await page.goto(`${device}/twin`);
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByPlaceholder('Name', { exact: true }).fill('Mooring');
    await page.getByPlaceholder('Value', { exact: true }).fill('Pier 3');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByText('Pier 3')).toBeVisible();
    await page.getByRole('button', { name: 'Edit Mooring' }).click();
    await page.getByPlaceholder('Value', { exact: true }).fill('Pier 4');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByText('Pier 4')).toBeVisible();
    await page.reload();
    await expect(page.getByText('Pier 4')).toBeVisible();
    await page.getByRole('button', { name: 'Delete Mooring' }).click();
    await expect(page.getByText('Pier 4')).toHaveCount(0);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(page.getByText('Pier 4')).toBeVisible();
  });

  await test.step('a period of one’s own in the graph', async () => {
    await flows.switchOn(flow, '= Raw LoRa payload (v2)');
    const { status } = await sendUplink(HARBOUR, devEuis[0] ?? '', Buffer.from([1, 2, 3]), 1);
    expect(status).toBe(200);
    const names = device.replace('/manager/', '/rows/');
    await expect
      .poll(async () => (await page.request.get(`${names}/names`)).json(), { timeout: 30_000 })
      .not.toEqual([]);
    await page.goto(`${device}/graph`);
    await expect(page.getByText('1 measurement, as measured.')).toBeVisible();
    await page.getByRole('button', { name: 'Custom…' }).click();
    await page.getByLabel('From', { exact: true }).fill('2026-01-02T00:00');
    await page.getByLabel('To', { exact: true }).fill('2026-01-01T00:00');
    await page.getByRole('button', { name: 'Show', exact: true }).click();
    await expect(page.getByText('The end must lie after the beginning.')).toBeVisible();
    await page.getByLabel('To', { exact: true }).fill('2026-01-03T00:00');
    await page.getByRole('button', { name: 'Show', exact: true }).click();
    await expect(page.getByText('No measurement in this period.')).toBeVisible();
    await page.reload();
    await expect(page.getByText('No measurement in this period.')).toBeVisible();
    await page.getByRole('button', { name: '1 hour', exact: true }).click();
    await expect(page.getByText('1 measurement, as measured.')).toBeVisible();
    await page.getByRole('button', { name: 'Closer' }).click();
    await expect(page.getByText('No measurement in this period.')).toBeVisible();
    await page.getByRole('button', { name: 'Later' }).click();
    await expect(page.getByText('1 measurement, as measured.')).toBeVisible();
    await page.getByRole('link', { name: 'Table', exact: true }).click();
    await page.waitForURL('**/graph/table?*f=time*');
    await expect(page.locator('[data-row]')).toHaveCount(1);
  });

  await test.step('delete them all: their identifiers are nobody’s again', async () => {
    await list.find(run, 2);
    await list.chooseAll();
    await list.doWithChosen('Delete');
    const dialog = page.getByRole('dialog', { name: 'Delete 2 devices?' });
    await expect(dialog.getByText('For 24 hours it can be undone')).toBeVisible();
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await expect(page.getByText('2 devices done')).toBeVisible();
    await expect(page.getByText('Nothing matches')).toBeVisible();
    const { status, body } = await sendUplink(HARBOUR, devEuis[0] ?? '', Buffer.from([1]), 2);
    expect([status, (body as { code?: string }).code]).toEqual([404, 'ingestion.unknown-device']);
  });
});
