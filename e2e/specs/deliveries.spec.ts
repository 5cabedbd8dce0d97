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
import { DestinationPage } from '../pages/destination-page.ts';
import { DeviceWizardPage } from '../pages/device-wizard-page.ts';
import { FlowPage } from '../pages/flow-page.ts';
import { SignInPage } from '../pages/sign-in-page.ts';

test('what was delivered is sent again from its log, beside the log, and from the message', async ({
  page,
}) => {
  test.setTimeout(240_000);
  const run = ownWord();
  const devEui = ownDevEui();
  const receiver = await startReceiver({ secret: SHARED_SECRET, whsec: SIGNING_SECRET });
  const bodies = () =>
    receiver.journal.filter(({ body }) => body.includes('"payload"')).map(({ body }) => body);
  let destination = '';
  let uplink = 0;
  try {
    await test.step('a device whose messages arrive', async () => {
      await new SignInPage(page).signIn('harbour@demo.example', 'Demo-portal-1');
      await page.waitForURL('**/manager/devices');
      const flows = new FlowPage(page);
      const flow = await flows.create(`Again ${run}`, 'Buildings');
      await new DeviceWizardPage(page).add({
        type: GENERIC_TYPE,
        project: 'Buildings',
        name: `Echo ${run}`,
        devEui,
        joinEui: '0254500000000001',
        appKey: ownAppKey(),
        flow: `Again ${run}`,
      });
      await flows.switchOn(flow, '= Raw LoRa payload (v2)');
      await new DestinationPage(page).create({
        name: `Echo receiver ${run}`,
        url: receiver.url,
        sharedSecret: SHARED_SECRET,
        signingSecret: SIGNING_SECRET,
      });
      destination = new URL(page.url()).pathname;
      await flows.linkDestination(flow, `Echo receiver ${run}`);
      const sent = await sendUplink(HARBOUR, devEui, Buffer.from([0xca, 0xfe]), 1);
      uplink = (sent.body as { id: number }).id;
      await expect.poll(() => bodies().length).toBe(1);
    });

    await test.step('beside the log', async () => {
      await page.goto(destination);
      await page.locator('[data-row]').first().click();
      const drawer = page.getByRole('dialog', { name: /^Delivery \d+/ });
      await expect(drawer.getByText('HTTP 200')).toBeVisible();
      await drawer.getByRole('button', { name: 'Send again' }).click();
      await expect(page.getByText('1 message is being sent again.').first()).toBeVisible();
      await expect.poll(() => bodies().length).toBe(2);
      await page.keyboard.press('Escape');
      await expect(drawer).toBeHidden();
      await expect(page.getByLabel('sent again')).toHaveCount(1);
    });

    await test.step('all that match, in the log', async () => {
      await page.goto(destination);
      await expect(page.getByText('Showing 2 of 2')).toBeVisible();
      await page.getByRole('checkbox', { name: 'Select all rows on this page' }).click();
      const bar = page.getByRole('toolbar', { name: 'What to do with the selected rows' });
      await bar.getByRole('button', { name: 'Send again' }).click();
      await expect(page.getByText('2 messages are being sent again.').first()).toBeVisible();
      await expect.poll(() => bodies().length).toBe(4);
    });

    await test.step('from the message', async () => {
      await page.goto(`/manager/messages/${uplink}`);
      await page
        .getByRole('button', { name: `Send again: Echo receiver ${run}` })
        .first()
        .click();
      await expect.poll(() => bodies().length).toBe(5);
    });

    // The same bytes each time, and each a delivery of its own to a receiver that looks at webhook-id.
    expect(new Set(bodies()).size).toBe(1);
    expect(receiver.counts.invalid).toBe(0);
  } finally {
    await receiver.close();
  }
});
