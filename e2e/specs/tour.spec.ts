import AxeBuilder from '@axe-core/playwright';
import { demo, expect, test } from '../fixtures.ts';
import { SignInPage } from '../pages/sign-in-page.ts';

const CUSTOMER = 'Harbour Works';

/** Every kind of page, with something of the demo in it. */
async function addresses(request: import('@playwright/test').APIRequestContext): Promise<string[]> {
  const { apiKeys, devices } = demo();
  const key = apiKeys.find((k) => k.customer === CUSTOMER);
  const token = await request.post('/api/oauth/token', {
    data: { grant_type: 'client_credentials', client_id: key?.clientId, client_secret: key?.clientSecret },
  });
  const authorization = `Bearer ${(await token.json()).access_token}`;
  const first = async (path: string) =>
    (await (await request.get(path, { headers: { authorization } })).json()).items[0];
  const device = devices.find((d) => d.customer === CUSTOMER && d.type === 'Elsys ERS');
  const deviceTabs = ['', '/lora-data', '/messages', '/graph', '/twin', '/flows', '/device', '/history'];
  const flow = await first('/api/device-groups');
  const destination = await first('/api/destinations');
  const uplink = await first(`/api/devices/${device?.id}/uplinks`);
  return [
    '/manager/devices',
    '/manager/devices/new',
    ...deviceTabs.map((tab) => `/manager/devices/${device?.id}${tab}`),
    `/manager/messages/${uplink.id}`,
    '/manager/flows',
    ...['', '/devices', '/processing', '/destinations'].map((tab) => `/manager/flows/${flow.id}${tab}`),
    '/manager/destinations',
    '/manager/destinations/new',
    ...['', '/graphs', '/settings'].map((tab) => `/manager/destinations/${destination.id}${tab}`),
    '/manager/connections',
    '/creator/device-types',
    '/creator/decoders',
    '/organization/users',
    '/organization/api-keys',
    '/organization/audit-log',
  ];
}

test('every page opens without a fault, in both themes and on a phone, and axe finds nothing serious', async ({
  page,
  request,
}) => {
  test.setTimeout(400_000);
  await new SignInPage(page).signIn('harbour@demo.example', 'Demo-portal-1');
  await page.waitForURL('**/manager/devices');
  for (const address of await addresses(request)) {
    await test.step(address, async () => {
      const answer = await page.goto(address);
      expect.soft(answer?.status(), address).toBe(200);
      await expect(page.locator('main h1').first()).toBeVisible();
      await page.waitForLoadState('networkidle').catch(() => {});
      for (const [colorScheme, width, height] of [
        ['light', 1440, 900],
        ['dark', 390, 844],
      ] as const) {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize({ width, height });
        const overflow = () =>
          page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        // Charts follow the new width a moment later; a pixel is what rounding makes of fractions.
        await expect
          .poll(overflow, { message: `${address} is wider than ${width} px`, timeout: 10_000 })
          .toBeLessThanOrEqual(1);
      }
      await page.setViewportSize({ width: 1440, height: 900 });
      await page.emulateMedia({ colorScheme: 'light' });
      const { violations } = await new AxeBuilder({ page }).analyze();
      const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
      expect
        .soft(
          serious.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
          address,
        )
        .toEqual([]);
    });
  }
});
