import { createHash, randomBytes } from 'node:crypto';
import { expect, test } from '../fixtures.ts';
import { ownWord, SHARED_SECRET } from '../flows/made-up.ts';
import { postSenml } from '../flows/own-numbers.ts';
import { DeviceWizardPage } from '../pages/device-wizard-page.ts';
import { FirmwarePage } from '../pages/firmware-page.ts';
import { FlowPage } from '../pages/flow-page.ts';
import { SignInPage } from '../pages/sign-in-page.ts';

const TYPE = 'Generic Device (Internet connected)';

test('firmware is added, offered to one device and to many, fetched in parts, and seen to run', async ({
  page,
}) => {
  test.setTimeout(150_000);
  const word = ownWord();
  const version = `9.${word}`;
  const image = randomBytes(1_000);
  const firmware = new FirmwarePage(page);
  const wizard = new DeviceWizardPage(page);
  const names = [`Turnstile ${word} A`, `Turnstile ${word} B`] as const;
  const uuids: string[] = [];
  await new SignInPage(page).signIn('harbour@demo.example', 'Demo-portal-1');
  await page.waitForURL('**/manager/devices');

  const flows = new FlowPage(page);
  const flow = await flows.create(`Turnstiles ${word}`, 'Buildings');
  for (const name of names) {
    await wizard.begin({ type: TYPE, project: 'Buildings', name });
    uuids.push(await page.getByLabel('DvnUUID').inputValue());
    await page.getByRole('textbox', { name: 'Shared secret' }).fill(SHARED_SECRET);
    await wizard.next();
    await wizard.chooseFlow(`Turnstiles ${word}`);
    await wizard.finish(name);
  }
  // What a device reports is known once somebody reads its messages.
  await flows.switchOn(flow, '› Decoded ThingsML and raw SenML data (v2)');
  const urn = `urn:dev:DVNUUID:${uuids[0]}:`;
  const say = async (...records: object[]) => {
    const answer = await postSenml('ip', JSON.stringify([{ bn: urn }, ...records]), SHARED_SECRET);
    expect(answer.status).toBe(200);
    return (await answer.json()) as { n?: string; vs?: string }[];
  };

  let address = '';
  await test.step('a version is stored; without its file it is not', async () => {
    await page.goto('/manager/firmware?new');
    const dialog = page.getByRole('dialog', { name: 'Add a version' });
    await dialog.getByRole('button', { name: 'Store' }).click();
    await expect(dialog.getByText('Choose a file.')).toBeVisible();
    address = await firmware.store({ file: `${word}.bin`, image, type: TYPE, version });
    await expect(page.getByText(createHash('sha256').update(image).digest('hex')).first()).toBeVisible();
  });

  await test.step('offered to one device from its page', async () => {
    await firmware.openDevice(names[0], 'Internet');
    const card = page
      .locator('section, div')
      .filter({ has: page.getByRole('heading', { name: 'Firmware' }) });
    await card.last().getByRole('combobox', { name: 'Assign a version' }).click();
    await page.getByRole('option', { name: version }).click();
    await card.last().getByRole('button', { name: 'Assign', exact: true }).click();
    await expect(page.getByText('The device is offered this version.')).toBeVisible();
    await expect(page.getByRole('link', { name: version })).toBeVisible();
  });

  await test.step('and to all that match: who has it on offer already is left', async () => {
    await page.goto(address);
    await page.getByRole('button', { name: 'Assign to devices' }).first().click();
    await firmware.assignAll(version, word, names.length);
    await expect(page.getByText('1 device done, 1 the same already')).toBeVisible();
    for (const name of names) await expect(firmware.row(name)).toContainText('Offered');
  });

  await test.step('the device hears of it, and fetches it in parts that its token opens', async () => {
    const told = new Map((await say()).map(({ n, vs }) => [n, vs]));
    const url = told.get('url') ?? '';
    const get = (token: string, range: string) =>
      fetch(url, { headers: { authorization: `Bearer ${token}`, range } });
    expect((await get('wrong', 'bytes=0-255')).status).toBe(401);
    const token = told.get('token') ?? '';
    const first = await get(token, 'bytes=0-255');
    expect([first.status, first.headers.get('content-range')]).toEqual([206, 'bytes 0-255/1000']);
    await expect
      .poll(async () => {
        await page.goto(address);
        return firmware.row(names[0]).innerText();
      })
      .toContain('Downloading');
    await expect(firmware.row(names[0])).toContainText('25 %');
    const rest = await get(token, 'bytes=256-');
    const parts = [first, rest].map(async (answer) => Buffer.from(await answer.arrayBuffer()));
    expect(Buffer.concat(await Promise.all(parts)).equals(image)).toBe(true);
  });

  await test.step('what it reports to run is installed, and offered no more', async () => {
    await say({ n: 'firmwareVersion', vs: version });
    await expect
      .poll(
        async () => {
          await page.goto(address);
          return firmware.row(names[0]).innerText();
        },
        { timeout: 30_000 },
      )
      .toContain('Installed');
    await expect(firmware.row(names[1])).toContainText('Offered');
    expect(await say()).toEqual([]);
  });
});
