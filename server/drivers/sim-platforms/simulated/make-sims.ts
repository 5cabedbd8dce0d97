import { hasLuhnCheck } from '#server/protocols/device-identifiers.ts';
import type { PlatformStatus } from '../contract.ts';
import { COMMUNICATION_PLANS, chance, RATE_PLANS, type SimulatedSim } from './simulated-sim.ts';

/** A row of twenty: what an account that has been in use for a while looks like. */
const ROW: readonly PlatformStatus[] = [
  ...Array<PlatformStatus>(11).fill('ACTIVATED'),
  'INVENTORY',
  'ACTIVATION_READY',
  'DEACTIVATED',
  'INVENTORY',
  'ACTIVATION_READY',
  'RETIRED',
  'DEACTIVATED',
  'INVENTORY',
  'ACTIVATED',
];

const DAY_MS = 86_400_000;

/** The SIMs that a new simulated account begins with: always the same for the same account. */
export function makeSims(
  accountId: string,
  count: number,
  now: Date,
): { iccid: string; sim: SimulatedSim }[] {
  return Array.from({ length: count }, (_, n) => makeSim(accountId, n, now));
}

function makeSim(accountId: string, n: number, now: Date): { iccid: string; sim: SimulatedSim } {
  // ITU-T E.118: 89, the Netherlands, an issuer; then an account of seven digits and a number of five.
  const account = digits(chance(accountId, 'account'), 7);
  const number = String(n).padStart(5, '0');
  const iccid = withCheckDigit(`893108${account}${number}`);
  const status = ROW[n % ROW.length] as PlatformStatus;
  const ago = (days: number) => new Date(now.getTime() - days * DAY_MS);
  const activatedAt = ['ACTIVATED', 'DEACTIVATED', 'RETIRED'].includes(status)
    ? ago(20 + Math.floor(300 * chance(iccid, 'activated')))
    : null;
  const endedAt = status === 'ACTIVATED' ? null : ago(2 + Math.floor(15 * chance(iccid, 'ended')));
  const planOf = <T>(plans: readonly T[], what: string) =>
    plans[Math.floor(plans.length * chance(iccid, what))] as T;
  return {
    iccid,
    sim: {
      imsi: `20408${account}${number.slice(-3)}`,
      msisdn: `3197${account.slice(0, 5)}${number.slice(-4)}`,
      imei: activatedAt ? withCheckDigit(`86226104${digits(chance(iccid, 'imei'), 6)}`) : null,
      status,
      communicationPlan: planOf(COMMUNICATION_PLANS, 'communication').name,
      ratePlan: planOf(RATE_PLANS, 'rate').name,
      addedAt: ago(340 + (n % 20)),
      activatedAt,
      periods: activatedAt ? [{ from: activatedAt, to: endedAt }] : [],
    },
  };
}

const digits = (part: number, length: number) =>
  String(Math.floor(part * 10 ** length)).padStart(length, '0');

function withCheckDigit(text: string): string {
  const check = Array.from({ length: 10 }, (_, digit) => digit).find((digit) =>
    hasLuhnCheck(`${text}${digit}`),
  );
  return `${text}${check}`;
}
