import { beforeAll, expect, it } from 'vitest';
import { emptyTableQuery } from '#components/ui/data-table/table-query.ts';
import { createTenant, seedCatalogue, type Tenant } from '#server/customers/tenant.fixture.ts';
import { listDestinationRows } from '#server/destinations/list-destination-rows.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { readStatisticsWithBacklog } from './read-backlog.ts';

const HOUR_MS = 3_600_000;
const SECOND_MS = 1_000;
const database = useTestDatabase();
let a: Tenant;
let b: Tenant;
/** Beginning of the hour in which the test began. */
let hour: number;
let next = 90_000;

/** The figures of the hour that began so many hours ago; `waiting` at its end. */
const COUNTED = new Map([
  [24, { delivered: 1, failed: 0, discarded: 0, p50Ms: 7, p95Ms: 7, waiting: 1 }],
  [23, { delivered: 1, failed: 0, discarded: 0, p50Ms: 40, p95Ms: 40, waiting: 1 }],
  // 10, 20, 30, 100 ms: half-way between the second and the third; 0.85 of the way from the third to the last.
  [3, { delivered: 4, failed: 1, discarded: 0, p50Ms: 25, p95Ms: expect.closeTo(89.5, 6), waiting: 2 }],
  [2, { delivered: 0, failed: 1, discarded: 0, p50Ms: null, p95Ms: null, waiting: 1 }],
  [0, { delivered: 1, failed: 0, discarded: 0, p50Ms: 5, p95Ms: 5, waiting: 1 }],
]);

beforeAll(async () => {
  const { sql } = database;
  // A database of an operator in India: its hours begin half an hour after UTC's.
  await sql.unsafe(
    `alter database "${new URL(database.url).pathname.slice(1)}" set timezone to 'Asia/Kolkata'`,
  );
  const catalogue = await seedCatalogue(sql);
  a = await createTenant(sql, 'A', catalogue);
  b = await createTenant(sql, 'B', catalogue);
  hour = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;
  await sql`select ensure_partitions(now() - interval '7 days', 3)`;
  await sql`delete from deliveries where customer_id = ${a.customerId}`;
  await sql`delete from delivery_queue where customer_id = ${a.customerId}`;
  await arrange();
});

async function arrange(): Promise<void> {
  const ago = (hours: number, ms = 0) => hour - hours * HOUR_MS + ms;
  await finished('delivered', 7, ago(23, -1));
  await finished('delivered', 40, ago(23));
  for (const ms of [10, 20, 30]) await finished('delivered', ms, ago(3, ms));
  await finished('delivered', 100, ago(2, -1));
  await finished('failed', 900, ago(3, 60 * SECOND_MS));
  await finished('failed', 900, ago(2));
  await finished('cancelled', 1, ago(2, 1));
  await finished('delivered', 5, ago(0));
  // Came half an hour into the third hour before, went within the second: it waited at the end of the one and not of the other.
  await finished('cancelled', 1, ago(2, 30 * SECOND_MS), ago(3, 30 * 60 * SECOND_MS));
  await waiting(ago(26));
}

async function finished(state: string, durationMs: number, at: number, cameAt = at - durationMs) {
  await database.sql`
    insert into deliveries (id, received_at, customer_id, destination_id, device_id, flow_id, uplink_id, pack_id, state, attempts, duration_ms, finished_at, attempt_log)
    values (${next++}, ${new Date(cameAt)}, ${a.customerId}, ${a.ids.destination}, ${a.ids.device}, ${a.ids.flow}, 1, 1,
      ${state}, 1, ${durationMs}, ${new Date(at)}, '[]')`;
}

async function waiting(cameAt: number) {
  await database.sql`
    insert into delivery_queue (id, customer_id, destination_id, device_id, flow_id, uplink_id, pack_id, received_at, shard, next_at)
    values (${next++}, ${a.customerId}, ${a.ids.destination}, ${a.ids.device}, ${a.ids.flow}, 1, 1, ${new Date(cameAt)}, 0, now())`;
}

/** The hours up to the present one, oldest first; the clock may strike while the test runs. */
function hoursUpTo(present: number | undefined, count: number): number[] {
  expect([hour, hour + HOUR_MS]).toContain(present);
  return Array.from({ length: count }, (_, n) => (present as number) - (count - 1 - n) * HOUR_MS);
}

const countedAt = (at: number) => COUNTED.get((hour - at) / HOUR_MS);

it('a destination in the list has its day, hour by hour', async () => {
  const { rows } = await listDestinationRows(a.system, emptyTableQuery);
  expect(rows.map(({ id }) => id)).toEqual([a.ids.destination]);
  const day = rows[0]?.hours ?? [];
  expect(day).toEqual(
    hoursUpTo(day.at(-1)?.at, 24).map((at) => ({
      at,
      delivered: countedAt(at)?.delivered ?? 0,
      failed: countedAt(at)?.failed ?? 0,
    })),
  );
});

it.each([1, 3, 24, 25])('the statistics of %i hours count what ended in them', async (hours) => {
  const statistics = await readStatisticsWithBacklog(a.system, { destinationId: a.ids.destination, hours });
  const shown = hoursUpTo(statistics.backlogHours.at(-1)?.at, hours);
  expect(statistics.backlogHours).toEqual(shown.map((at) => ({ at, waiting: countedAt(at)?.waiting ?? 1 })));
  const told = shown.flatMap((at) => {
    const counted = countedAt(at);
    if (!counted) return [];
    const { waiting: _, ...figures } = counted;
    return [{ hour: new Date(at), ...figures }];
  });
  expect(statistics.hours).toEqual(told);
  const delivered = told.reduce((n, one) => n + one.delivered, 0);
  const failed = told.reduce((n, one) => n + one.failed, 0);
  expect(statistics.total).toMatchObject({
    delivered,
    failed,
    successRate: delivered / (delivered + failed),
  });
  expect(statistics.backlog).toEqual({ waiting: 1, oldestAt: new Date(hour - 26 * HOUR_MS) });
});

it('the whole is measured on its own, not as a mean of its hours', async () => {
  const { total } = await readStatisticsWithBacklog(a.system, {
    destinationId: a.ids.destination,
    hours: 24 * 7,
  });
  // 5, 7, 10, 20, 30, 40, 100 ms; the rank of the 95th percentile is 5.7.
  expect(total).toEqual({
    delivered: 7,
    failed: 2,
    successRate: 7 / 9,
    p50Ms: 20,
    discarded: 0,
    p95Ms: expect.closeTo(82, 6),
  });
});

it('another customer finds no such destination, and sees nothing of it in its list', async () => {
  const query = { destinationId: a.ids.destination, hours: 24 };
  await expect(readStatisticsWithBacklog(b.system, query)).rejects.toMatchObject({ kind: 'not-found' });
  const { rows } = await listDestinationRows(b.system, emptyTableQuery);
  expect(rows.map(({ id }) => id)).toEqual([b.ids.destination]);
  const sum = rows[0]?.hours.reduce((n, one) => n + one.delivered + one.failed, 0);
  // The fixture's own failed one.
  expect(sum).toBe(1);
});
