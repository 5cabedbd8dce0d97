import { watchDevices } from '#server/alerts/watch-devices.ts';
import type { Cause } from '#server/diagnosis/contract.ts';
import type { Day, Finder } from './report.ts';

/** Faults after which a device that was heard is heard no more. */
const SILENCING: ReadonlySet<Cause> = new Set<Cause>([
  'silent',
  'battery-empty',
  'frames-refused',
  'message-token-wrong',
  'message-malformed',
]);
const BEFORE_MS = 100 * 3_600_000;

/** Silence alerts, as the worker raises them; of the rest of the faults they need not tell. */
export const alertsFind: Finder = {
  name: 'Silence alerts',
  find: async (day) => {
    const alerted = await raised(day);
    const silenced = day.ill.filter(({ cause }) => SILENCING.has(cause));
    const missed = silenced.filter(({ id }) => !alerted.has(id));
    const wrong = day.healthy.filter((id) => alerted.has(id));
    const lines = [
      `fell silent ${silenced.length}: alerted ${silenced.length - missed.length}, missed ${missed.length}`,
      `false on ${wrong.length} of ${day.healthy.length} healthy devices`,
      ...missed.map(({ name, cause }) => `${name}: ${cause} is MISSED`),
    ];
    return { lines, passed: missed.length === 0 && wrong.length <= day.healthy.length / 200 };
  },
};

/** Devices with an open alert once everything was looked at; the platform listened all the while. */
async function raised({ clinic }: Day): Promise<Set<string>> {
  const { sql, now } = clinic;
  const began = new Date(now.getTime() - BEFORE_MS);
  await sql`delete from listening_spans`;
  await sql`insert into listening_spans values (${began}, ${now})`;
  await sql`update device_watches set baseline_at = ${began}, due_at = ${began}`;
  for (let isMore = true; isMore; ) {
    const round = await watchDevices(now);
    if (typeof round === 'string') throw new Error('somebody else watches the devices of this bench');
    isMore = round.isMore;
  }
  const rows =
    await sql`select device_id as id from alerts where device_id is not null and resolved_at is null`;
  return new Set(rows.map(({ id }) => String(id)));
}
