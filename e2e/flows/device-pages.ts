import type { Page } from '@playwright/test';
import { demo } from '../fixtures.ts';
import { DeviceWizardPage } from '../pages/device-wizard-page.ts';
import { press, type Stop } from './every-page.ts';
import { HARBOUR } from './made-up.ts';

const PROJECT = 'Yard and fleet';

/** Connectivity, bulk work, firmware, device types and the wizard: each page and each dialog that changes something. */
export async function devicePages(page: Page): Promise<Stop[]> {
  const { devices } = demo();
  const lora = devices.find((one) => one.customer === HARBOUR && one.type === 'Elsys ERS')?.id;
  const m2m = devices.find((one) => one.customer === HARBOUR && one.imei)?.id;
  const internet = devices.find((one) => one.customer === HARBOUR && one.dvnUuid)?.id;
  const first = async (list: string) => (await thingsOn(page, list))[0];
  const account = await first('/manager/connectivity/sim-accounts');
  const sim = await first('/manager/connectivity/m2m');
  const firmware = await first('/manager/firmware');
  const types = '/creator/device-types';
  return [
    { address: '/manager/devices?view=main&cols=name,identifier,connectivity,activity&rows=compact' },
    { address: '/manager/devices?view=main&limit=10', open: press('Columns'), dialog: true },
    { address: `/manager/devices/${lora}/lora`, open: press('Replace keys'), dialog: true },
    { address: `/manager/devices/${lora}/lora`, open: press('Change plan'), dialog: true },
    { address: `/manager/devices/${m2m}/m2m`, open: press('New shared secret'), dialog: true },
    { address: `/manager/devices/${m2m}/m2m`, open: press('Switch SIM'), dialog: true },
    { address: `/manager/devices/${internet}/internet` },
    { address: `/manager/devices/${internet}/history` },
    { address: '/manager/connectivity/m2m?q=nothing-is-called-so' },
    { address: '/manager/connectivity/lora?q=nothing-is-called-so' },
    { address: sim },
    { address: account },
    { address: account, open: press('Edit'), dialog: true },
    { address: account, open: press('Add plan'), dialog: true },
    { address: '/manager/connectivity/sim-accounts', open: press('Add account'), dialog: true },
    { address: '/manager/bulk-tasks' },
    { address: '/manager/bulk-tasks/new' },
    ...(await thingsOn(page, '/manager/bulk-tasks')).slice(0, 3).map((address) => ({ address })),
    { address: '/manager/firmware' },
    { address: '/manager/firmware', open: press('Add a version'), dialog: true },
    { address: firmware },
    { address: types, open: press('New device type'), dialog: true },
    { address: '/simulator' },
    ...[
      'Generic LoRa device (programmable)',
      'Generic M2M device',
      'Device Simulator (Mobile Phone app)',
    ].map((type) => ({ address: '/manager/devices/new', open: networkStep(type) })),
  ];
}

const networkStep = (type: string) => (page: Page) =>
  new DeviceWizardPage(page).begin({ type, project: PROJECT, name: 'Only looked at' });

/** The addresses of what a list shows, in its order; a list of nothing is a demo that lacks something. */
async function thingsOn(page: Page, list: string): Promise<[string, ...string[]]> {
  await page.goto(list);
  const links = page.locator(`main a[href^="${list}/"]`);
  const isThing = new RegExp(`^${list}/[0-9a-f-]{36}$`);
  await links.first().waitFor();
  const hrefs = await links.evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''));
  const [one, ...more] = [...new Set(hrefs.filter((href) => isThing.test(href)))];
  if (one === undefined) throw new Error(`${list} shows nothing`);
  return [one, ...more];
}
