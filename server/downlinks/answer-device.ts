import { pipelineSql } from '#server/platform/database.ts';
import type { DownlinkMethod } from './contract.ts';

/** A message of a device that was just stored, or that stood there already. */
export interface HeardMessage {
  deviceId: string;
  isNew: boolean;
  receivedAt: Date;
}

interface Executing {
  id: string;
  sentAt: Date | null;
  method: Extract<DownlinkMethod, { type: 'senml' }>;
}

/**
 * The records that the answer to a device's message tells it, of the downlink whose turn it is; none where there is
 * none. A new message after the answer that held them confirms them; the same message again, or one that was under way
 * when they were answered, means that they may not have arrived: they are told again.
 */
export async function recordsForDevice(
  heard: HeardMessage,
  now: Date,
): Promise<Executing['method']['records']> {
  return pipelineSql().begin(async (tx) => {
    const [executing] = await tx<Executing[]>`
      select id, sent_at as "sentAt", method from downlinks
      where device_id = ${heard.deviceId} and state = 'EXECUTING' and channel = 'http' for update`;
    if (!executing) return [];
    const { id, sentAt, method } = executing;
    if (sentAt && heard.isNew && heard.receivedAt > sentAt) {
      await tx`update downlinks set state = 'DELIVERED', ended_at = ${now}, modified_at = ${now} where id = ${id}`;
      return [];
    }
    await tx`
      update downlinks set sent_at = coalesce(sent_at, ${now}), tries = least(tries + 1, 32767), modified_at = ${now}
      where id = ${id}`;
    return method.records;
  });
}
