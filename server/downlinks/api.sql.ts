import { and, eq, sql } from 'drizzle-orm';
import { downlinks } from '#db/schema/downlinks.ts';
import type { Network } from '#server/device-types/contract.ts';
import { urnOfAdapter } from '#server/devices/rules.ts';
import { selectApiPage } from '#server/platform/api-list.ts';
import type { Page } from '#server/platform/contract.ts';
import type { Tx } from '#server/platform/database.ts';
import { outer } from '#server/platform/outer-column.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { DownlinkBody, DownlinksQuery } from './api-contract.ts';
import { type DownlinkChannel, type DownlinkMethod, durationOfSeconds } from './contract.ts';

const adapters = sql`network_adapters a where a.customer_id = ${outer(downlinks.customerId)}
  and a.device_id = ${outer(downlinks.deviceId)} and (a.network = 'lora') = (${outer(downlinks.channel)} = 'lora')`;

const selectBody = (tx: Tx) =>
  tx
    .select({
      id: downlinks.id,
      deviceId: downlinks.deviceId,
      adapter: sql<{ network: Network; identifier: string } | null>`(
        select json_build_object('network', a.network, 'identifier', a.identifier) from ${adapters} order by a.created_at, a.id limit 1)`,
      method: downlinks.method,
      status: downlinks.state,
      externalReference: downlinks.externalReference,
      retryLimit: downlinks.retryLimit,
      tries: downlinks.tries,
      feedbackSeconds: downlinks.feedbackSeconds,
      dryRun: downlinks.dryRun,
      lastFailureReason: downlinks.reason,
      createdAt: downlinks.createdAt,
      modifiedAt: downlinks.modifiedAt,
    })
    .from(downlinks)
    .$dynamic();

/** DONE is whatever has ended. */
const IN_STATUS = {
  PENDING: sql`${downlinks.state} = 'PENDING'`,
  EXECUTING: sql`${downlinks.state} = 'EXECUTING'`,
  DONE: sql`${downlinks.state} in ('DELIVERED', 'FAILED', 'CANCELLED')`,
};

export interface Narrowed {
  id?: string;
  deviceId?: string | undefined;
  channel?: DownlinkChannel | undefined;
}

export async function selectDownlinkBodies(
  tx: Tx,
  scope: TenantScope,
  { q, status, deviceId: _, ...query }: DownlinksQuery,
  { id, deviceId, channel }: Narrowed,
): Promise<Page<DownlinkBody>> {
  const only = and(
    id ? eq(downlinks.id, id) : undefined,
    deviceId ? eq(downlinks.deviceId, deviceId) : undefined,
    channel ? eq(downlinks.channel, channel) : undefined,
    status ? IN_STATUS[status] : undefined,
    q === undefined ? undefined : matching(q),
  );
  const page = await selectApiPage(selectBody(tx), downlinks, scope, query, only);
  return { ...page, items: page.items.map(bodyOf) };
}

/** The URN as it is written, in the letters of the DevEUI or the small ones that programs use for it. */
function matching(q: string) {
  const urn = sql`'urn:dev:' || case a.network when 'lora' then 'DEVEUI' when 'cellular' then 'IMEI' else 'DVNUUID' end || ':'`;
  return sql`(${downlinks.externalReference} = ${q} or strpos(${downlinks.method}::text, ${q}) > 0
    or exists (select from ${adapters} and (strpos(${urn} || a.identifier || ':', ${q}) > 0
      or strpos(${urn} || lower(a.identifier) || ':', ${q}) > 0)))`;
}

type Row = Awaited<ReturnType<ReturnType<typeof selectBody>['execute']>>[number];

function bodyOf({
  adapter,
  tries,
  feedbackSeconds,
  method,
  createdAt,
  modifiedAt,
  ...row
}: Row): DownlinkBody {
  return {
    ...row,
    networkId: adapter ? urnOfAdapter(adapter.network, adapter.identifier) : null,
    method: method as DownlinkMethod,
    retryCount: Math.max(0, tries - 1),
    feedbackTimeout: durationOfSeconds(feedbackSeconds),
    createdAt: createdAt.toISOString(),
    modifiedAt: modifiedAt.toISOString(),
  };
}
