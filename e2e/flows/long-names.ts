import { randomUUID } from 'node:crypto';
import type { APIRequestContext, Page } from '@playwright/test';
import { expect } from '../fixtures.ts';
import { DeviceWizardPage } from '../pages/device-wizard-page.ts';
import { asProgram, press, type Stop } from './every-page.ts';
import { SHARED_SECRET } from './made-up.ts';
import { postSenml } from './own-numbers.ts';

const NAME = 'Koelhuistemperatuurmeetpunt'.repeat(10).slice(0, 255);
const TYPE = 'Generic Device (Internet connected)';
const PROJECT = 'Yard and fleet';
/** It decodes what devices of the type send. */
const FLOW = 'Cooling units';

/** Records that no page is as wide as: a text, a unit, a name and a figure of a device's own making. */
const RECORDS = [
  { n: 'text', vs: '0123456789abcdef'.repeat(125) },
  { n: 'huge', u: 'm', v: Number.MAX_VALUE },
  { n: NAME.slice(0, 200), u: 'u'.repeat(64), v: 42 },
];

/** A device and a flow with names as long as they may be, without a space, and what such a device sends. */
export async function longNames(request: APIRequestContext): Promise<Stop[]> {
  const { items, make } = await asProgram(request);
  const named = async (path: string, name: string) =>
    (await items(path)).find((one) => one.name === name)?.id;
  const projectId = await named('projects', PROJECT);
  const text = { name: NAME, description: NAME };
  const flow = await make('device-groups', { projectId, ...text });
  const deviceSpecificationId = await named('device-types', TYPE);
  const device = await make('devices', { projectId, deviceSpecificationId, ...text });
  const dvnUuid = randomUUID();
  await make(`devices/${device}/network-adapters`, { type: 'generic', dvnUuid, sharedSecret: SHARED_SECRET });
  for (const id of [flow, await named('device-groups?limit=500', FLOW)])
    await make(`device-groups/${id}/devices`, { deviceId: device });
  const [first, ...rest] = RECORDS;
  const body = JSON.stringify([{ bn: `urn:dev:DVNUUID:${dvnUuid}:`, ...first }, ...rest]);
  expect((await postSenml('ip', body, SHARED_SECRET)).status).toBe(200);
  await expect.poll(() => items(`devices/${device}/uplinks`)).toHaveLength(1);
  const message = (await items(`devices/${device}/uplinks`))[0]?.id;
  const page = `/manager/devices/${device}`;
  return [
    { address: `/manager/devices?q=${NAME.slice(0, 30)}` },
    ...['', '/twin', '/send', '/flows'].map((tab) => ({ address: `${page}${tab}` })),
    { address: `${page}/device`, open: press('Delete device') },
    { address: `/manager/messages/${message}` },
    { address: `/manager/flows/${flow}` },
    { address: '/manager/devices/new', open: added('Generic LoRa device (programmable)') },
    { address: '/manager/devices/new', open: addedAndLinked },
  ];
}

/** The last page of the wizard, with what is shown once and what to do next. */
const added = (type: string) => async (page: Page) => {
  const wizard = new DeviceWizardPage(page);
  await wizard.begin({ type, project: PROJECT, name: NAME });
  const generate = page.getByRole('button', { name: 'Generate: Shared secret' });
  if (await generate.isVisible()) await generate.click();
  await wizard.next();
  await wizard.finish(NAME);
};

async function addedAndLinked(page: Page): Promise<void> {
  await added('Device Simulator (Mobile Phone app)')(page);
  await page.getByRole('button', { name: 'Make a link' }).click();
  await expect(page.getByRole('img', { name: /Code with the link/ })).toBeVisible();
}
