import type { FrameMark } from './contract.ts';

/** A frame as far as its place among the others goes. */
export interface PlacedFrame {
  kind: string;
  fCntUp: number | null;
  occurredAt: Date;
}

const DAY_MS = 86_400_000;
/** A jump beyond this is a device that was moved or reset, not a row of lost frames. */
const LARGEST_GAP = 1_000;
/** Servers that count with 16 bits begin anew here (TS001-1.0.4 §4.3.1.5), give or take lost frames. */
const ROLLOVER = 65_536;
const NEAR_ROLLOVER = 100;

const seconds = (ms: number) => Math.round(ms / 1000);

/** @param before what was accepted before it, the newest first: some frames, back to the last join */
export function frameMarks(
  frame: PlacedFrame & { receivedAt: Date },
  before: readonly PlacedFrame[],
): FrameMark[] {
  const ahead = frame.occurredAt.getTime() - frame.receivedAt.getTime();
  if (ahead > DAY_MS) return [{ mark: 'ahead', count: seconds(ahead) }, ...placeOf(frame, before)];
  const behind = ahead < -DAY_MS ? [{ mark: 'behind' as const, count: seconds(-ahead) }] : [];
  return [...behind, ...placeOf(frame, before)];
}

function placeOf(frame: PlacedFrame, before: readonly PlacedFrame[]): FrameMark[] {
  const join = before.findIndex(({ kind }) => kind === 'lora.join');
  const session = before.slice(0, join < 0 ? undefined : join);
  const newest = session.reduce<PlacedFrame | null>(
    (found, one) => (found && found.occurredAt >= one.occurredAt ? found : one),
    null,
  );
  if (!newest) return [];
  const late = newest.occurredAt.getTime() - frame.occurredAt.getTime();
  const { fCntUp } = frame;
  if (fCntUp !== null && session.some((one) => one.fCntUp === fCntUp))
    return [{ mark: 'retransmission', count: 0 }];
  if (late > 0) return [{ mark: 'late', count: seconds(late) }];
  if (fCntUp === null || newest.fCntUp === null) return [];
  return counted(newest.fCntUp, fCntUp);
}

function counted(last: number, now: number): FrameMark[] {
  const rolledOver = last < ROLLOVER && last >= ROLLOVER - NEAR_ROLLOVER && now < NEAR_ROLLOVER;
  const step = now - last + (rolledOver ? ROLLOVER : 0);
  if (step < 0) return [{ mark: 'reset', count: 0 }];
  return step > 1 && step <= LARGEST_GAP ? [{ mark: 'gap', count: step - 1 }] : [];
}
