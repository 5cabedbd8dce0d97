import { expect, test } from '../fixtures.ts';
import { HARBOUR, ownAppKey, ownDevEui, ownWord } from '../flows/made-up.ts';
import { sendUplink } from '../flows/network-server.ts';
import { sideways } from '../flows/sideways.ts';
import { DecoderPage } from '../pages/decoder-page.ts';
import { DeviceListPage } from '../pages/device-list-page.ts';
import { DeviceWizardPage } from '../pages/device-wizard-page.ts';
import { FlowPage } from '../pages/flow-page.ts';
import { SignInPage } from '../pages/sign-in-page.ts';

/** On one line: the editor indents and closes braces at line ends, as it does for a person who types. */
const script = (divisor: number) =>
  `function decodeUplink(i) { return { data: { level: ((i.bytes[0] << 8) | i.bytes[1]) / ${divisor}, door: i.bytes[2] === 1 } }; }`;

test('a script is made of a real message, guarded by a test, published, and gone back from', async ({
  page,
}) => {
  test.setTimeout(240_000);
  const run = ownWord();
  const names = {
    type: `Tank ${run}`,
    device: `Tank 1 ${run}`,
    decoder: `› Tank ${run}`,
    flow: `Tanks ${run}`,
  };
  const devEui = ownDevEui();
  const decoder = new DecoderPage(page);
  const send = (payload: number[], fCnt: number) => sendUplink(HARBOUR, devEui, Buffer.from(payload), fCnt);
  const flows = new FlowPage(page);
  let flow = '';

  await test.step('a device of a new type sends before anything reads it', async () => {
    await new SignInPage(page).signIn('harbour@demo.example', 'Demo-portal-1');
    await page.waitForURL('**/manager/devices');
    await page.goto('/creator/device-types');
    await page.getByRole('button', { name: 'New device type' }).click();
    const form = page.getByRole('dialog', { name: 'New device type' });
    await form.getByLabel('Name', { exact: true }).fill(names.type);
    await form.getByRole('button', { name: 'Create', exact: true }).click();
    await expect(page.getByRole('heading', { name: names.type, level: 1 })).toBeVisible();
    flow = await flows.create(names.flow, 'Buildings');
    await new DeviceWizardPage(page).add({
      type: names.type,
      project: 'Buildings',
      name: names.device,
      devEui,
      joinEui: '0254500000000001',
      appKey: ownAppKey(),
      flow: names.flow,
    });
    expect(await send([0x04, 0xd2, 0x01], 1)).toMatchObject({ status: 200 });
  });

  await test.step('the script is tried on the kept message, and what came of it kept as a test', async () => {
    await decoder.create(names.type, names.decoder);
    await decoder.write(script(100));
    await decoder.tryOnMessage(names.device);
    const records = page.getByRole('table', { name: 'Records' });
    await expect(records.getByRole('row', { name: /^level/ })).toContainText('12.34');
    await page.getByRole('tab', { name: 'Bytes' }).click();
    const bytes = page.getByRole('figure', { name: 'What read which byte' });
    await expect(bytes.getByRole('listitem').filter({ hasText: 'level' }).first()).toContainText('04 d2');
    await bytes.getByRole('button', { name: 'door: byte 2' }).focus();
    await expect(records.getByRole('row', { name: /^door/ })).toHaveClass(/accent/);
    await decoder.keepAsTest('A full tank');
    await decoder.publish();
  });

  await test.step('real messages are decoded from then on', async () => {
    await flows.switchOn(flow, names.decoder);
    await send([0x09, 0x1d, 0x00], 2);
    await new DeviceListPage(page).find(names.device, 1);
    await page.getByRole('link', { name: names.device }).first().click();
    await expect(page.getByRole('link', { name: /^level over the last 24 hours, now 23\.33/ })).toBeVisible();
  });

  await test.step('a version that gets the test wrong is not published', async () => {
    await decoder.open(names.decoder);
    await decoder.write(script(10));
    const review = await decoder.review();
    await expect(review.getByText('1 of 1 golden test fails')).toBeVisible();
    await expect(review.getByRole('row', { name: /^level/ }).first()).toContainText('123.4');
    await expect(review.getByRole('button', { name: 'Publish version 2' })).toBeDisabled();
    await expect(review.getByText(/Something else than with version 1 comes out of/)).toBeVisible();
    await expect(review.getByRole('link', { name: names.flow })).toBeVisible();
    await review.getByRole('button', { name: 'Look at the tests' }).click();
    await expect(page.getByText('1 of 1 test fails.')).toBeVisible();
  });

  await test.step('what must come out is changed, the version published, and gone back from', async () => {
    await page.getByRole('button', { name: 'Accept what comes out now' }).click();
    await expect(page.getByText('The test passes.')).toBeVisible();
    await decoder.publish(2);
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.getByRole('tab', { name: /^Versions/ }).click();
    await expect.poll(() => sideways(page), { message: 'versions with all their buttons fit' }).toEqual([]);
    const versions = page.getByRole('table', { name: 'Versions' });
    await versions
      .getByRole('row', { name: /^1/ })
      .getByRole('button', { name: 'Compare version 1' })
      .click();
    const diff = page.getByRole('dialog', { name: 'Compare versions' });
    await expect(diff.locator('.monaco-diff-editor')).toBeVisible();
    await diff.getByRole('tab', { name: 'As a list' }).click();
    await expect(diff.getByText('Line 1: 1 line changed')).toBeVisible();
    await page.keyboard.press('Escape');
    await versions
      .getByRole('row', { name: /^1/ })
      .getByRole('button', { name: 'Go back to this one' })
      .click();
    await expect(page.getByText('Version 1 runs again.')).toBeVisible();
    await page.reload();
    await expect(page.getByText('Version 1 runs', { exact: true })).toBeVisible();
  });
});
