import type { Merger } from './merger-contract.ts';

/** A delivery that waits for its partners. */
export interface WaitingPack {
  /** Of the delivery: rises with the order of acceptance. */
  id: number;
  decoderId: string;
  flowId: string;
  uplinkId: number;
  receivedAt: Date;
  /** Base time of the pack. */
  time: Date;
  /** What names the frame that its message was or tells of. */
  frames: string[];
  until: Date;
  /** Messages of the device that were accepted in time are not through yet: its partner may be among them. */
  isExpecting: boolean;
}

export interface MergePlan<W extends WaitingPack> {
  /** What goes now, each as one message; the first of each carries it. */
  messages: W[][];
  discarded: W[];
}

/**
 * What becomes of one device's packs that wait at a destination. Each message has one pack of a decoder at most; a pack
 * joins the message that tells of the same frame, or else whose packs are nearest to its own time, and messages go in the order of their first packs.
 *
 * @param partners the merger's decoders whose packs of this device come to the destination
 * @param merger null: it merges no more
 */
export function planMerges<W extends WaitingPack>(
  waiting: readonly W[],
  { merger, partners, now }: { merger: Merger | null; partners: ReadonlySet<string>; now: Date },
): MergePlan<W> {
  const plan: MergePlan<W> = { messages: [], discarded: [] };
  for (const message of joined(waiting, merger)) {
    const [first] = message as [W];
    const isMerged = merger?.decoderIds.includes(first.decoderId) ?? false;
    if (!merger || !isMerged || isComplete(message, merger, partners)) plan.messages.push(message);
    else if (first.until > now || first.isExpecting) break;
    else if (message.length > 1 || merger.orphanStrategy === 'FORWARD') plan.messages.push(message);
    else plan.discarded.push(first);
  }
  return plan;
}

function isComplete(
  message: readonly WaitingPack[],
  { orphanStrategy }: Merger,
  partners: ReadonlySet<string>,
): boolean {
  if (message.length === 1 && orphanStrategy === 'DISCARD') return false;
  const present = new Set(message.map(({ decoderId }) => decoderId));
  return [...partners].every((id) => present.has(id));
}

function joined<W extends WaitingPack>(waiting: readonly W[], merger: Merger | null): W[][] {
  const messages: W[][] = [];
  for (const pack of waiting.toSorted((a, b) => a.id - b.id)) {
    const message = merger?.decoderIds.includes(pack.decoderId) ? nearest(messages, pack, merger) : null;
    if (message) message.push(pack);
    else messages.push([pack]);
  }
  return messages;
}

function nearest<W extends WaitingPack>(messages: W[][], pack: W, { decoderIds, ttl }: Merger): W[] | null {
  let found: W[] | null = null;
  let least: number[] = [];
  for (const message of messages) {
    const [first] = message as [W];
    const isOpen =
      decoderIds.includes(first.decoderId) &&
      message.every(({ decoderId }) => decoderId !== pack.decoderId) &&
      Math.abs(pack.receivedAt.getTime() - first.receivedAt.getTime()) <= ttl * 1000;
    if (!isOpen) continue;
    const distance = distanceOf(message, pack);
    if (found && !isLess(distance, least)) continue;
    found = message;
    least = distance;
  }
  return found;
}

/** Of the same flow before others, then of the same uplink, then of the same frame, then by the time between them. */
function distanceOf(message: readonly WaitingPack[], pack: WaitingPack): number[] {
  const apart = (other: WaitingPack) => Math.abs(other.time.getTime() - pack.time.getTime());
  return [
    message.some(({ flowId }) => flowId === pack.flowId) ? 0 : 1,
    message.some(({ uplinkId }) => uplinkId === pack.uplinkId) ? 0 : 1,
    message.some(({ frames }) => frames.some((frame) => pack.frames.includes(frame))) ? 0 : 1,
    Math.min(...message.map(apart)),
  ];
}

function isLess(a: readonly number[], b: readonly number[]): boolean {
  const at = a.findIndex((value, index) => value !== b[index]);
  return at >= 0 && (a[at] ?? 0) < (b[at] ?? 0);
}

/** What a device type's packs meet at the destination. */
export type Meeting =
  /** These go as one message. */
  | { kind: 'together'; decoderIds: string[] }
  /** Nobody of it is merged. */
  | { kind: 'apart' }
  /** Its only merged decoder has nobody to wait for. */
  | { kind: 'alone'; decoderId: string; isDiscarded: boolean };

/** What would become of the packs of a device whose flow has these decoders on. */
export function meetingOf(
  enabled: readonly string[],
  { decoderIds, orphanStrategy }: Pick<Merger, 'decoderIds' | 'orphanStrategy'>,
): Meeting {
  const merged = enabled.filter((id) => decoderIds.includes(id));
  const [only] = merged;
  if (only === undefined) return { kind: 'apart' };
  if (merged.length > 1) return { kind: 'together', decoderIds: merged };
  return { kind: 'alone', decoderId: only, isDiscarded: orphanStrategy === 'DISCARD' };
}
