import type { ModelName } from '#server/lora-simulator/contract.ts';
import type { Clinic } from './clinic.fixture.ts';
import type { Receivers } from './receivers.fixture.ts';

const MODELS: readonly ModelName[] = [
  'elsys-ers',
  'thingsml-quay',
  'raw-counter',
  'tracker',
  'waste-bin',
  'water-level',
];
const SERVERS = ['chirpstack', 'things-stack', 'thingpark'] as const;
const MINUTES = [10, 15, 20, 30, 60, 120, 180];
/** One in so many is no LoRa device. */
const INTERNET_EVERY = 5;
const INTERNET_MINUTES = [5, 20, 60, 240, 360];
/** Those that speak seldom empty a buffer: so many messages, a second apart. */
const BURST = { fromMinutes: 60, messages: 6 };
const HOURS = 22;
const AT_ONCE = 8;

/** Devices with which nothing is wrong, of different kinds, rhythms, networks and ages; what is to be sent for some of them. */
export async function healthyDevices(clinic: Clinic, receivers: Receivers, count: number, longest = HOURS) {
  const ids: string[] = [];
  const sendings: (() => Promise<void>)[] = [];
  const flows = [await clinic.flow(receivers.of(200)), await clinic.flow(receivers.of(204))];
  const pick = <T>(of: readonly T[], n: number) => of[n % of.length] as T;
  const plant = async (n: number) => {
    const flowIds = [pick(flows, n)];
    if (n % INTERNET_EVERY === 0) {
      const device = await clinic.internet(flowIds);
      const minutes = pick(INTERNET_MINUTES, n / INTERNET_EVERY);
      const messages = minutes >= BURST.fromMinutes ? BURST.messages : 1;
      ids.push(device.id);
      sendings.push(async () => {
        for (let ago = 24 * 3_600_000; ago >= 0; ago -= minutes * 60_000)
          for (let left = messages - 1; left >= 0; left--)
            await clinic.send(device, new Date(clinic.now.getTime() - ago - ((n % 60) + left) * 1000));
      });
      return;
    }
    const { id } = await clinic.lora({
      flowIds,
      model: pick(MODELS, n),
      provider: pick(SERVERS, n),
      intervalMinutes: pick(MINUTES, n),
      hours: 2 + ((n * 7) % longest),
    });
    ids.push(id);
  };
  const numbers = Array.from({ length: count }, (_, n) => n);
  while (numbers.length > 0) await Promise.all(numbers.splice(0, AT_ONCE).map(plant));
  return { ids, sendings };
}
