import type { Fault } from './fault.fixture.ts';

const HOUR_MS = 3_600_000;
const DAYS = 12;

/** Of no chemistry that the portal knows: what it measures of its battery is all there is. */
const running = (name: string, unit: string, level: (day: number) => number): Fault => ({
  name,
  cause: 'battery-falling',
  plant: async (clinic, receivers) => {
    const device = await clinic.internet([await clinic.flow(receivers.of(200))]);
    const afterwards = async () => {
      for (let ago = DAYS * 24; ago >= 0; ago -= 6) {
        const [at, day] = [new Date(clinic.now.getTime() - ago * HOUR_MS), DAYS - ago / 24];
        const v = level(day) + 0.05 * Math.sin(2 * Math.PI * day);
        const body = JSON.stringify([
          { bn: device.urn, bt: at.getTime() / 1000, n: 'batteryLevel', u: unit, v },
        ]);
        await clinic.send(device, at, { body });
      }
    };
    return { id: device.id, afterwards };
  },
});

export const BATTERIES: readonly Fault[] = [
  running('battery of unknown kind falls, told in volts', 'V', (day) => 4.1 - 0.06 * day),
  running('battery of unknown kind falls, told in per cents', '%EL', (day) => 80 - 4 * day),
];
