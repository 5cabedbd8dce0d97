import { beforeAll, describe, expect, it } from 'vitest';
import { systemActor } from '#server/access/system-actor.ts';
import { simulatorRoute } from '#server/http/simulator-route.ts';
import {
  DEVICE_SECRET,
  makeSigning,
  type SigningScene,
} from '#server/pipeline/accept/signing-device.fixture.ts';
import { makeScene, type Scene } from '#server/pipeline/scene.fixture.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import {
  createSimulatorLink,
  getSimulatorLink,
  revokeSimulatorLink,
  showSimulatorLink,
} from './simulator-links.ts';

const database = useTestDatabase();
let scene: Scene;
let sender: SigningScene;
let actor: ReturnType<typeof systemActor>;

beforeAll(async () => {
  scene = await makeScene(database.sql, { devices: 3 });
  sender = await makeSigning(database.sql, scene, 'generic', 0);
  await makeSigning(database.sql, scene, 'cellular', 1);
  actor = systemActor(scene.customerId, 'Tester');
});

const deviceId = (n = 0) => scene.devices[n]?.id as string;
const tokenOf = (url: string) => new URL(url).hash.slice(1);
const open = (token: unknown, address = '192.0.2.1') =>
  simulatorRoute(
    new Request('http://127.0.0.1/simulator/open', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-client-address': address },
      body: JSON.stringify({ token }),
    }),
  );

describe('a link', () => {
  it('carries its token behind the #, opens the device without an account, and says when it was used', async () => {
    const { url } = await createSimulatorLink(actor, { deviceId: deviceId(), days: 7 });
    expect(url).toMatch(/\/simulator#tps_[A-Za-z0-9_-]{43}$/);
    expect((await getSimulatorLink(actor, { id: deviceId() })).link).toMatchObject({
      lastUsedAt: null,
      createdBy: 'Tester',
    });
    const answer = await open(tokenOf(url));
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await answer.json()).toMatchObject({
      urn: sender.urn,
      path: '/ingestion/ip/senml/v1',
      sharedSecret: DEVICE_SECRET,
    });
    expect((await getSimulatorLink(actor, { id: deviceId() })).link?.lastUsedAt).toBeInstanceOf(Date);
    expect((await showSimulatorLink(actor, { deviceId: deviceId() })).url).toBe(url);
  });

  it('stands in no row and no log as it is', async () => {
    const { url } = await showSimulatorLink(actor, { deviceId: deviceId() });
    const rows = await database.sql`select row_to_json(l)::text as text from simulator_links l
      union all select row_to_json(a)::text from audit_log a`;
    for (const { text } of rows) expect(text).not.toContain(tokenOf(url));
    const kept =
      await database.sql`select after ->> 'simulatorLink' as what from audit_log where operation = 'device-simulator.link' order by id`;
    expect(kept.map(({ what }) => what)).toContain('shown');
  });

  it('is replaced by a new one, expires and is taken back: then it looks as if it never was', async () => {
    const first = await createSimulatorLink(actor, { deviceId: deviceId(), days: 1 });
    const second = await createSimulatorLink(actor, { deviceId: deviceId(), days: 1 });
    const gone = async (token: string) => {
      const answer = await open(token);
      return [answer.status, (await answer.json()).code];
    };
    expect(await gone(tokenOf(first.url))).toEqual([401, 'device-simulator.no-link']);
    await database.sql`update simulator_links set expires_at = now() - interval '1 second'`;
    expect(await gone(tokenOf(second.url))).toEqual([401, 'device-simulator.no-link']);
    const third = await createSimulatorLink(actor, { deviceId: deviceId(), days: 1 });
    expect((await open(tokenOf(third.url))).status).toBe(200);
    await revokeSimulatorLink(actor, { deviceId: deviceId() });
    expect(await gone(tokenOf(third.url))).toEqual([401, 'device-simulator.no-link']);
    await expect(revokeSimulatorLink(actor, { deviceId: deviceId() })).rejects.toMatchObject({
      code: 'device-simulator.not-found',
    });
    expect((await open('tps_short')).status).toBe(400);
    expect((await open(17)).status).toBe(400);
  });

  it('is for a device that posts itself and can sign', async () => {
    await expect(createSimulatorLink(actor, { deviceId: deviceId(2), days: 1 })).rejects.toMatchObject({
      code: 'device-simulator.no-address',
    });
    await database.sql`delete from device_secrets where device_id = ${deviceId(1)}`;
    await expect(createSimulatorLink(actor, { deviceId: deviceId(1), days: 1 })).rejects.toMatchObject({
      code: 'device-simulator.no-secret',
    });
    expect((await getSimulatorLink(actor, { id: deviceId(1) })).refusal).toBe('no-secret');
  });

  it('is not guessed at: an address that tries too often waits', async () => {
    const tries = await Promise.all(
      Array.from({ length: 65 }, () => open(`tps_${'a'.repeat(43)}`, '192.0.2.9')),
    );
    const limited = tries.filter(({ status }) => status === 429);
    expect(limited).toHaveLength(5);
    expect(limited[0]?.headers.get('retry-after')).toMatch(/^\d+$/);
    expect((await open(`tps_${'a'.repeat(43)}`, '192.0.2.10')).status).toBe(401);
  });
});
