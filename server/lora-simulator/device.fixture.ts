import type { LoraEvent, LoraUplink } from '#server/protocols/lorawan/event.ts';
import type { SimulatedDevice, SimulatedMemory } from './contract.ts';
import { derivedKey, type NewDevice, newDevice } from './new-device.ts';
import { nextMessageAt } from './schedule.ts';
import { sendMessage } from './send-message.ts';
import { SITES } from './sites.ts';

export const NOW = new Date('2025-11-21T10:00:00.000Z');
const DAY_MS = 86_400_000;

export interface Made {
  device: SimulatedDevice;
  memory: SimulatedMemory;
}

/** A device that has lived `days` until NOW, near the middle of the harbour. */
export function makeDevice(fields: Partial<NewDevice> = {}, days = 10): Made {
  const { latitude, longitude } = SITES.harbour.centre;
  return newDevice({
    devEui: '0059AC0000180001',
    joinEui: '0059AC00000FFFFF',
    appKey: derivedKey('test'),
    model: 'elsys-ers',
    behaviour: 'healthy',
    seed: 'test device',
    intervalSeconds: 1200,
    site: 'harbour',
    place: { latitude: latitude + 0.004, longitude: longitude + 0.006 },
    startedAt: new Date(NOW.getTime() - days * DAY_MS),
    now: NOW,
    ...fields,
  });
}

/** All that the network tells of the device until `until`, and how often it woke up. */
export function live({ device, memory }: Made, until = NOW): { events: LoraEvent[]; wakes: number } {
  const events: LoraEvent[] = [];
  let wakes = 0;
  for (
    let at = nextMessageAt(device, new Date(device.startedAt));
    at && at < until;
    at = nextMessageAt(device, at)
  ) {
    events.push(...sendMessage(device, memory, at));
    wakes++;
  }
  return { events, wakes };
}

export const uplinksOf = (events: readonly LoraEvent[]): LoraUplink[] =>
  events.filter((event) => event.kind === 'uplink');

export const ofKind = <K extends LoraEvent['kind']>(events: readonly LoraEvent[], kind: K) =>
  events.filter((event): event is Extract<LoraEvent, { kind: K }> => event.kind === kind);
