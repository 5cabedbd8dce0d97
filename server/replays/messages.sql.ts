import { sql } from 'drizzle-orm';
import type { PackRest, PackRow, Shape } from '#server/measurements/contract.ts';
import type { QueuedUplink } from '#server/pipeline/decode/uplink.ts';
import type { Tx } from '#server/platform/database.ts';
import { arrayOf } from '#server/platform/sql-array.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { SandboxError } from '#server/sandbox/contract.ts';

/** What is stored of a decoder and a message: records, or the failure to make any, or both after a replay. */
export interface StoredStep {
  decoderId: string;
  packId: number | null;
  shape: Shape | null;
  row: PackRow | null;
  failure: SandboxError | null;
  version: number | null;
}

export interface StoredMessage
  extends Pick<QueuedUplink, 'id' | 'receivedAt' | 'deviceId' | 'kind' | 'event'> {
  shard: number;
  device: { name: string; identifier: string | null };
  /** The pipeline has not been through with it. */
  isQueued: boolean;
  steps: StoredStep[];
}

type HeadRow = Omit<StoredMessage, 'steps' | 'receivedAt' | 'device'> & {
  receivedAt: string;
  name: string;
  identifier: string | null;
} & Record<string, unknown>;

/** In the order of acceptance; those that are no message of the customer are left out. */
export async function selectMessages(
  tx: Tx,
  scope: TenantScope,
  ids: readonly number[],
): Promise<StoredMessage[]> {
  if (ids.length === 0) return [];
  const rows = await tx.execute<HeadRow>(sql`
    select u.id::float8 as id, u.received_at as "receivedAt", u.device_id as "deviceId", u.kind, u.event, d.shard, d.name,
      d.identifier, exists (select from uplink_queue q where q.uplink_id = u.id) as "isQueued"
    from uplinks u join devices d on d.id = u.device_id
    where u.customer_id = ${scope.customerId}::uuid and u.id = any(${arrayOf(ids, 'bigint')}) order by u.id`);
  const messages = rows.map(({ name, identifier, ...row }) => ({
    ...row,
    receivedAt: new Date(row.receivedAt),
    device: { name, identifier },
    steps: [] as StoredStep[],
  }));
  const byId = new Map(messages.map((message) => [message.id, message]));
  for (const { uplinkId, ...step } of await selectSteps(tx, scope, messages))
    byId.get(uplinkId)?.steps.push(step);
  return messages;
}

type StepRow = {
  uplinkId: number;
  decoderId: string;
  packId: number | null;
  time: string | null;
  v: number[] | null;
  rest: PackRest | null;
  names: string[] | null;
  units: string[] | null;
  kinds: string | null;
  error: SandboxError | null;
  version: number | null;
} & Record<string, unknown>;

async function selectSteps(
  tx: Tx,
  scope: TenantScope,
  messages: readonly { id: number; receivedAt: Date }[],
): Promise<(StoredStep & { uplinkId: number })[]> {
  if (messages.length === 0) return [];
  const ids = arrayOf(
    messages.map(({ id }) => id),
    'bigint',
  );
  const times = messages.map(({ receivedAt }) => receivedAt.getTime());
  const [from, to] = [Math.min(...times), Math.max(...times)].map((at) => new Date(at).toISOString());
  const rows = await tx.execute<StepRow>(sql`
    select x.*, s.names, s.units, s.kinds, v.number as version from (
      select coalesce(p.uplink_id, f.uplink_id)::float8 as "uplinkId", coalesce(p.decoder_id, f.decoder_id) as "decoderId",
        p.id::float8 as "packId", p.time, p.v, p.rest, p.shape_id, f.error,
        coalesce(p.decoder_version_id, f.decoder_version_id) as version_id
      from (select * from packs where customer_id = ${scope.customerId}::uuid and uplink_id = any(${ids})
              and received_at between ${from}::timestamptz and ${to}::timestamptz) p
      full join (select * from decoding_failures where customer_id = ${scope.customerId}::uuid
              and uplink_id = any(${ids})) f on f.uplink_id = p.uplink_id and f.decoder_id = p.decoder_id) x
    left join shapes s on s.id = x.shape_id and s.customer_id = ${scope.customerId}::uuid
    left join decoder_versions v on v.id = x.version_id
    order by x."packId", x."decoderId"`);
  return rows.map(({ uplinkId, decoderId, packId, time, v, rest, names, units, kinds, error, version }) => {
    const shape = names && units && kinds !== null ? { names, units, kinds } : null;
    const { logs: _, ...values } = rest ?? {};
    const kept = Object.keys(values).length > 0 ? values : null;
    const row = time && v ? { time: new Date(time), v: v.map(Number), rest: kept } : null;
    return { uplinkId, decoderId, packId, shape, row, failure: error, version };
  });
}

/** Names of decoders, the platform's among them, and numbers of versions. */
export async function selectDecoderWords(
  tx: Tx,
  ids: { decoders: readonly string[]; versions: readonly string[] },
): Promise<{ names: Map<string, string>; numbers: Map<string, number> }> {
  const names = await tx.execute<{ id: string; name: string }>(
    sql`select id, name from decoders where id = any(${arrayOf(ids.decoders, 'uuid')})`,
  );
  const numbers = await tx.execute<{ id: string; number: number }>(
    sql`select id, number from decoder_versions where id = any(${arrayOf(ids.versions, 'uuid')})`,
  );
  return {
    names: new Map(names.map(({ id, name }) => [id, name])),
    numbers: new Map(numbers.map(({ id, number }) => [id, number])),
  };
}
