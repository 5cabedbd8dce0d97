import { beforeAll, describe, expect, it } from 'vitest';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { ConfigurationChanges } from '../configuration.ts';
import { makeScene, type Scene } from '../scene.fixture.ts';
import { Acceptor } from './acceptor.ts';
import { makeSigning } from './signing-device.fixture.ts';

const database = useTestDatabase();
let scene: Scene;
let other: Scene;
let acceptor: Acceptor;
let imei: string;
let deviceId: string;

beforeAll(async () => {
  scene = await makeScene(database.sql, { devices: 1, provider: 'digital-matter' });
  other = await makeScene(database.sql, { provider: 'digital-matter' });
  const made = await makeSigning(database.sql, scene, 'cellular');
  deviceId = made.deviceId;
  imei = made.urn.split(':')[3] as string;
  acceptor = new Acceptor({ changes: new ConfigurationChanges() });
});

const record = (n: number) => ({
  SeqNo: n,
  DateUTC: `2026-05-01 10:00:0${n}`,
  Fields: [{ FType: 2, DIn: n }],
});
const report = (records: object[], more = {}) => ({ SerNo: 7, IMEI: imei, Records: records, ...more });
interface Sent {
  of?: Scene;
  secret?: string;
  server?: string;
}
async function post(body: unknown, { of = scene, secret, server = 'digitalmatter' }: Sent = {}) {
  const answer = await acceptor.accept({
    method: 'POST',
    path: `/ingestion/${server}/${of.connectionId}`,
    query: '',
    headers: { authorization: `Bearer ${secret ?? of.connectionSecret}` },
    body: Buffer.from(JSON.stringify(body)),
    address: '127.0.0.1',
  });
  return [answer.status, JSON.parse(answer.body).code ?? JSON.parse(answer.body)];
}
const rows = () =>
  database.sql`select kind, occurred_at, processed, event from uplinks where device_id = ${deviceId} order by id`;

describe('a report of a Digital Matter tracker', () => {
  it('is as many messages as it has records, each stored once', async () => {
    expect(await post(report([record(1), record(2)]))).toEqual([200, { status: 'accepted', records: 2 }]);
    expect(await post(report([record(2), record(3)]))).toEqual([200, { status: 'accepted', records: 1 }]);
    expect(await post(report([record(3)]))).toEqual([200, { status: 'duplicate', records: 0 }]);
    expect(
      (await rows()).map(({ kind, occurred_at, processed, event }) => [
        kind,
        occurred_at,
        processed,
        event.sequence,
      ]),
    ).toEqual(
      [1, 2, 3].map((n) => ['digitalmatter.record', new Date(`2026-05-01T10:00:0${n}.000Z`), true, n]),
    );
  });

  it('is refused without the secret, at another kind of address, and where it cannot be read', async () => {
    expect(await post(report([record(4)]), { secret: 'wrong' })).toEqual([401, 'ingestion.secret-wrong']);
    expect(await post(report([record(4)]), { server: 'lora' })).toEqual([
      404,
      'ingestion.unknown-connection',
    ]);
    expect(await post(report([record(4), {}]))).toEqual([400, 'envelope.missing']);
    expect(await rows()).toHaveLength(3);
  });

  it('of a device that nobody has, or somebody else, makes it an unknown device of the connection', async () => {
    expect(await post(report([record(5)], { IMEI: '490154203237518' }))).toEqual([
      404,
      'ingestion.unknown-device',
    ]);
    expect(await post(report([record(5)]), { of: other })).toEqual([404, 'ingestion.unknown-device']);
    await acceptor.sightings.flush();
    const seen =
      await database.sql`select connection_id as of, network, identifier from unknown_devices order by identifier = ${imei}`;
    expect(seen).toEqual([
      { of: scene.connectionId, network: 'cellular', identifier: '490154203237518' },
      { of: other.connectionId, network: 'cellular', identifier: imei },
    ]);
  });
});
