import type { PackRow, Shape } from '#server/measurements/contract.ts';
import type { SenmlRecord } from '#server/protocols/senml/record.ts';
import { packOfDevice, serializePack } from '#server/protocols/senml/serialize-senml.ts';
import { messageBody, recordsOf } from './item.ts';

/** One pack of a message, with the base name that it came by. */
export interface MessagePart {
  urn: string;
  shape: Shape;
  row: PackRow;
}

/**
 * Several packs as one: base time is the newest pack's, records stand in the order of their times, those of older packs with
 * a `t` before it. Nothing is left out, equal names neither, and the order in which the packs came makes no difference.
 */
export function mergedBody(parts: readonly MessagePart[]): string {
  const [only] = parts;
  if (only && parts.length === 1) return messageBody(only.urn, only.shape, only.row);
  const base = Math.max(...parts.map(({ row }) => row.time.getTime()));
  const records = parts
    .toSorted(byTimeAndContent)
    .flatMap(({ urn, shape, row }) => {
      const behind = (row.time.getTime() - base) / 1000;
      return recordsOf(shape, row).map((record) => ({ urn, record, t: seconds(behind + (record.t ?? 0)) }));
    })
    .sort((a, b) => a.t - b.t);
  const urn = records[0]?.urn ?? '';
  let name = urn;
  const named = records.map(({ urn: bn, record: { t: _, ...record }, t }): SenmlRecord => {
    const timed = t === 0 ? record : { ...record, t };
    if (bn === name) return timed;
    // The device is in several networks: from here on another of its names.
    name = bn;
    return { bn, ...timed };
  });
  const form = parts.every(({ row }) => row.rest?.form === 'former') ? 'former' : undefined;
  return serializePack(packOfDevice(named, { bn: urn, bt: base / 1000 }, form));
}

function byTimeAndContent(a: MessagePart, b: MessagePart): number {
  return a.row.time.getTime() - b.row.time.getTime() || (bytesOf(a) < bytesOf(b) ? -1 : 1);
}

const bytesOf = ({ urn, shape, row }: MessagePart) => messageBody(urn, shape, row);

/** To the microsecond: what is finer is the arithmetic's. */
const seconds = (t: number) => Math.round(t * 1e6) / 1e6;
