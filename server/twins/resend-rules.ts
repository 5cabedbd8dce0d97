import type { DesiredState, DesiredValue } from './contract.ts';

/** When a wish that the device does not keep to is sent again by itself. Pure. */

export interface Resend {
  name: string;
  downlinkId: string;
  most: number;
  sent: number;
  pauseSeconds: number;
}

/** drop: the wish is another by now · end: sent as often as it may be · look: nothing to do before then. */
export type ResendStep =
  | { step: 'drop' }
  | { step: 'end' }
  | { step: 'look'; at: Date }
  | { step: 'send'; no: number };

/** A device that drifts is told within this. */
const LOOK_MS = 60_000;

export function resendStep(
  { downlinkId, most, sent, pauseSeconds }: Resend,
  wish: DesiredValue | undefined,
  state: DesiredState | null,
  now: Date,
): ResendStep {
  if (!wish || wish.downlinkId !== downlinkId) return { step: 'drop' };
  if (sent >= most) return { step: 'end' };
  const mayAt = Date.parse(wish.at) + pauseSeconds * 1000;
  if (mayAt > now.getTime()) return { step: 'look', at: new Date(mayAt) };
  if (state !== 'drifted') return { step: 'look', at: new Date(now.getTime() + LOOK_MS) };
  return { step: 'send', no: sent + 1 };
}
