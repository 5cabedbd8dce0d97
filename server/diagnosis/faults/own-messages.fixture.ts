import type { Cause } from '../contract.ts';
import type { Clinic } from './clinic.fixture.ts';
import { before, type Fault, well } from './fault.fixture.ts';

type Send = Parameters<Clinic['send']>[2];

/** An Internet device that sent well for a day, and then so. */
const sending = (
  name: string,
  cause: Cause,
  wrong: (clinic: Clinic, urn: string, at: Date) => Send,
  wellFor = 12,
): Fault => ({
  name,
  cause,
  plant: async (clinic, receivers) => {
    const device = await clinic.internet([await well(clinic, receivers)]);
    const afterwards = async () => {
      for (let ago = wellFor; ago > 4; ago -= 0.5) await clinic.send(device, before(clinic, ago));
      for (let ago = 4; ago >= 0; ago -= 0.5) {
        const at = before(clinic, ago);
        await clinic.send(device, at, wrong(clinic, device.urn, at));
      }
    };
    return { id: device.id, afterwards };
  },
});

/** Of devices that speak for themselves. */
export const OWN_MESSAGES: Fault[] = [
  sending('signs with an old secret', 'message-token-wrong', () => ({ secret: 'another secret' })),
  sending('sends SenML without a name', 'message-malformed', (_, urn) => ({
    body: `[{"bn":"${urn}","v":"warm"}]`,
  })),
  sending('clock runs an hour ahead', 'clock-wrong', (_, __, at) => ({ bt: at.getTime() / 1000 + 3600 })),
  sending('clock stands in 2015', 'clock-wrong', (_, __, at) => ({
    bt: at.getTime() / 1000 - 3650 * 86_400,
  })),
  {
    name: 'sends a hundred messages at once',
    cause: 'message-too-many',
    plant: async (clinic, receivers) => {
      const device = await clinic.internet([await well(clinic, receivers)]);
      const afterwards = async () => {
        for (let ago = 12; ago > 0; ago -= 0.5) await clinic.send(device, before(clinic, ago));
        const at = before(clinic, 0.25);
        const bt = at.getTime() / 1000;
        await Promise.all(
          Array.from({ length: 100 }, (_, n) => clinic.send(device, at, { bt: bt - n / 1000 })),
        );
      };
      return { id: device.id, afterwards };
    },
  },
  {
    name: 'never sent anything',
    cause: 'never-heard',
    plant: async (clinic, receivers) => clinic.internet([await well(clinic, receivers)]),
  },
  {
    name: 'has no shared secret',
    cause: 'no-shared-secret',
    plant: async (clinic, receivers) => {
      const device = await clinic.internet([await well(clinic, receivers)]);
      await clinic.sql`delete from device_secrets where device_id = ${device.id}`;
      return { id: device.id, afterwards: () => clinic.send(device, before(clinic, 1)) };
    },
  },
  {
    name: 'SIM was never activated',
    cause: 'sim-not-active',
    plant: async (clinic, receivers) => {
      const id = await clinic.cellular([await well(clinic, receivers)]);
      await clinic.sim(id, { status: 'INVENTORY' });
      return { id };
    },
  },
  {
    name: 'SIM never opened a session',
    cause: 'sim-no-session',
    plant: async (clinic, receivers) => {
      const id = await clinic.cellular([await well(clinic, receivers)]);
      await clinic.sim(id, { status: 'ACTIVATED', usage_read_at: clinic.now, cycle_sessions: 0 });
      return { id };
    },
  },
];
