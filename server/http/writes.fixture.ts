import { randomBytes } from 'node:crypto';
import type postgres from 'postgres';
import { PLATFORM_CUSTOMER_ID } from '#db/columns.ts';
import { createTenant, seedCatalogue } from '#server/customers/tenant.fixture.ts';
import { iccidSchema } from '#server/devices/network-contract.ts';
import { tokenWith } from './principals.fixture.ts';
import { answerApi } from './route.ts';

export interface Answer {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: what came over the wire
  body: any;
  text: string;
  location: string | null;
}

/** The API as a program with this token calls it. */
export function apiOf(token: string) {
  return async (method: string, path: string, body?: unknown): Promise<Answer> => {
    const response = await answerApi(
      new Request(`http://127.0.0.1/api${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    );
    const text = await response.text();
    return {
      status: response.status,
      body: text ? JSON.parse(text) : null,
      text,
      location: response.headers.get('location'),
    };
  };
}

export type Api = ReturnType<typeof apiOf>;

/** Two customers, each with a program that may do all that managers may, and types on every network. */
export async function writeScene(sql: postgres.Sql) {
  const catalogue = await seedCatalogue(sql);
  const types = await moreTypes(sql);
  const a = await createTenant(sql, 'A', catalogue);
  const b = await createTenant(sql, 'B', catalogue);
  const [api, apiOfB] = [
    apiOf((await tokenWith(a.customerId, ['manager.admin'])).token),
    apiOf((await tokenWith(b.customerId, ['manager.admin'])).token),
  ];
  return { a, b, api, apiOfB, types };
}

export type Scene = Awaited<ReturnType<typeof writeScene>>;

export const anyEui = () => randomBytes(8).toString('hex').toUpperCase();

/** Own types of the platform on networks that the catalogue of the tests has none of; ids by slug. */
export async function moreTypes(sql: postgres.Sql): Promise<Record<string, string>> {
  for (const networks of [['cellular'], ['generic'], ['lora', 'cellular', 'generic']]) {
    const slug = networks.length > 1 ? 'everything' : (networks[0] as string);
    await sql`insert into device_types (customer_id, slug, name, category, "group", networks, lora_keys)
      values (${PLATFORM_CUSTOMER_ID}, ${slug}, ${slug}, 'own', 'Sensors', ${networks}, ${networks.includes('lora') ? 'preset' : null})`;
  }
  const rows = await sql`select slug, id from device_types`;
  return Object.fromEntries(rows.map(({ slug, id }) => [slug, id]));
}

/** 18 digits and the check digit that fits. */
export function iccidOf(n: number): string {
  const body = `8931${String(n).padStart(14, '0')}`;
  const digit = [...Array(10).keys()].find((last) => iccidSchema.safeParse(`${body}${last}`).success);
  return `${body}${digit}`;
}
