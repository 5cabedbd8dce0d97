import type { AddressInfo } from 'node:net';
import { crc32 } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemActor } from '#server/access/system-actor.ts';
import { createFirmware } from '#server/firmware/create-firmware.ts';
import { offerFirmware } from '#server/firmware/offer-firmware.ts';
import { firmwareRoute, ingestRoute } from '#server/http/ingest-route.ts';
import { Acceptor } from '#server/pipeline/accept/acceptor.ts';
import { BODY_LIMITS } from '#server/pipeline/accept/contract.ts';
import {
  makeSigning,
  type SigningScene,
  senmlRequest,
} from '#server/pipeline/accept/signing-device.fixture.ts';
import { ConfigurationChanges } from '#server/pipeline/configuration.ts';
import { makeScene } from '#server/pipeline/scene.fixture.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { createIngestServer, type IngestServer } from './ingest-server.ts';

const database = useTestDatabase();
const FILE = Buffer.from('Lorem ipsum dolor sit amet '.repeat(129));
let device: SigningScene;
let ingest: IngestServer;
let lean = '';

beforeAll(async () => {
  const scene = await makeScene(database.sql);
  await database.sql`update device_types set networks = '{generic}' where id = ${scene.deviceTypeId}`;
  device = await makeSigning(database.sql, scene, 'generic');
  const actor = systemActor(scene.customerId);
  const { deviceTypeId } = scene;
  const file = { deviceTypeId, version: '1', notes: null, fileName: 'a', command: null, bytes: FILE };
  const { id: firmwareVersionId } = await createFirmware(actor, file);
  await offerFirmware(actor, { firmwareVersionId, deviceId: device.deviceId, days: 1 });
  const acceptor = new Acceptor({ changes: new ConfigurationChanges() });
  ingest = createIngestServer(acceptor, { shards: () => 64, isReady: () => true });
  await new Promise<void>((resolve) => ingest.server.listen(0, '127.0.0.1', resolve));
  lean = `http://127.0.0.1:${(ingest.server.address() as AddressInfo).port}`;
});

afterAll(() => ingest.close(100));

type Ask = (path: string, init: RequestInit) => Promise<Response>;
const portalSenml = ingestRoute(BODY_LIMITS.device);
const doors: [name: string, ask: Ask][] = [
  ['the lean server', (path, init) => fetch(`${lean}${path}`, init)],
  [
    'the portal’s origin',
    (path, init) => {
      const request = new Request(`http://127.0.0.1:3000${path}`, init);
      return path.includes('/firmware/') ? firmwareRoute(request) : portalSenml(request);
    },
  ],
];

it.each(doors)(
  '%s takes a message, offers the firmware and serves it whole and in parts',
  async (name, ask) => {
    const { path, headers, body } = senmlRequest(
      device.path,
      JSON.stringify([{ bn: device.urn, n: name.length === 0 ? 'a' : `n${name.length}`, v: 1 }]),
    );
    const answer = await ask(path, {
      method: 'POST',
      headers: headers as Record<string, string>,
      body: body as BodyInit,
    });
    expect([answer.status, answer.headers.get('things-message-id')]).toEqual([
      200,
      expect.stringMatching(/^\d+$/),
    ]);
    const [, url, token] = (await answer.json()) as { vs: string }[];
    const at = new URL(url?.vs as string).pathname;
    const authorization = `Bearer ${token?.vs}`;
    const whole = await ask(at, { headers: { authorization } });
    expect(Buffer.from(await whole.arrayBuffer()).equals(FILE)).toBe(true);
    expect(whole.headers.get('content-length') ?? String(FILE.length)).toBe(String(FILE.length));
    const part = await ask(at, { headers: { authorization, range: 'bytes=0-255' } });
    expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes 0-255/${FILE.length}`]);
    expect(part.headers.get('digest')).toBe(
      `crc32=${crc32(FILE.subarray(0, 256)).toString(16).padStart(8, '0')}`,
    );
    const head = await ask(at, { method: 'HEAD', headers: { authorization } });
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([
      200,
      String(FILE.length),
      '',
    ]);
    expect((await ask(at, { headers: { authorization, range: 'bytes=99999-' } })).status).toBe(416);
    expect((await ask(at, {})).status).toBe(401);
    const large = await ask(path, {
      method: 'POST',
      headers: headers as Record<string, string>,
      body: Buffer.alloc(BODY_LIMITS.device + 1),
    });
    expect(large.status).toBe(413);
    expect((await ask(path, { method: 'GET' })).status).toBe(405);
  },
);
