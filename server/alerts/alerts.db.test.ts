import { randomUUID } from 'node:crypto';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTenant, seedCatalogue, type Tenant } from '#server/customers/tenant.fixture.ts';
import { describeHandOvers } from '#server/pipeline/hand-over.fixture.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { Fleet } from './fleet.fixture.ts';
import { watchDevices } from './watch-devices.ts';

const database = useTestDatabase();
let tenant: Tenant;
let fleet: Fleet;

beforeAll(async () => {
  tenant = await createTenant(database.sql, 'A', await seedCatalogue(database.sql));
  fleet = new Fleet(database.sql, tenant, new Date('2026-01-05T00:00:00Z'));
});
beforeEach(() => fleet.forget());

const one = { kind: 'silent', status: 'open', source: null, members: 0 };

describe('one device', () => {
  it('is late, then silent, then back: one alert, told once, whoever looks how often', async () => {
    const ids = await fleet.devices(1);
    await fleet.heard(ids);
    await fleet.pass(20);
    expect(await fleet.alerts(ids)).toEqual([]);
    await fleet.pass(5);
    expect(await fleet.alerts(ids)).toEqual([{ ...one, kind: 'late' }]);
    fleet.now += 40 * 60_000;
    await database.sql`update listening_spans set until_at = ${fleet.in(0)}`;
    const rounds = await Promise.all([1, 2, 3, 4].map(() => watchDevices(fleet.in(0))));
    expect(rounds.filter((round) => typeof round === 'object' && round.changed > 0)).toHaveLength(1);
    await fleet.look();
    expect(await fleet.alerts(ids)).toEqual([one]);
    expect(await fleet.told()).toEqual(['late', 'silent']);
    await fleet.heard(ids);
    await fleet.pass(5);
    expect(await fleet.alerts(ids)).toEqual([{ ...one, status: 'resolved' }]);
    // Silent again at once: the same alert, and nobody is told again today.
    await fleet.pass(25);
    await fleet.pass(45);
    expect(await fleet.alerts(ids)).toEqual([one]);
    expect(await fleet.told()).toEqual(['late', 'silent']);
  });

  it('has no alert half: what died within is done by whoever looks next', async () => {
    const ids = await fleet.devices(1);
    await fleet.heard(ids);
    await fleet.pass(25);
    await database.sql`create function dies() returns trigger language plpgsql as $$ begin raise exception 'died'; end $$`;
    await database.sql`create trigger dies before insert on alert_events for each row execute function dies()`;
    await expect(fleet.pass(60)).rejects.toThrow();
    await database.sql`drop function dies cascade`;
    expect(await fleet.alerts(ids)).toEqual([{ ...one, kind: 'late' }]);
    await fleet.look();
    expect(await fleet.alerts(ids)).toEqual([one]);
    expect(await fleet.told()).toEqual(['late', 'silent']);
  });

  it('that is deactivated, or whose silence is muted, is nobody’s worry; a mute that ends tells', async () => {
    const [off, muted] = (await fleet.devices(2)) as [string, string];
    await fleet.heard([off, muted]);
    await fleet.pass(25);
    await database.sql`update devices set status = 'DEACTIVATED' where id = ${off}`;
    await database.sql`insert into alert_mutes (customer_id, device_id, until, reason, created_by)
      values (${tenant.customerId}, ${muted}, ${fleet.in(100)}, 'new battery', 'A')`;
    await fleet.pass(60);
    expect(await fleet.alerts([off, muted])).toEqual(
      [{ ...one, kind: 'late', status: 'resolved' }, one].sort((a, b) => a.kind.localeCompare(b.kind)),
    );
    expect(await fleet.told()).toEqual(['late', 'late']);
    await fleet.pass(50);
    expect((await fleet.told()).at(-1)).toBe('silent');
  });
});

describe('the platform itself was down', () => {
  it('for a night: nobody is late for it', async () => {
    const ids = await fleet.devices(8);
    await fleet.heard(ids);
    await fleet.pass(5);
    fleet.now += 600 * 60_000;
    await fleet.look();
    expect(await fleet.alerts(ids)).toEqual([]);
    await fleet.pass(9);
    await fleet.heard(ids);
    await fleet.pass(9);
    expect(await fleet.alerts(ids)).toEqual([]);
  });

  describeHandOvers(({ open }) => {
    afterEach(async () => {
      fleet.stream = null;
      await database.sql`delete from uplink_queue`;
    });

    it('has not recorded yet what it accepted: nobody is late for that', async () => {
      fleet.stream = await open();
      const ids = await fleet.devices(4);
      await fleet.heard(ids);
      await fleet.pass(9);
      await fleet.accepted(ids[0] as string);
      await fleet.pass(90);
      expect(await fleet.alerts(ids)).toEqual([]);
      // Recorded, and nothing waits any more.
      fleet.stream = null;
      await database.sql`delete from uplink_queue`;
      await fleet.pass(30);
      expect(await fleet.alerts(ids)).not.toEqual([]);
    });
  });
});

describe('many at once', () => {
  const gateway = (status: string, members: number) => ({
    kind: 'incident',
    status,
    source: 'gateway:G1',
    members,
  });

  it('behind one gateway are one incident, which ends when most are back', async () => {
    const [dead, alive] = [await fleet.devices(6), await fleet.devices(5)];
    await fleet.heard(dead);
    await fleet.heard(alive, 'G2');
    await fleet.pass(1);
    for (let n = 0; n < 9; n++) {
      await fleet.heard(alive, 'G2');
      await fleet.pass(9);
    }
    expect((await fleet.alerts([...dead, ...alive])).filter(({ kind }) => kind !== 'incident')).toHaveLength(
      6,
    );
    expect(await fleet.alerts()).toEqual([gateway('open', 6)]);
    expect((await fleet.told()).filter((told) => told !== 'late')).toEqual(['opened']);
    await fleet.heard(dead.slice(0, 5));
    await fleet.pass(10);
    expect(await fleet.alerts()).toEqual([gateway('resolved', 5)]);
    expect((await fleet.told()).slice(-2)).toEqual(['resolved', 'left']);
  });

  it('whose connection is dead are one incident of the connection, not one of each gateway', async () => {
    const [first, second] = [await fleet.devices(4), await fleet.devices(4)];
    await fleet.heard(first, 'G1');
    await fleet.heard(second, 'G2');
    await fleet.pass(1);
    // Sixteen messages of eight devices were due, and none is late yet.
    await fleet.pass(20);
    expect(await fleet.alerts([...first, ...second])).toEqual([
      { kind: 'incident', status: 'open', source: `connection:${tenant.ids.connection}`, members: 0 },
    ]);
    await fleet.pass(10);
    expect(await fleet.alerts()).toEqual([
      { kind: 'incident', status: 'open', source: `connection:${tenant.ids.connection}`, members: 8 },
    ]);
    expect(await fleet.told()).toEqual(['opened']);
  });

  it('are the connection’s although one gateway hears them all, where that is heard by another connection', async () => {
    const [dead, alive] = [await fleet.devices(5), await fleet.devices(3)];
    const other = randomUUID();
    await fleet.heard(dead);
    await fleet.heard(alive, 'G1', other);
    await fleet.pass(1);
    for (let n = 0; n < 7; n++) {
      await fleet.heard(alive, 'G1', other);
      await fleet.pass(9);
    }
    expect(await fleet.alerts()).toEqual([
      { kind: 'incident', status: 'open', source: `connection:${tenant.ids.connection}`, members: 5 },
    ]);
  });

  it('of a gateway that is taken away with its devices is no incident for ever; who was muted in it is not told of', async () => {
    const dead = await fleet.devices(6);
    await fleet.heard(dead);
    for (let n = 0; n < 9; n++) await fleet.pass(10);
    expect(await fleet.alerts()).toEqual([gateway('open', 6)]);
    const [muted, ...others] = dead;
    await database.sql`insert into alert_mutes (customer_id, device_id, reason, created_by)
      values (${tenant.customerId}, ${muted as string}, 'gone', 'A')`;
    await fleet.heard(others, 'G2');
    await fleet.pass(10);
    expect(await fleet.alerts()).toEqual([gateway('resolved', 5)]);
    expect(await fleet.told()).toEqual(['opened', 'resolved']);
  });

  it('two of them are no incident, nor three of many', async () => {
    const [dead, alive] = [await fleet.devices(3), await fleet.devices(12)];
    await fleet.heard([...dead, ...alive]);
    await fleet.pass(1);
    for (let n = 0; n < 8; n++) {
      await fleet.heard(alive);
      await fleet.pass(9);
    }
    expect(await fleet.alerts()).toEqual([]);
    expect((await fleet.told()).filter((told) => told === 'silent')).toHaveLength(3);
  });

  it('that another gateway hears meanwhile say nothing for the first', async () => {
    const [dead, moved] = [await fleet.devices(4), await fleet.devices(6)];
    await fleet.heard([...dead, ...moved]);
    await fleet.pass(1);
    for (let n = 0; n < 5; n++) {
      await fleet.heard(moved, 'G2');
      await fleet.pass(9);
    }
    expect(await fleet.alerts()).toEqual([gateway('open', 4)]);
  });
});
