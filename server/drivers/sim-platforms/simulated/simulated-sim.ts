import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { PlatformStatus, SimReading, SimUsage } from '../contract.ts';

/** What the simulated platform keeps of a SIM besides its number. */
export const simulatedSimSchema = z.object({
  imsi: z.string(),
  msisdn: z.string(),
  imei: z.string().nullable(),
  status: z.enum(['INVENTORY', 'ACTIVATION_READY', 'ACTIVATED', 'DEACTIVATED', 'RETIRED']),
  communicationPlan: z.string(),
  ratePlan: z.string(),
  addedAt: z.coerce.date(),
  activatedAt: z.coerce.date().nullable(),
  /** When it could send: from activation to deactivation. */
  periods: z.array(z.object({ from: z.coerce.date(), to: z.coerce.date().nullable() })),
});
export type SimulatedSim = z.output<typeof simulatedSimSchema>;

export const COMMUNICATION_PLANS = [
  { name: 'LTE-M data', apns: ['iot.simulated'] },
  { name: 'LTE-M data and SMS', apns: ['iot.simulated', 'sms.simulated'] },
  { name: 'NB-IoT data', apns: ['nb.simulated'] },
];
export const RATE_PLANS = [{ name: 'Pool 1 MB' }, { name: 'Pool 10 MB' }, { name: 'Pool 100 MB' }];

const DAY_MS = 86_400_000;
const DAYS_TOLD = 35;

/** A number of [0, 1) that is always the same for the same words. */
export function chance(...words: (string | number)[]): number {
  return createHash('sha256').update(words.join('|')).digest().readUInt32BE(0) / 2 ** 32;
}

/** Between 5 kB and 3 MB a day, quieter at weekends, with days of silence. */
function bytesOfDay(iccid: string, day: string): number {
  const usual = 5_000 * 600 ** chance(iccid, 'usual');
  if (chance(iccid, day, 'silent') < 0.03) return 0;
  const weekday = new Date(day).getUTCDay() % 6 === 0 ? 0.7 : 1;
  return usual * weekday * (0.6 + 0.8 * chance(iccid, day));
}

const overlap = (sim: SimulatedSim, from: number, to: number) =>
  sim.periods.reduce(
    (ms, period) =>
      ms + Math.max(0, Math.min(to, period.to?.getTime() ?? to) - Math.max(from, period.from.getTime())),
    0,
  );

/** Of one day up to now, in proportion to the time in which it could send. */
function usedOn(iccid: string, sim: SimulatedSim, day: string, now: Date): number {
  const from = Date.parse(day);
  const active = overlap(sim, from, Math.min(from + DAY_MS, now.getTime()));
  return Math.round((bytesOfDay(iccid, day) * active) / DAY_MS);
}

/** The billing month is the month of the calendar, UTC. */
function usageOf(iccid: string, sim: SimulatedSim, now: Date): SimUsage {
  const today = Math.floor(now.getTime() / DAY_MS) * DAY_MS;
  const days = Array.from({ length: DAYS_TOLD }, (_, n) => {
    const day = new Date(today - (DAYS_TOLD - 1 - n) * DAY_MS).toISOString().slice(0, 10);
    return { day, bytes: usedOn(iccid, sim, day, now) };
  });
  const month = now.toISOString().slice(0, 7);
  const thisMonth = days.filter(({ day, bytes }) => day.startsWith(month) && bytes > 0);
  return {
    bytes: thisMonth.reduce((sum, { bytes }) => sum + bytes, 0),
    sms: Math.floor(thisMonth.length * chance(iccid, 'sms')),
    sessions: thisMonth.length * Math.ceil(4 * chance(iccid, 'sessions')),
    days: days.filter(({ bytes }) => bytes > 0),
  };
}

function sessionOf(iccid: string, sim: SimulatedSim, now: Date): SimReading['session'] {
  const last = sim.periods.at(-1);
  if (!last) return { startedAt: null, endedAt: null, ipAddress: null };
  const end = last.to ?? now;
  const length = (0.2 + chance(iccid, 'session')) * 3 * 3_600_000;
  const startedAt = new Date(Math.max(last.from.getTime(), end.getTime() - length));
  const byte = (what: string) => Math.floor(256 * chance(iccid, what));
  return { startedAt, endedAt: last.to, ipAddress: `10.64.${byte('net')}.${byte('host')}` };
}

export function readingOf(iccid: string, sim: SimulatedSim, account: string, now: Date): SimReading {
  const { imsi, msisdn, imei, status, communicationPlan, ratePlan, addedAt, activatedAt } = sim;
  return {
    iccid,
    imsi,
    msisdn,
    imei,
    status,
    platformStatus: status,
    communicationPlan,
    ratePlan,
    addedAt,
    activatedAt,
    platformAccount: account,
    platformCustomer: null,
    usage: usageOf(iccid, sim, now),
    session: sessionOf(iccid, sim, now),
  };
}

/** As any platform decides it for itself. */
const FOLLOWS: Record<PlatformStatus, readonly PlatformStatus[]> = {
  INVENTORY: ['ACTIVATION_READY', 'ACTIVATED', 'RETIRED'],
  ACTIVATION_READY: ['INVENTORY', 'ACTIVATED', 'DEACTIVATED', 'RETIRED'],
  ACTIVATED: ['DEACTIVATED', 'RETIRED'],
  DEACTIVATED: ['ACTIVATED', 'RETIRED'],
  RETIRED: [],
};

/** The SIM as it becomes, or why it does not. */
export function changed(
  sim: SimulatedSim,
  wish: { status?: PlatformStatus; communicationPlan?: string; ratePlan?: string },
  now: Date,
): SimulatedSim | string {
  const { status = sim.status, communicationPlan = sim.communicationPlan, ratePlan = sim.ratePlan } = wish;
  const isSame =
    status === sim.status && communicationPlan === sim.communicationPlan && ratePlan === sim.ratePlan;
  if (isSame) return sim;
  if (sim.status === 'RETIRED') return 'The SIM is retired: nothing of it can change any more.';
  if (!COMMUNICATION_PLANS.some(({ name }) => name === communicationPlan))
    return `There is no communication plan "${communicationPlan}".`;
  if (!RATE_PLANS.some(({ name }) => name === ratePlan)) return `There is no rate plan "${ratePlan}".`;
  if (status !== sim.status && !FOLLOWS[sim.status].includes(status))
    return `A SIM that is ${sim.status} cannot become ${status}.`;
  return {
    ...sim,
    status,
    communicationPlan,
    ratePlan,
    activatedAt: status === 'ACTIVATED' ? (sim.activatedAt ?? now) : sim.activatedAt,
    periods: status === sim.status ? sim.periods : periodsAfter(sim, status, now),
  };
}

function periodsAfter(sim: SimulatedSim, status: PlatformStatus, now: Date): SimulatedSim['periods'] {
  const ended = sim.periods.map((period) => ({ ...period, to: period.to ?? now }));
  return status === 'ACTIVATED' ? [...ended, { from: now, to: null }] : ended;
}
