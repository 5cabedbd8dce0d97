import { startReceiver } from '../../scripts/receiver.ts';
import { expect, test } from '../fixtures.ts';
import {
  GENERIC_TYPE,
  HARBOUR,
  ownAppKey,
  ownDevEui,
  ownWord,
  SHARED_SECRET,
  SIGNING_SECRET,
} from '../flows/made-up.ts';
import { sendUplink } from '../flows/network-server.ts';
import { DecoderPage } from '../pages/decoder-page.ts';
import { DestinationPage } from '../pages/destination-page.ts';
import { DeviceWizardPage } from '../pages/device-wizard-page.ts';
import { FlowPage } from '../pages/flow-page.ts';
import { SignInPage } from '../pages/sign-in-page.ts';

/** On one line: the editor indents and closes braces at line ends, as it does for a person who types. */
const SCRIPT =
  'function decodeUplink(i) { const t = ((i.bytes[0] << 8) | i.bytes[1]) / 10; console.log(t); return { data: { temperature: t, level: i.bytes[2] } }; }';

test('one real message travels all the way', async ({ page }) => {
  test.setTimeout(240_000);
  const run = ownWord();
  const names = {
    flow: `Journey ${run}`,
    decoder: `› Journey ${run}`,
    device: `Probe ${run}`,
    destination: `Receiver ${run}`,
  };
  const devEui = ownDevEui();
  const receiver = await startReceiver({ secret: SHARED_SECRET, whsec: SIGNING_SECRET });
  try {
    await test.step('sign in', async () => {
      await new SignInPage(page).signIn('harbour@demo.example', 'Demo-portal-1');
      await page.waitForURL('**/manager/devices');
      await expect(page.getByRole('heading', { name: /^Devices/, level: 1 })).toBeVisible();
    });

    const decoder = new DecoderPage(page);
    await test.step('write a script in the editor and run it', async () => {
      await decoder.create(GENERIC_TYPE, names.decoder);
      await decoder.write(SCRIPT);
      await decoder.tryOn('00 e1 2a');
      await expect(page.getByText('22.5')).toBeVisible();
      await decoder.publish();
    });

    const flows = new FlowPage(page);
    let flow = '';
    await test.step('create a flow', async () => {
      flow = await flows.create(names.flow, 'Buildings');
    });

    await test.step('add the device', async () => {
      await new DeviceWizardPage(page).add({
        type: GENERIC_TYPE,
        project: 'Buildings',
        name: names.device,
        devEui: devEui.replace(/(..)(?=.)/g, '$1-'),
        joinEui: '0254500000000001',
        appKey: ownAppKey(),
        flow: names.flow,
      });
      await expect(page.getByText('Waiting for the first message…')).toBeVisible();
    });

    await test.step('switch the decoder on and link a destination', async () => {
      await flows.switchOn(flow, names.decoder);
      await new DestinationPage(page).create({
        name: names.destination,
        url: receiver.url,
        sharedSecret: SHARED_SECRET,
        signingSecret: SIGNING_SECRET,
      });
      await flows.linkDestination(flow, names.destination);
    });

    await test.step('the message comes in, is shown, and arrives signed', async () => {
      await page.goto('/manager/devices');
      await page.getByPlaceholder('Search name or identifier').fill(devEui.match(/../g)?.join(':') ?? '');
      await expect(page.getByText('Showing 1 of 1')).toBeVisible();
      await page.getByRole('link', { name: names.device }).first().click();
      await expect(page.getByRole('heading', { name: names.device })).toBeVisible();
      const before = receiver.journal.length;
      const sent = await sendUplink(HARBOUR, devEui, Buffer.from([0x00, 0xe1, 0x2a]), 1);
      expect(sent).toMatchObject({ status: 200, body: { status: 'accepted' } });
      // Live: the page is not loaded again.
      await expect(page.getByText('22.5').first()).toBeVisible({ timeout: 10_000 });
      await expect.poll(() => receiver.journal.length).toBeGreaterThan(before);
      const got = receiver.journal.at(-1);
      expect(got).toMatchObject({ tokenValid: true, signatureValid: true });
      expect(got?.body).toContain('"temperature"');
    });

    await test.step('held, the LoRa data history counts what comes, and shows it when it goes on', async () => {
      await page.getByRole('link', { name: 'LoRa data', exact: true }).click();
      const rows = page.locator('#lora-data [data-row]');
      await expect(rows).toHaveCount(1);
      await page.getByRole('button', { name: 'Live', exact: true }).click();
      await sendUplink(HARBOUR, devEui, Buffer.from([0x00, 0xe2, 0x2a]), 2);
      await expect(page.getByRole('button', { name: '1 new', exact: true })).toBeVisible({ timeout: 10_000 });
      await expect(rows).toHaveCount(1);
      await page.getByRole('button', { name: 'Paused', exact: true }).click();
      await expect(rows).toHaveCount(2);
    });

    await test.step('its page tells the whole way', async () => {
      const { body } = await sendUplink(HARBOUR, devEui, Buffer.from([0x00, 0xe3, 0x2b]), 3);
      const { id } = body as { id: number };
      await expect
        .poll(async () => {
          await page.goto(`/manager/messages/${id}`);
          return page.getByText('22.7').count();
        })
        .toBeGreaterThan(0);
      await expect(page.getByRole('link', { name: names.decoder }).first()).toBeVisible();
      await expect(page.getByText(names.destination).first()).toBeVisible();
    });

    await test.step('a better version: the message is replayed, after a look at what changes', async () => {
      const message = page.url();
      await page.getByRole('link', { name: names.decoder }).first().click();
      await expect(page.getByText('Version 1 runs').first()).toBeVisible();
      await decoder.write(SCRIPT.replace('/ 10', '/ 100'));
      await decoder.publish(2);
      await page.goto(message);
      await page.getByRole('button', { name: 'Replay', exact: true }).click();
      const dialog = page.getByRole('dialog', { name: 'Replay this message' });
      await expect(dialog.getByText('Records change')).toBeVisible();
      const change = dialog.getByRole('row', { name: /^temperature/ }).first();
      await expect(change).toContainText('22.7');
      await expect(change).toContainText('2.27');
      await dialog.getByRole('checkbox', { name: names.destination }).check();
      await dialog.getByRole('button', { name: 'Replay for real' }).click();
      await expect(dialog).toBeHidden();
      await expect(page.getByText('2.27').first()).toBeVisible();
      await expect(page.getByRole('heading', { name: 'Replayed', exact: true })).toBeVisible();
    });
  } finally {
    await receiver.close();
  }
});
