import { beforeAll, expect, it, vi } from 'vitest';
import { createTenant, seedCatalogue, type Tenant } from '#server/customers/tenant.fixture.ts';
import { MAX_FIRMWARE_BYTES } from '#server/firmware/contract.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { POST } from '../../app/uploads/firmware/route.ts';
import { PRINCIPALS, sessionWith } from './principals.fixture.ts';

const request = { headers: new Headers(), sid: null as string | null };
vi.mock('server-only', () => ({}));
vi.mock('next/headers', () => ({ headers: async () => request.headers }));
vi.mock('next-auth', () => ({ getServerSession: async () => (request.sid ? { sid: request.sid } : null) }));

const ORIGIN = 'http://127.0.0.1:3000';
const database = useTestDatabase();
let a: Tenant;
let typeId: string;
let foreignTypeId: string;

beforeAll(async () => {
  const catalogue = await seedCatalogue(database.sql);
  a = await createTenant(database.sql, 'A', catalogue);
  const b = await createTenant(database.sql, 'B', catalogue);
  const made = async (customerId: string) => {
    const [row] =
      await database.sql`insert into device_types (customer_id, slug, name, category, "group", networks) values (${customerId}, 'http', 'Own', 'own', 'x', '{generic}') returning id`;
    return row?.id as string;
  };
  typeId = await made(a.customerId);
  foreignTypeId = await made(b.customerId);
});

async function as(name: string | null, origin: string | null = ORIGIN): Promise<void> {
  const roles = PRINCIPALS.find((one) => one.name === name)?.roles;
  request.sid = roles ? (await sessionWith(database.sql, a.customerId, roles)).sid : null;
  request.headers = new Headers(origin === null ? {} : { origin });
}

let number = 0;
const send = async (facts: Record<string, string> = {}, body: BodyInit = new Uint8Array([1, 2, 3])) => {
  const query = new URLSearchParams({
    deviceTypeId: typeId,
    version: `v${++number}`,
    fileName: 'a.bin',
    ...facts,
  });
  const answer = await POST(new Request(`${ORIGIN}/uploads/firmware?${query}`, { method: 'POST', body }));
  return [answer.status, (await answer.json()) as Record<string, string>] as const;
};

it('takes a file of who may, and of nobody else', async () => {
  await as(null);
  expect((await send())[0]).toBe(401);
  for (const origin of [null, 'https://evil.example']) {
    await as('everything', origin);
    expect((await send())[1].code).toBe('access.foreign-origin');
  }
  for (const { name, allows } of PRINCIPALS) {
    await as(name);
    expect([name, (await send())[0]]).toEqual([name, allows.includes('manager.editor') ? 200 : 403]);
  }
});

it('refuses what is not in form, too large, empty, or of a type that is foreign or unknown', async () => {
  await as('everything');
  const answers = [
    await send({ version: ' ' }),
    await send({ colour: 'red' }),
    await send({}, new Uint8Array(MAX_FIRMWARE_BYTES + 1)),
    await send({}, ''),
    await send({ deviceTypeId: foreignTypeId }),
    await send({ deviceTypeId: crypto.randomUUID() }),
    await send({ deviceTypeId: a.ids.deviceType }),
    await send({ port: '6' }),
    await send({ port: '224', payloadHex: '00' }),
    await send({ port: '6', payloadHex: '0' }),
    await send({ port: '6', payloadHex: '3e 0a' }),
  ];
  expect(answers.map(([status, { code }]) => [status, code])).toEqual([
    [400, 'input.invalid'],
    [400, 'input.invalid'],
    [413, 'http.file-too-large'],
    [400, 'firmware.empty'],
    [404, 'device-types.not-found'],
    [404, 'device-types.not-found'],
    [400, 'firmware.type-without-http'],
    [400, 'input.invalid'],
    [400, 'input.invalid'],
    [400, 'input.invalid'],
    [400, 'firmware.type-without-lora'],
  ]);
});

it('takes a command without a file', async () => {
  await as('everything');
  const query = { deviceTypeId: a.ids.deviceType, version: 'c1', port: '6', payloadHex: '3E-0a' };
  const address = `${ORIGIN}/uploads/firmware?${new URLSearchParams(query)}`;
  const answer = await POST(new Request(address, { method: 'POST' }));
  expect(answer.status).toBe(200);
  const [row] =
    await database.sql`select command, file_name from firmware_versions where customer_id = ${a.customerId} and version = 'c1'`;
  expect(row).toEqual({ command: { port: 6, payloadHex: '3e0a' }, file_name: null });
});
