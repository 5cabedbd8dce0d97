import { demo, expect, test } from '../fixtures.ts';
import { asProgram } from '../flows/every-page.ts';
import { ownWord } from '../flows/made-up.ts';
import { ownNumber } from '../flows/own-numbers.ts';
import { FlowPage } from '../pages/flow-page.ts';
import { SignInPage } from '../pages/sign-in-page.ts';

test('a tracker over HTTP: a connection is made, its report is seen on the device’s page, a refused one is told', async ({
  page,
  request,
}) => {
  const name = `Trackers ${ownWord()}`;
  const { items, make } = await asProgram(request);
  const named = async (path: string, called: string) =>
    (await items(path)).find((one) => one.name === called)?.id;
  const imei = ownNumber(15, '35');
  const device = await make('devices', {
    name,
    projectId: await named('projects', 'Yard and fleet'),
    deviceSpecificationId: await named('device-types', 'Generic M2M device'),
  });
  await make(`devices/${device}/network-adapters`, { type: 'cellular', imei });

  await new SignInPage(page).signIn('harbour@demo.example', 'Demo-portal-1');
  await page.waitForURL('**/manager/devices');
  const flows = new FlowPage(page);
  const flow = await flows.create(name, 'Yard and fleet');
  await make(`device-groups/${flow.split('/').at(-1)}/devices`, { deviceId: device });
  await flows.switchOn(flow, '› Decoded Data for Digital Matter');
  await page.goto('/manager/connections?new');
  const form = page.getByRole('dialog');
  await form.getByRole('radio', { name: /Digital Matter/ }).click();
  await form.getByLabel('Name').fill(name);
  await form.getByRole('button', { name: 'Create connection' }).click();
  const made = page.getByRole('dialog', { name: 'Configure the other side' });
  const address = await made
    .locator('code')
    .filter({ hasText: '/ingestion/digitalmatter/' })
    .first()
    .innerText();
  const secret = await made.locator('code').filter({ hasText: /^tpc_/ }).innerText();
  await made.getByRole('button', { name: 'To the connection' }).click();
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
  const connection = page.url();

  const record = {
    SeqNo: 1,
    Reason: 11,
    DateUTC: new Date().toISOString().slice(0, 19).replace('T', ' '),
    Fields: [
      { FType: 0, Lat: 51.9225, Long: 4.4792, Spd: 250, GpsStat: 3 },
      { FType: 6, AnalogueData: { '1': 4_080 } },
      { FType: 15, TT: 2, Trim: 300 },
    ],
  };
  const post = async (Records: object[]) => {
    const answer = await fetch(new URL(new URL(address.trim()).pathname, demo().ingestUrl), {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${secret.trim()}` },
      body: JSON.stringify({ SerNo: 410_999, IMEI: imei, ProdId: 85, FW: '85.2.1.4', Records }),
    });
    return [answer.status, await answer.json()];
  };

  await test.step('what it reports stands on the page of the device, also what nobody can read', async () => {
    expect(await post([record])).toEqual([200, { status: 'accepted', records: 1 }]);
    await expect.poll(() => items(`devices/${device}/uplinks`)).toHaveLength(1);
    await page.goto(`/manager/devices/${device}/twin`);
    await expect(page.getByText('4.08 V').last()).toBeVisible();
    await expect(page.getByText('[{"TT":2,"Trim":300}]')).toBeVisible();
  });

  await test.step('one that cannot be read is told on the page of the connection, with its place', async () => {
    const [status, body] = await post([{ ...record, DateUTC: 'yesterday' }]);
    expect([status, body.code]).toEqual([400, 'envelope.bad-time']);
    await page.goto(connection);
    await expect(page.getByText('Cannot be read')).toBeVisible();
    await expect(page.getByText(/Records\[0\]\.DateUTC/)).toBeVisible();
  });
});
