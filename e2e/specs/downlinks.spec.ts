import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '../fixtures.ts';
import { ownWord, SHARED_SECRET } from '../flows/made-up.ts';
import { postSenml } from '../flows/own-numbers.ts';
import { DeviceListPage } from '../pages/device-list-page.ts';
import { DeviceWizardPage } from '../pages/device-wizard-page.ts';
import { FlowPage } from '../pages/flow-page.ts';
import { SendPage } from '../pages/send-page.ts';
import { SignInPage } from '../pages/sign-in-page.ts';

const TYPE = 'Generic Device (Internet connected)';

test('an instruction waits, goes to the device with an answer, and is delivered when the device speaks again', async ({
  page,
}) => {
  test.setTimeout(180_000);
  const word = ownWord();
  const name = `Barrier ${word}`;
  const send = new SendPage(page);
  const wizard = new DeviceWizardPage(page);
  await new SignInPage(page).signIn('harbour@demo.example', 'Demo-portal-1');
  await page.waitForURL('**/manager/devices');
  await new FlowPage(page).create(`Barriers ${word}`, 'Buildings');
  await wizard.begin({ type: TYPE, project: 'Buildings', name });
  const urn = `urn:dev:DVNUUID:${await page.getByLabel('DvnUUID').inputValue()}:`;
  await page.getByRole('textbox', { name: 'Shared secret' }).fill(SHARED_SECRET);
  await wizard.next();
  await wizard.finish(name);
  await new DeviceListPage(page).find(name, 1);
  await page.getByRole('link', { name }).first().click();
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
  const say = async (value: number) => {
    const answer = await postSenml('ip', JSON.stringify([{ bn: urn, n: 'cars', v: value }]), SHARED_SECRET);
    expect(answer.status).toBe(200);
    return (await answer.json()) as object[];
  };

  await test.step('of a device in no flow the tab says why nothing can be sent, and leads to where that is mended', async () => {
    await send.open();
    await expect(page.getByText('The device is in no flow')).toBeVisible();
    await expect(page.getByText('Nothing was sent to this device yet')).toBeVisible();
    await page.locator('main').getByRole('link', { name: 'Link to a flow' }).click();
    await page.getByRole('button', { name: 'Link to flow' }).click();
    const dialog = page.getByRole('dialog', { name: 'Link to a flow' });
    await dialog.getByRole('combobox', { name: 'Flow' }).fill(`Barriers ${word}`);
    await page.getByRole('option', { name: `Barriers ${word}` }).click();
    await dialog.getByRole('button', { name: 'Link to flow' }).click();
    await expect(dialog).toBeHidden();
    await send.open();
  });

  await test.step('what is no SenML is refused where it stands', async () => {
    await send.records.fill('[{"n":"open"');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await expect(page.getByText(/^This is no SenML\./)).toBeVisible();
    await send.press([{ n: 'open' }]);
    await expect(page.getByText(/^This is no SenML\. \[0\]/)).toBeVisible();
    await send.press([{ bn: urn, n: 'open', vb: true }]);
    await expect(page.getByText('The platform adds the base name.')).toBeVisible();
    await expect(page.locator('[data-row]')).toHaveCount(0);
  });

  await test.step('a dry run ends by itself', async () => {
    await page.getByText('More options').click();
    await page.getByRole('checkbox', { name: /^Dry run/ }).click();
    // Its row is read while it waits, and what is open only after it ended: the row is read again all the same.
    await page.route('**/downlink-facts', async (route) => {
      await sleep(2_500);
      await route.continue();
    });
    await send.send('rehearsed');
    await expect(send.row('rehearsed')).toContainText('Delivered', { timeout: 30_000 });
    await page.unrouteAll({ behavior: 'wait' });
    await expect(send.row('rehearsed')).toContainText('Dry run');
    await page.getByRole('checkbox', { name: /^Dry run/ }).click();
    expect(await say(0)).toEqual([]);
  });

  await test.step('the next answer carries it, the message after that confirms it', async () => {
    await send.send('open');
    await expect(send.row('open')).toContainText('Executing', { timeout: 30_000 });
    expect(await say(1)).toEqual([{ bn: urn }, { n: 'open', vb: true }]);
    await expect(send.row('open')).toContainText('Executing');
    expect(await say(2)).toEqual([]);
    await expect(send.row('open')).toContainText('Delivered', { timeout: 30_000 });
  });

  await test.step('five wait behind the one whose turn it is; the next is refused in words', async () => {
    await send.send('first');
    await expect(send.row('first')).toContainText('Executing', { timeout: 30_000 });
    for (const waiting of ['a', 'b', 'c', 'd', 'e']) {
      await send.send(waiting);
      await expect(send.row(waiting)).toContainText('Pending');
    }
    await expect(page.getByText('5 of 5 are waiting.')).toBeVisible();
    await send.press([{ n: 'f', vb: true }]);
    const words = '5 downlinks wait for this device already.';
    await expect(page.locator('main').getByRole('alert')).toContainText(words);
    await expect(send.row('f')).toHaveCount(0);
  });

  await test.step('one that waits is taken back, which makes room; what has ended is sent again', async () => {
    await send.row('c').getByRole('button', { name: 'Cancel' }).click();
    await expect(send.row('c')).toContainText('Cancelled');
    await expect(page.getByText('4 of 5 are waiting.')).toBeVisible();
    await send.row('c').getByRole('button', { name: 'Send again' }).click();
    await expect(send.row('c')).toContainText('Pending');
    await expect(page.locator('[data-row]').filter({ hasText: '"c"' })).toHaveCount(2);
  });

  await test.step('the device is told them one after the other, in their order', async () => {
    let count = 3;
    for (const next of ['first', 'a', 'b']) {
      await expect(send.row(next)).toContainText('Executing', { timeout: 30_000 });
      expect(await say(count++)).toEqual([{ bn: urn }, { n: next, vb: true }]);
      expect(await say(count++)).toEqual([]);
      await expect(send.row(next)).toContainText('Delivered', { timeout: 30_000 });
    }
  });

  await test.step('the History tab names what was done', async () => {
    await page.getByRole('link', { name: 'History', exact: true }).click();
    await expect(page.getByText('Instruction cancelled')).toBeVisible();
    await expect(page.getByText('Instruction sent').first()).toBeVisible();
  });
});
