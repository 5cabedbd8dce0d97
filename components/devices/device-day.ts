import type { PulseData, PulseTick } from '#components/ui/pulse-layout.ts';
import type { DeviceDay } from '#server/devices/health-contract.ts';

/** ESP of a frame that just gets through, and of one beside the gateway. */
const weakest = -140;
const strongest = -85;

export function signalShare(espDbm: number | null): number | null {
  if (espDbm === null) return null;
  return Math.min(1, Math.max(0, (espDbm - weakest) / (strongest - weakest)));
}

/** A day's slots as the ticks of a pulse. */
export function pulseOfDay(day: DeviceDay, expectedSeconds: number | null, linked: boolean): PulseData {
  const slotSeconds = (day.to - day.from) / 1000 / day.slotCount;
  return {
    from: day.from,
    to: day.to,
    ticks: day.slots.flatMap((slot) => ticksOf(slot, linked)),
    expectedEverySeconds: expectedSeconds ? everyInSlots(expectedSeconds, slotSeconds) : undefined,
  };
}

/**
 * A slot tells only its last message. A device with at most one message a slot is seen as it is; of a faster one two
 * slots may lie a slot and an interval apart with nothing missing between them.
 */
function everyInSlots(interval: number, slot: number): number {
  return interval >= 2 * slot ? interval : slot + interval;
}

function ticksOf(slot: DeviceDay['slots'][number], linked: boolean): PulseTick[] {
  // Instants arrive as texts where the browser read them itself.
  const t = new Date(slot.lastAt).getTime();
  const href = linked ? `/manager/messages/${slot.lastUplinkId}` : undefined;
  const level = signalShare(slot.signal);
  const heard = slot.uplinks + slot.joins;
  const ticks: PulseTick[] = [];
  if (slot.downlinks > 0) ticks.push({ t, kind: 'downlink', level: heard > 0 ? 0.3 : 0.5, href });
  if (slot.failed > 0) ticks.push({ t, kind: 'failed', level, href });
  else if (heard > 0) ticks.push({ t: slot.downlinks > 0 ? t - 1 : t, kind: 'uplink', level, href });
  return ticks;
}
