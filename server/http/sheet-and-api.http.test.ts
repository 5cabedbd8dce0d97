import { beforeAll, expect, it } from 'vitest';
import { a, database, eui, line, planned, rowsOf, sheet } from '#server/bulk-tasks/bulk-scene.fixture.ts';
import { actorWith } from '#server/customers/tenant.fixture.ts';
import { createProject } from '#server/projects/create-project.ts';
import { NO_LIMITS } from '#server/projects/limits.fixture.ts';
import { setLimits } from '#server/projects/set-limits.ts';
import { tokenWith } from './principals.fixture.ts';
import { type Api, anyEui, apiOf, moreTypes } from './writes.fixture.ts';

// One place decides what a project lets in: whichever door is used, the same is let in and the same code refuses.

let api: Api;
let types: Record<string, string>;

beforeAll(async () => {
  types = await moreTypes(database.sql);
  api = apiOf((await tokenWith(a.customerId, ['manager.admin'])).token);
});

const TWO = [1, 2];

/** What becomes of two devices that are added one after the other: null, or the code of the refusal. */
async function bySheet(projectId: string, deviceTypeId: string, keysAreMade: boolean) {
  const bytes = keysAreMade
    ? sheet(
        TWO.map((n) => `Pump ${n}`),
        'Name',
      )
    : sheet(TWO.map((n) => line(n)));
  const rows = await rowsOf(await planned('add-lora-devices', bytes, { projectId, deviceTypeId }));
  await database.sql`delete from bulk_tasks`;
  return rows.map(({ verdict, reasons }) => (verdict === 'create' ? null : reasons[0]?.code));
}

async function byApi(projectId: string, deviceSpecificationId: string, keysAreMade: boolean) {
  const codes: (string | null)[] = [];
  for (const n of TWO) {
    const { status, body } = await api('POST', '/devices', {
      projectId,
      deviceSpecificationId,
      name: `Pump ${n}`,
    });
    codes.push(status === 201 ? null : body.code);
    if (status !== 201 || keysAreMade) continue;
    const adapter = await api('POST', `/devices/${body.id}/network-adapters`, {
      type: 'lora',
      devEui: eui(n),
    });
    expect(adapter.status).toBe(201);
  }
  await database.sql`delete from devices where project_id = ${projectId}`;
  return codes;
}

it('what a sheet is refused for the project’s limits or the type, the API refuses with the same code', async () => {
  const allowedTypes = [null, ['own-lora-device', 'programmable', 'managed'], ['generic']];
  const allowedNetworks = [null, ['lora' as const], ['cellular' as const, 'generic' as const]];
  const seen = new Set<string | null | undefined>();
  const limits = [
    [null, null],
    [0, null],
    [1, null],
    [null, 1],
  ] as const;
  for (const [devices, lora] of limits)
    for (const slugs of allowedTypes)
      for (const networks of allowedNetworks) {
        const { id } = await createProject(a.system, { name: anyEui(), description: null });
        await setLimits(actorWith(a.customerId, ['organization.admin']), {
          ...NO_LIMITS,
          id,
          limits: { devices, flows: null, destinations: null },
          networkLimits: { lora, cellular: null, generic: null },
          allowedNetworks: networks,
          allowedDeviceTypeIds: slugs?.map((slug) => types[slug] as string) ?? null,
        });
        for (const slug of ['own-lora-device', 'programmable', 'managed']) {
          const typeId = types[slug] as string;
          const expected = await bySheet(id, typeId, slug !== 'own-lora-device');
          const found = await byApi(id, typeId, slug !== 'own-lora-device');
          expect({ devices, lora, slugs, networks, slug, codes: found }).toEqual({
            devices,
            lora,
            slugs,
            networks,
            slug,
            codes: expected,
          });
          for (const code of expected) seen.add(code);
        }
      }
  expect([...seen].sort()).toEqual(
    [
      null,
      'devices.type-managed',
      'projects.limit-reached',
      'projects.network-not-allowed',
      'projects.type-not-allowed',
    ].sort(),
  );
}, 120_000);
