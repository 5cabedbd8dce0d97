import type { APIRequestContext, Page } from '@playwright/test';
import { demo } from '../fixtures.ts';
import { HARBOUR } from './made-up.ts';

export interface Stop {
  address: string;
  /** What is opened there before it is looked at. */
  open?: (page: Page) => Promise<void>;
  /** What is opened is a dialog. */
  dialog?: boolean;
}

const DEVICE_TABS = [
  '',
  '/lora-data',
  '/lora-data/radio',
  '/messages',
  '/graph',
  '/graph/table',
  '/graph/track',
  '/twin',
  '/send',
  '/flows',
  '/device',
  '/lora',
  '/history',
  '/diagnosis',
];

export const press = (name: string) => (page: Page) =>
  page.locator('main').getByRole('button', { name }).first().click();

/** Every kind of page and every dialog that makes something, with what the demo has in it. */
export async function everyPage(request: APIRequestContext): Promise<Stop[]> {
  const { connections, devices } = demo();
  const { items } = await asProgram(request);
  const first = async (path: string) => (await items(path))[0]?.id;
  const device = devices.find((one) => one.customer === HARBOUR && one.type === 'Elsys ERS');
  const m2m = devices.find((one) => one.customer === HARBOUR && one.imei);
  const internet = devices.find((one) => one.customer === HARBOUR && one.dvnUuid);
  const flow = `/manager/flows/${await first('device-groups')}`;
  const destination = `/manager/destinations/${await first('destinations')}`;
  const merging = (await items('destinations')).find(({ name }) => name === 'Tag map');
  const decoders = await items('decoders');
  // One of each contract; what other journeys made comes after them.
  const scripts = decoders.filter(({ kind }) => kind === 'script').slice(0, 2);
  const water = (await items('device-types')).find(({ name }) => name === 'Quay water level sensor');
  const builtIn = decoders.find(({ kind }) => kind !== 'script');
  const addresses = [
    '/manager/devices',
    '/manager/devices?q=nothing-is-called-so',
    '/manager/devices/new',
    ...DEVICE_TABS.map((tab) => `/manager/devices/${device?.id}${tab}`),
    ...['', '/m2m'].map((tab) => `/manager/devices/${m2m?.id}${tab}`),
    ...['', '/send', '/internet'].map((tab) => `/manager/devices/${internet?.id}${tab}`),
    `/manager/messages/${await first(`devices/${device?.id}/uplinks`)}`,
    '/manager/alerts',
    '/manager/alerts/settings',
    `/manager/alerts/${await first('alerts?kind=incident')}`,
    `/manager/alerts/${await first('alerts?kind=never-heard')}`,
    '/manager/flows',
    '/manager/flows?new',
    ...['', '/devices', '/processing', '/destinations', '/diagnosis'].map((tab) => `${flow}${tab}`),
    '/manager/destinations',
    '/manager/destinations/new',
    ...['', '/graphs', '/settings', '/diagnosis'].map((tab) => `${destination}${tab}`),
    `/manager/destinations/${merging?.id}/merger`,
    '/manager/connectivity/lora',
    '/manager/connectivity/gateways',
    '/manager/connectivity/m2m',
    '/manager/connectivity/sim-accounts',
    `/manager/connectivity/lora/${device?.id}`,
    '/manager/connections',
    '/manager/connections?new',
    `/manager/connections/${connections.find((one) => one.customer === HARBOUR)?.id}`,
    '/creator/device-types',
    `/creator/device-types/${await first('device-types')}`,
    '/creator/decoders',
    '/creator/decoders?new',
    ...scripts.map(({ id }) => `/creator/decoders/${id}`),
    `/creator/decoders/${builtIn?.id}`,
    '/organization/projects',
    '/organization/projects?new',
    `/organization/projects/${await first('projects')}`,
    '/organization/users',
    '/organization/api-keys',
    '/organization/audit-log',
    '/organization/outbox',
    '/organization/settings',
  ];
  return [
    ...addresses.map((address) => ({ address })),
    { address: '/organization/api-keys', open: press('New API key'), dialog: true },
    { address: '/creator/decoders', open: press('Import codec'), dialog: true },
    {
      address: `/creator/device-types/${water?.id}`,
      open: async (page) => {
        await page.getByRole('link', { name: 'Open script' }).click();
        await page.waitForURL('**/creator/encoders/*');
      },
    },
  ];
}

interface Item {
  id: string;
  name?: string;
  kind?: string;
}

/** Reads lists of the API and makes things with it as a program of the customer would. */
export async function asProgram(request: APIRequestContext) {
  const key = demo().apiKeys.find((one) => one.customer === HARBOUR);
  const token = await request.post('/api/oauth/token', {
    data: { grant_type: 'client_credentials', client_id: key?.clientId, client_secret: key?.clientSecret },
  });
  const headers = { authorization: `Bearer ${(await token.json()).access_token}` };
  return {
    items: async (path: string): Promise<Item[]> =>
      (await (await request.get(`/api/${path}`, { headers })).json()).items,
    /** Its id. */
    make: async (path: string, data: object): Promise<string> => {
      const answer = await request.post(`/api/${path}`, { headers, data });
      if (!answer.ok()) throw new Error(`POST ${path}: ${answer.status()} ${await answer.text()}`);
      return (await answer.json()).id;
    },
  };
}
