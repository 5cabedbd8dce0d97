import type { AttemptOutcome } from '#server/deliveries/contract.ts';
import type { PackRow, Shape } from '#server/measurements/contract.ts';
import type { SenmlRecord } from '#server/protocols/senml/record.ts';
import { packOfDevice, serializePack } from '#server/protocols/senml/serialize-senml.ts';
import type { RecordedDelivery } from '../record/record-batch.ts';

/** One row of `delivery_queue`, with its message ready to be sent. */
export interface DeliveryItem {
  id: number;
  customerId: string;
  destinationId: string;
  deviceId: string;
  flowId: string;
  uplinkId: number;
  packId: number;
  receivedAt: Date;
  shard: number;
  attempts: number;
  nextAt: number;
  replayOf: number | null;
  /** Set where its message was run through its decoders again. */
  replayId: string | null;
  attemptLog: AttemptOutcome[];
  deviceUrn: string;
  /** SenML JSON; null when its pack is gone. */
  body: string | null;
}

type Values = Pick<PackRow, 'time' | 'rest'> & { v: readonly number[] };

/** The pack as receivers get it: the same bytes whether it was just decoded or read back after a restart. */
export function messageBody(urn: string, shape: Shape, row: Values): string {
  const base = { bn: urn, bt: row.time.getTime() / 1000 };
  return serializePack(packOfDevice(recordsOf(shape, row), base, row.rest?.form));
}

/** In the order of the shape; times are seconds after the pack's own. */
export function recordsOf({ names, units, kinds }: Shape, { v, rest }: Values): SenmlRecord[] {
  return names.map((n, index) => {
    const record: SenmlRecord = { n };
    if (units[index]) record.u = units[index];
    putValue(record, kinds[index], v[index] ?? Number.NaN, rest?.s?.[index]);
    const [sum, t] = [rest?.sum?.[index], rest?.t?.[index]];
    if (sum !== undefined) record.s = sum;
    if (t !== undefined) record.t = t;
    return record;
  });
}

function putValue(record: SenmlRecord, kind: string | undefined, number: number, text = ''): void {
  if (kind === 's') record.vs = text;
  else if (kind === 'd') record.vd = text;
  else if (Number.isNaN(number)) return;
  else if (kind === 'b') record.vb = number === 1;
  else record.v = number;
}

/** What was just recorded, due at once. */
export function itemOf({ urn, pack, isHeld: _, ...row }: RecordedDelivery, now: Date): DeliveryItem {
  const body = messageBody(urn, pack, pack);
  const first = { attempts: 0, nextAt: now.getTime(), replayOf: null, replayId: null, attemptLog: [] };
  return { ...row, ...first, deviceUrn: urn, body };
}
