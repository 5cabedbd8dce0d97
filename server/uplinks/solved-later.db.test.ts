import { beforeAll, describe, expect, it } from 'vitest';
import { emptyTableQuery, type TableFilter } from '#components/ui/data-table/table-query.ts';

import { systemActor } from '#server/access/system-actor.ts';
import { Acceptor } from '#server/pipeline/accept/acceptor.ts';
import { ConfigurationChanges } from '#server/pipeline/configuration.ts';
import { TestClock } from '#server/pipeline/pipeline.fixture.ts';
import { makeScene, type Scene, uplinkOf } from '#server/pipeline/scene.fixture.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import type { LoraEvent } from '#server/protocols/lorawan/event.ts';
import type { UplinkListItem } from './contract.ts';
import { uplinkExport } from './export-table.ts';
import { getDisorder } from './read-refusals.ts';
import { getUplink, listUplinks } from './read-uplinks.ts';
import { shownEvent } from './rules.ts';

const database = useTestDatabase();
const clock = new TestClock(Date.parse('2026-05-04T10:00:00Z'));
const acceptor = new Acceptor({ changes: new ConfigurationChanges(), clock });
const ids: Record<string, number> = {};
let scene: Scene;

beforeAll(async () => {
  scene = await makeScene(database.sql, { devices: 3 });
});

const deviceOf = (nth: number) => scene.devices[nth] as Scene['devices'][number];
const actor = () => systemActor(scene.customerId, 'Tester');

/** Accepted so many seconds after what came before it. */
async function tell(name: string, after: number, event: LoraEvent, nth = 0): Promise<void> {
  clock.advance(after * 1000);
  const device = { ...deviceOf(nth), customerId: scene.customerId, active: true };
  const told = { ...event, devEui: device.devEui, occurredAt: clock.now().toISOString() };
  const answer = await acceptor.submit({
    ...{ device, connectionId: scene.connectionId, kind: `lora.${event.kind}`, event: told },
    ...{ body: Buffer.from('{}'), receivedAt: clock.now() },
  });
  if (answer.status !== 'accepted' || answer.id === undefined) throw new Error(`${name} was not stored`);
  ids[name] = answer.id;
}

const up = (n: number, identity = `uplink:hash-${n}`) => uplinkOf(deviceOf(0), n, { identity });
const place = (n: number, fCntUp: number | null, identity = `location:told-${n}`): LoraEvent => ({
  ...{ kind: 'location', devEui: '', occurredAt: '', identity, fCntUp },
  location: { latitude: 52, longitude: 4 + n / 10, radius: 40 },
});
const nameOf = (id: number | null | undefined) => Object.keys(ids).find((name) => ids[name] === id) ?? null;

describe('a location that was solved after its uplink went by', () => {
  beforeAll(async () => {
    await tell('first', 60, up(1));
    await tell('second', 20, up(2));
    await tell('of the first, by its counter', 3, place(1, 1));
    await tell('third', 60, up(3, 'uplink:3ac7e3c4-4401-4b8d-9386-a5c902f9202d'));
    await tell('fourth', 20, up(4));
    const named = 'location:3ac7e3c4-4401-4b8d-9386-a5c902f9202d';
    await tell('of the third, by its identifier', 4, place(2, null, named));
    await tell('of the fourth, the nearest before it', 5, place(3, null));
    await tell('of nobody, too late', 30, place(4, null));
    await tell('of nobody, another counter', 1, place(5, 77));
    await tell('old counter', 4000, up(1, 'uplink:hash-1b'));
  });

  const solutionOf: Record<string, string | null> = {
    first: 'of the first, by its counter',
    second: null,
    third: 'of the third, by its identifier',
    fourth: 'of the fourth, the nearest before it',
    'old counter': null,
  };

  it('is tied to it, both ways, in the list and on its page', async () => {
    const { rows } = await listUplinks(actor(), { deviceId: deviceOf(0).id, query: emptyTableQuery });
    const found = Object.fromEntries(rows.map((row) => [nameOf(row.id), row]));
    for (const [name, solution] of Object.entries(solutionOf)) {
      const row = found[name];
      if (!row) throw new Error(`${name} is not in the list`);
      expect([name, nameOf(row.solved?.uplinkId)]).toEqual([name, solution]);
      const shown = shownEvent(row);
      expect([name, 'location' in shown && shown.location !== undefined]).toEqual([name, solution !== null]);
      if (solution) expect(nameOf(found[solution]?.solvedFrom)).toBe(name);
    }
    expect(rows.filter(({ solvedFrom }) => solvedFrom !== null)).toHaveLength(3);
    const page = await getUplink(actor(), { id: ids.first as number });
    expect(page.solved).toEqual({
      uplinkId: ids['of the first, by its counter'],
      receivedAt: expect.any(Date),
      location: { latitude: 52, longitude: 4.1, radius: 40 },
    });
  });

  it('is what the filter finds', async () => {
    const filters: TableFilter[] = [{ field: 'carries', op: 'in', value: ['geolocation'] }];
    const query = { ...emptyTableQuery, filters };
    const { rows } = await listUplinks(actor(), { deviceId: deviceOf(0).id, query });
    const uplinks = rows.filter(({ kind }) => kind === 'lora.uplink').map(({ id }) => nameOf(id));
    expect(uplinks).toEqual(['fourth', 'third', 'first']);
  });
});

it('a downlink that its network server does not repeat shows what our queue sent', async () => {
  const { id } = deviceOf(1);
  const method = { type: 'lora', port: 7, payloadHex: 'c0ffee' };
  await database.sql`insert into downlinks ${database.sql({ customer_id: scene.customerId, device_id: id, state: 'EXECUTING', channel: 'lora', method: database.sql.json(method), feedback_seconds: 600, retry_limit: 0, dry_run: false, created_by: 'test', queue_item: 'ITEM-1', timeout_at: new Date() })}`;
  const sent = (queueItemId: string): LoraEvent => ({
    ...{ kind: 'downlink-sent', devEui: '', occurredAt: '', identity: `downlink-sent:${queueItemId}` },
    ...{ transmitted: true, queueItemId, fPort: null, fCntDown: 3, frmPayload: null, confirmed: null },
    ...{ gatewayId: null, slot: null, failure: null },
    radio: { frequencyHz: null, spreadingFactor: null, bandwidthHz: null, dr: null },
  });
  await tell('ours', 1, sent('item-1'), 1);
  await tell('somebody else’s', 1, sent('item-2'), 1);
  const filters: TableFilter[] = [{ field: 'carries', op: 'in', value: ['data'] }];
  const { rows } = await listUplinks(actor(), { deviceId: id, query: { ...emptyTableQuery, filters } });
  expect(rows.map((row) => [nameOf(row.id), shownEvent(row)])).toEqual([
    ['ours', expect.objectContaining({ frmPayload: 'c0ffee', fPort: 7 })],
  ]);
  expect(rows.map(exported)).toMatchObject([{ payload: 'c0ffee', fPort: 7, fCntDown: 3, carries: 'data' }]);
});

const exported = (row: UplinkListItem) =>
  Object.fromEntries(
    Object.entries(uplinkExport.columns).map(([name, of]) => [name, of === 'drawn' ? null : of(row)]),
  );

it('the sheet has what the page shows of a frame', async () => {
  const heard = { gatewayCount: 8, fCntDown: 41, ack: true, adrAckReq: null };
  await tell('acknowledges', 60, uplinkOf(deviceOf(1), 9, heard), 1);
  await tell('after a gap', 60, uplinkOf(deviceOf(1), 12, heard), 1);
  const { rows } = await listUplinks(actor(), { deviceId: deviceOf(1).id, query: emptyTableQuery });
  const row = rows.find(({ id }) => id === ids['after a gap']);
  expect(row && exported(row)).toMatchObject({
    ...{ fCntUp: 12, fCntDown: 41, gateways: 8, rssi: -80, snr: 7.5 },
    ...{ flags: ['ADR', 'ACK'], marks: ['gap 2'] },
  });
});

it('records of a tracker have their place among each other, and a clock', async () => {
  const { id } = deviceOf(2);
  const at = clock.now().getTime();
  for (const [n, hours] of [1, 2, 0].entries()) {
    const occurredAt = new Date(at - (50 - hours) * 3_600_000);
    await database.sql`
      insert into uplinks (id, received_at, customer_id, device_id, kind, occurred_at, event, body_id, body_offset, body_length)
      values (nextval('uplink_ids'), ${new Date(at + n * 1000)}, ${scene.customerId}, ${id}, 'digitalmatter.record', ${occurredAt},
        ${database.sql.json({ kind: 'digital-matter', occurredAt: occurredAt.toISOString() })}, 0, 0, 0)`;
  }
  const { rows } = await listUplinks(actor(), { deviceId: id, query: emptyTableQuery });
  const marks = rows.slice(0, 3).map((row) => row.marks.map(({ mark }) => mark));
  expect(marks).toEqual([['behind', 'late'], ['behind'], ['behind']]);
  const { clock: told } = await getDisorder(actor(), { id });
  expect(told).toMatchObject({ mark: 'behind', seconds: 50 * 3600 + 2 });
});
