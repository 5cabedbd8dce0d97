import { expect, test } from '../fixtures.ts';
import { ownWord, SHARED_SECRET } from '../flows/made-up.ts';
import { postSenml } from '../flows/own-numbers.ts';
import { DeviceListPage } from '../pages/device-list-page.ts';
import { DeviceWizardPage } from '../pages/device-wizard-page.ts';
import { FlowPage } from '../pages/flow-page.ts';
import { SignInPage } from '../pages/sign-in-page.ts';

const TYPE = 'Generic Device (Internet connected)';

test('one instruction for many devices: who cannot be sent it is named, the others get it', async ({
  page,
}) => {
  test.setTimeout(180_000);
  const word = ownWord();
  const flowName = `Gates ${word}`;
  const names = ['A', 'B', 'C'].map((letter) => `Gate ${word} ${letter}`);
  const urns: string[] = [];
  const list = new DeviceListPage(page);
  const wizard = new DeviceWizardPage(page);
  await new SignInPage(page).signIn('harbour@demo.example', 'Demo-portal-1');
  await page.waitForURL('**/manager/devices');
  const flow = await new FlowPage(page).create(flowName, 'Buildings');
  for (const [nth, name] of names.entries()) {
    await wizard.begin({ type: TYPE, project: 'Buildings', name });
    urns.push(`urn:dev:DVNUUID:${await page.getByLabel('DvnUUID').inputValue()}:`);
    await page.getByRole('textbox', { name: 'Shared secret' }).fill(SHARED_SECRET);
    await wizard.next();
    // The last one is in no flow.
    if (nth < 2) await wizard.chooseFlow(flowName);
    await wizard.finish(name);
  }
  const ask = async () => {
    await list.find(word, names.length);
    await list.chooseAll();
    await list.doWithChosen('Send instruction');
    const dialog = page.getByRole('dialog', { name: 'Send an instruction to 3 devices' });
    await dialog.getByRole('radio', { name: /^SenML records/ }).click();
    return dialog;
  };

  await test.step('what is no SenML is refused where it stands', async () => {
    const dialog = await ask();
    await dialog.getByRole('textbox', { name: 'SenML records (JSON)' }).fill('[{"n": "open"}]');
    await dialog.getByRole('button', { name: 'Send', exact: true }).click();
    await expect(dialog.getByText(/^This is no SenML\./)).toBeVisible();
    await dialog.getByRole('textbox', { name: 'SenML records (JSON)' }).fill('[{"n": "open", "vb": true}]');
    await dialog.getByRole('button', { name: 'Send', exact: true }).click();
    await expect(dialog).toBeHidden();
  });

  await test.step('the report names the device that it was not sent to, and why', async () => {
    const said = page.getByRole('region', { name: 'Notifications' });
    await expect(said).toContainText('Sent to 2 devices, 1 not');
    await said.getByText('Report', { exact: true }).click();
    await expect(page.getByRole('heading', { name: 'Send an instruction' })).toBeVisible();
    await expect(page.getByRole('heading', { name: 'What is sent' })).toBeVisible();
    await expect(page.getByText('[{"n":"open","vb":true}]')).toBeVisible();
    await expect(list.rows.filter({ hasText: 'the answer to its next message' })).toHaveCount(2);
    await expect(list.rows.filter({ hasText: 'The device is in no flow.' })).toHaveCount(1);
  });

  await test.step('in the flow, it is sent the next one like the others', async () => {
    await page.goto(`${flow}/devices`);
    await page.getByRole('button', { name: 'Link devices' }).first().click();
    const dialog = page.getByRole('dialog', { name: `Link devices to ${flowName}` });
    await dialog.getByPlaceholder('Search name or identifier').fill(word);
    await expect(dialog.getByText('Showing 1 of 1')).toBeVisible();
    await dialog.getByRole('checkbox', { name: 'Select all rows on this page' }).click();
    const bar = dialog.getByRole('toolbar', { name: 'What to do with the selected rows' });
    await bar.getByRole('button', { name: 'Link' }).click();
    await expect(dialog).toBeHidden();
    await expect(page.getByText('1 device done')).toBeVisible();
    await expect(list.rows.filter({ hasText: names[2] as string })).toBeVisible();
    const sending = await ask();
    await sending.getByRole('textbox', { name: 'SenML records (JSON)' }).fill('[{"n": "close", "vb": true}]');
    await sending.getByRole('button', { name: 'Send', exact: true }).click();
    await expect(page.getByText('Sent to 3 devices')).toBeVisible();
  });

  await test.step('each is told in the answers to its messages', async () => {
    const tell = async (urn: string) => {
      const answer = await postSenml('ip', JSON.stringify([{ bn: urn, n: 'cars', v: 1 }]), SHARED_SECRET);
      expect(answer.status).toBe(200);
      return answer.json();
    };
    const told = (name: string, urn: string) => [{ bn: urn }, { n: name, vb: true }];
    await expect
      .poll(() => tell(urns[0] as string), { timeout: 30_000 })
      .toEqual(told('open', urns[0] as string));
    await expect
      .poll(() => tell(urns[2] as string), { timeout: 30_000 })
      .toEqual(told('close', urns[2] as string));
  });
});
