import type { APIRequestContext } from '@playwright/test';
import { demo, expect, test } from '../fixtures.ts';
import { HARBOUR, ownWord } from '../flows/made-up.ts';
import { DeviceWizardPage } from '../pages/device-wizard-page.ts';
import { SignInPage } from '../pages/sign-in-page.ts';

interface Named {
  id: string;
  name: string;
}

/** More than any list of choices shows at once. */
const FLOWS = 54;

async function program(request: APIRequestContext) {
  const key = demo().apiKeys.find(({ customer }) => customer === HARBOUR);
  const token = await request.post('/api/oauth/token', {
    data: { grant_type: 'client_credentials', client_id: key?.clientId, client_secret: key?.clientSecret },
  });
  const headers = { authorization: `Bearer ${(await token.json()).access_token}` };
  return {
    get: async (path: string) => (await request.get(`/api/${path}`, { headers })).json(),
    post: async (path: string, data: object) => {
      const answer = await request.post(`/api/${path}`, { headers, data });
      expect(answer.status()).toBe(201);
      return answer.json();
    },
    remove: (path: string) => request.delete(`/api/${path}`, { headers }),
  };
}

test.beforeEach(async ({ page }) => {
  await new SignInPage(page).signIn('harbour@demo.example', 'Demo-portal-1');
  await page.waitForURL('**/manager/devices');
});

test('a flow that no list shows is found by its name, and is called by it', async ({ page, request }) => {
  test.setTimeout(180_000);
  const word = ownWord();
  const last = `zz ${word} last`;
  const api = await program(request);
  const { items: projects } = await api.get('projects?q=Buildings');
  const projectId = (projects as Named[]).find(({ name }) => name === 'Buildings')?.id;
  const made: string[] = [];
  try {
    for (let n = 0; n < FLOWS; n++) {
      const name = n === FLOWS - 1 ? last : `!${word} ${String(n).padStart(3, '0')}`;
      made.push((await api.post('device-groups', { name, description: null, projectId })).id);
    }

    await test.step('the filter of the list of devices', async () => {
      await page.goto('/manager/devices');
      await page.waitForLoadState('networkidle');
      await page.getByRole('button', { name: 'Filter', exact: true }).click();
      const popup = page.getByRole('dialog');
      await popup.getByRole('button', { name: 'Flow', exact: true }).click();
      await expect(popup.getByRole('checkbox', { name: `!${word} 000` })).toBeVisible();
      await expect(popup.getByText('There are more. Type to find them.')).toBeVisible();
      await expect(popup.getByRole('checkbox', { name: last })).toHaveCount(0);
      await popup.getByPlaceholder('Type to search…').fill(`${word} last`);
      await popup.getByRole('checkbox', { name: last }).click();
      await popup.getByRole('button', { name: 'Apply' }).click();
      await expect(page.getByText(`Flow: ${last}`)).toBeVisible();
      await page.reload();
      await expect(page.getByText(`Flow: ${last}`)).toBeVisible();
      await expect(page.locator('[data-row]')).toHaveCount(0);
    });

    await test.step('a sheet that is dropped, with that flow for all rows', async () => {
      await page.goto('/manager/bulk-tasks/new');
      await page.waitForLoadState('networkidle');
      const main = page.locator('main');
      await main.getByRole('combobox', { name: 'What is to be done' }).click();
      await page.getByRole('option', { name: 'Link to a flow' }).click();
      const flow = main.getByRole('combobox', { name: /^Flow/ });
      await flow.fill(`${word} last`);
      await page.getByRole('option', { name: last }).click();
      await expect(flow).toHaveValue(last);
      const sheet = await page.evaluateHandle(() => {
        const transfer = new DataTransfer();
        transfer.items.add(new File(['DevEUI\r\n0254FFFF00000000\r\n'], 'dropped.csv', { type: 'text/csv' }));
        return transfer;
      });
      const place = page.getByText('Drop a sheet here, or choose one');
      await place.dispatchEvent('dragover', { dataTransfer: sheet });
      await place.dispatchEvent('drop', { dataTransfer: sheet });
      await expect(page.getByText('dropped.csv')).toBeVisible();
      await page.getByRole('button', { name: 'Read and plan' }).click();
      await page.waitForURL(/\/manager\/bulk-tasks\/[0-9a-f-]{36}$/);
      await expect(page.getByText('Nothing has been written yet.')).toBeVisible({ timeout: 30_000 });
      await expect(main.getByRole('combobox', { name: /^Flow/ })).toHaveValue(last);
    });

    await test.step('the plan as a file, before anybody confirms it', async () => {
      const waiting = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Export' }).click();
      await page.getByRole('menuitem', { name: /CSV/ }).click();
      const chunks: Buffer[] = [];
      for await (const chunk of await (await waiting).createReadStream()) chunks.push(chunk as Buffer);
      const lines = Buffer.concat(chunks).toString('utf8').trim().split('\r\n');
      expect(lines).toHaveLength(2);
      expect(lines[1]).toContain('refuse');
      expect(lines[1]).toContain('is no device of yours');
    });
  } finally {
    for (const id of made) await api.remove(`device-groups/${id}`);
  }
});

test('a SIM that is not among the first is found by its digits', async ({ page }) => {
  const query = new URLSearchParams({ f: 'device:empty:', sort: '-iccid', limit: '200' });
  const { rows } = await (await page.request.get(`/rows/sims?${query}`)).json();
  const free = (rows as { iccid: string; status: string }[]).filter(({ status }) => status !== 'RETIRED');
  expect(free.length).toBeGreaterThan(5);
  await new DeviceWizardPage(page).begin({
    type: 'Generic M2M device',
    project: 'Buildings',
    name: `Chooser ${ownWord()}`,
  });
  const offered = page.getByRole('list', { name: 'SIMs that are in no device' }).getByRole('button');
  await expect(offered).toHaveCount(4);
  const shown = (await offered.allInnerTexts()).join(' ');
  const hidden = free.find(({ iccid }) => !shown.includes(iccid)) as { iccid: string };
  const field = page.getByRole('textbox', { name: 'ICCID of the SIM' });
  await field.fill(hidden.iccid.slice(-7));
  await page.getByRole('button', { name: hidden.iccid }).click();
  await expect(field).toHaveValue(hidden.iccid);
});

test('a page is found by its name in either language', async ({ page }) => {
  await page.waitForLoadState('networkidle');
  for (const [text, heading] of [
    ['Bulkrapp', 'Bulk reports'],
    ['sim acc', 'SIM accounts'],
  ] as const) {
    await page.keyboard.press('ControlOrMeta+k');
    await page.getByRole('combobox', { name: 'Go anywhere' }).fill(text);
    await expect(page.getByRole('option', { name: heading })).toBeVisible();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: heading, level: 1 })).toBeVisible();
  }
});
