import type { Evidence, Finding } from './contract.ts';
import type { DeviceFacts } from './facts-contract.ts';
import { finding, messages, state } from './finding-rules.ts';
import { similarUnknown } from './identifier-rules.ts';
import type { Rhythm } from './radio-rules.ts';

/** What the owner of the device, its network server or its SIM platform has not done yet, or has switched off. */
export function registeredFindings(facts: DeviceFacts, rhythm: Rhythm): Finding[] {
  const { alive } = rhythm;
  return [...ofDevice(facts, alive), ...ofSim(facts, alive), ...ofRegistration(facts, rhythm)];
}

function ofDevice({ device, frames, refusals, hasPassword }: DeviceFacts, alive: boolean): Finding[] {
  const found: Finding[] = [];
  if (device.status === 'DEACTIVATED') {
    const kept = frames.filter(({ processed }) => !processed);
    found.push(
      finding('device-deactivated', {
        details: { kept: kept.length },
        evidence: messages(kept),
        place: 'device',
        remedy: 'activate-device',
      }),
    );
  }
  if (device.adapters.length === 0)
    found.push(
      finding('no-identifier', {
        details: { networks: device.deviceType.networks.join(', ') },
        place: 'device-network',
      }),
    );
  // For a tracker its maker's server signs.
  const signs =
    device.adapters.some(({ network }) => network !== 'lora') &&
    !frames.some(({ kind }) => kind === 'digitalmatter.record');
  if (signs && device.sharedSecretSince === null && !hasPassword && !alive)
    found.push(
      finding('no-shared-secret', {
        evidence: refusals.filter(({ reason }) => reason === 'unauthorized').map(refusalEvidence),
        place: 'device-network',
      }),
    );
  return found;
}

export const refusalEvidence = (refusal: {
  reason: string;
  count: number;
  lastAt: Date;
  lastDetail: string | null;
}): Evidence => ({
  kind: 'refusal',
  reason: refusal.reason,
  count: refusal.count,
  at: refusal.lastAt.toISOString(),
  text: refusal.lastDetail,
  connection: null,
});

const OUT_OF_SERVICE = new Set(['INVENTORY', 'ACTIVATION_READY', 'DEACTIVATED', 'RETIRED']);

function ofSim({ sim }: DeviceFacts, alive: boolean): Finding[] {
  if (!sim || alive || !OUT_OF_SERVICE.has(sim.status)) return [];
  const { iccid, status, change } = sim;
  const refused = change?.error ? [state(change.error)] : [];
  return [
    finding('sim-not-active', {
      details: { iccid, status, wanted: change?.wanted ?? '' },
      evidence: refused,
      place: 'sim',
      id: sim.id,
    }),
  ];
}

/** A wish is normally done within seconds; longer, and it is worth a word. */
const PENDING_MS = 2 * 60_000;

function ofRegistration(facts: DeviceFacts, { alive, waitingUntil }: Rhythm): Finding[] {
  const { registration, now } = facts;
  if (!registration) return [];
  const { failure, status, work, connection } = registration;
  const details = { connection: connection?.name ?? '', status };
  const place = 'device-network' as const;
  if (failure && status === 'FAILED')
    return [
      finding('registration-failed', {
        details: { ...details, reason: failure.reason, code: failure.code },
        evidence: [state(failure.reason || failure.code, failure.at)],
        place,
        remedy: 'retry-registration',
        harms: alive,
      }),
    ];
  if (status === 'DEACTIVATED') return [finding('network-deactivated', { details, place, harms: alive })];
  if (status.startsWith('PENDING') && work) {
    if (now.getTime() - work.wishedAt.getTime() < PENDING_MS && !failure) return [];
    return [
      finding('registration-pending', {
        details: { ...details, attempts: work.attempts, reason: failure?.reason ?? '' },
        evidence: failure ? [state(failure.reason || failure.code, failure.at)] : [],
        place,
        harms: alive || work.present === 'ACTIVE',
      }),
    ];
  }
  return status === 'INVENTORY' && !alive && waitingUntil === null ? notRegistered(facts) : [];
}

/** It may have been registered at the server itself: only where nothing tells more, this is the cause. */
function notRegistered(facts: DeviceFacts): Finding[] {
  if (facts.frames.length > 0) return [];
  const known =
    similarUnknown(facts).length > 0 ||
    facts.connections.some(({ refusals }) => refusals.some(({ reason }) => reason === 'unauthorized'));
  return [finding('not-registered', { place: 'device-network', harms: known })];
}
