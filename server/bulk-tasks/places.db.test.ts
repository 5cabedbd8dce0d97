import { describe, expect, it } from 'vitest';
import {
  a,
  actor,
  applied,
  database,
  eui,
  line,
  planned,
  rowsOf,
  sheet,
  undone,
} from './bulk-scene.fixture.ts';
import { getBulkTask } from './read-tasks.ts';

const placeOf = async (identifier: string) => {
  const [row] =
    await database.sql`select latitude, longitude, altitude from devices where identifier = ${identifier}`;
  return row ? [row.latitude, row.longitude, row.altitude] : null;
};
const reasonsOf = async (id: string) =>
  (await rowsOf(id)).map(({ verdict, reasons }) => [
    verdict,
    reasons?.[0]?.code,
    reasons?.[0]?.column ?? null,
  ]);
const head = 'DevEUI;Breedtegraad;GPS longitude;Hoogte (m)';

describe('places in a sheet', () => {
  it('come to devices that are there, old and new in the audit log, and are taken back', async () => {
    const id = await applied('update-devices', sheet([`${a.devEui};51,9498;4.1453;-2,5`], head), {});
    expect(await placeOf(a.devEui)).toEqual([51.9498, 4.1453, -2.5]);
    const [audit] =
      await database.sql`select before, after from audit_log where object_id = ${a.ids.device} order by id desc limit 1`;
    expect(audit).toMatchObject({
      before: { latitude: null, longitude: null, altitude: null },
      after: { latitude: 51.9498, longitude: 4.1453, altitude: -2.5 },
    });
    const again = await planned('update-devices', sheet([`${a.devEui};51.9498;4.1453;-2.5`], head), {});
    expect(await getBulkTask(actor, { id: again })).toMatchObject({ planned: { same: 1 } });
    expect(await undone(id)).toMatchObject({ state: 'done', done: 1 });
    expect(await placeOf(a.devEui)).toEqual([null, null, null]);
  });

  it('are emptied where empty cells are to empty, both at once', async () => {
    await applied('update-devices', sheet([`${a.devEui};51.9498;4.1453;3`], head), {});
    await applied('update-devices', sheet([`${a.devEui};;;`], head), {});
    expect(await placeOf(a.devEui)).toEqual([51.9498, 4.1453, 3]);
    await applied('update-devices', sheet([`${a.devEui};;;`], head), { emptyClears: true });
    expect(await placeOf(a.devEui)).toEqual([null, null, null]);
  });

  it('come with new devices, and come back with deleted ones', async () => {
    const lines = [1, 2].map((n) => `${line(n)};52.${n}0907;5.12142`);
    await applied('add-lora-devices', sheet(lines, 'DevEUI;JoinEUI;AppKey;Name;lat;lng'));
    expect(await placeOf(eui(1))).toEqual([52.10907, 5.12142, null]);
    const gone = await applied('delete-devices', sheet([eui(2)], 'DevEUI'), {});
    expect(await placeOf(eui(2))).toBeNull();
    await undone(gone);
    expect(await placeOf(eui(2))).toEqual([52.20907, 5.12142, null]);
  });

  it('are refused where they are none, each row with its column', async () => {
    const cells = ['91;4;', '51;181;', 'north;4;', '5.19E+1;4;', '51.9;;', ';;3', '2025-01-01;4;'];
    const id = await planned(
      'update-devices',
      sheet(
        cells.map((cell) => `${a.devEui};${cell}`),
        head,
      ),
      {},
    );
    const found = (await rowsOf(id)).map(({ verdict }) => verdict);
    expect(found).toEqual(cells.map(() => 'refuse'));
    const one = async (cell: string) =>
      (await reasonsOf(await planned('update-devices', sheet([`${a.devEui};${cell}`], head), {})))[0];
    expect(await one('91;4;')).toEqual(['refuse', 'out-of-range', 'Breedtegraad']);
    expect(await one('51;181;')).toEqual(['refuse', 'out-of-range', 'GPS longitude']);
    expect(await one('north;4;')).toEqual(['refuse', 'no-number', 'Breedtegraad']);
    expect(await one('51.9;;')).toEqual(['refuse', 'half-place', 'Breedtegraad']);
    expect(await placeOf(a.devEui)).toEqual([null, null, null]);
  });

  it('are known by their content where no heading says so', async () => {
    const lines = [1, 2, 3].map((n) => `${line(n)};52.0${n}907;5.1214${n}`);
    const id = await planned('add-lora-devices', sheet(lines, 'Hardware;A;B;Naam;X;Y'));
    const { sheet: facts, mapping } = await getBulkTask(actor, { id });
    expect(facts?.columns.slice(4).map(({ because }) => because)).toEqual(['content', 'content']);
    expect(mapping?.slice(4)).toEqual(['latitude', 'longitude']);
  });
});
