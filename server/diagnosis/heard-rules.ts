import { batteryState } from './battery-rules.ts';
import type { Evidence, Finding } from './contract.ts';
import type { ConnectionFact, DeviceFacts, Frame } from './facts-contract.ts';
import { finding, messages, state } from './finding-rules.ts';
import { similarUnknown } from './identifier-rules.ts';
import { acceptedJoins, dataOf, isData, type Rhythm, refusedFrames, refusedJoins } from './radio-rules.ts';
import { refusalEvidence } from './registered-rules.ts';
import { joinedMs } from './waiting-rules.ts';

/** Why nothing is heard of a device, or nothing any more: what its data comes through first, then the device itself. */
export function heardFindings(facts: DeviceFacts, rhythm: Rhythm): Finding[] {
  const refused = ownRefusals(facts, rhythm);
  if (rhythm.alive) return refused;
  const found = isLora(facts)
    ? [...throughConnections(facts, rhythm), ...ofJoins(facts, rhythm)]
    : [...refused, ...ofSession(facts)];
  return [...found, ...ofDevice(facts, rhythm, found.length > 0)];
}

const isLora = ({ device, frames }: DeviceFacts) =>
  device.adapters.some(({ network }) => network === 'lora') ||
  frames.some(({ kind }) => kind.startsWith('lora.'));

const REFUSED = {
  unauthorized: 'message-token-wrong',
  malformed: 'message-malformed',
  'too-many': 'message-too-many',
} as const;
/** Fewer than this beside messages that were taken are an accident. */
const SOME_REFUSED = 3;

/** What was sent in its name and turned away. */
function ownRefusals({ refusals, device }: DeviceFacts, { lastAt, alive }: Rhythm): Finding[] {
  if (device.adapters.every(({ network }) => network === 'lora')) return [];
  return refusals.flatMap((refusal) => {
    const cause = REFUSED[refusal.reason as keyof typeof REFUSED];
    const later = lastAt === null || refusal.lastAt > lastAt;
    if (!cause || !(later || refusal.count >= SOME_REFUSED)) return [];
    return finding(cause, {
      details: { count: refusal.count, detail: refusal.lastDetail ?? '' },
      evidence: [refusalEvidence(refusal)],
      place: 'device-network',
      harms: alive,
    });
  });
}

const UNREADABLE = new Set(['malformed', 'too-large', 'unsupported']);
const HOUR = 3_600_000;

function throughConnections(facts: DeviceFacts, { lastAt }: Rhythm): Finding[] {
  const { connections, frames, registration } = facts;
  const similar = similarUnknown(facts).filter(({ lastSeenAt }) => lastAt === null || lastSeenAt > lastAt);
  const found: Finding[] = similar.slice(0, 1).map((one) =>
    finding('similar-unknown', {
      details: { identifier: one.identifier, count: one.count, connection: one.connectionName },
      evidence: similar.slice(0, 3).map((sighting) => ({
        kind: 'unknown-device',
        identifier: sighting.identifier,
        count: sighting.count,
        at: sighting.lastSeenAt.toISOString(),
        connection: { id: sighting.connectionId, name: sighting.connectionName },
      })),
      place: 'device-network',
    }),
  );
  if (connections.length === 0 && frames.length === 0 && !registration?.connection)
    return [...found, finding('no-connection', { place: 'connections' })];
  const off = connections.filter(({ enabled }) => !enabled);
  if (off.length === connections.length)
    for (const one of off.slice(0, 1)) found.push(atConnection('connection-disabled', one));
  for (const one of connections.filter(({ enabled }) => enabled)) {
    const since = refusalsSince(one, lastAt);
    found.push(
      ...turnedAway(
        'connection-refused',
        one,
        since.filter(({ reason }) => reason === 'unauthorized'),
      ),
    );
    found.push(
      ...turnedAway(
        'connection-unreadable',
        one,
        since.filter(({ reason }) => UNREADABLE.has(reason)),
      ),
    );
  }
  return [...found, ...quietConnections(facts, lastAt)];
}

const refusalsSince = ({ refusals }: ConnectionFact, at: Date | null) =>
  refusals.filter(({ lastAt }) => at === null || lastAt > at);

const atConnection = (
  cause: 'connection-disabled' | 'connection-never-heard' | 'connection-silent',
  { id, name, lastMessageAt }: ConnectionFact,
) =>
  finding(cause, {
    details: { connection: name },
    evidence: lastMessageAt ? [state(name, lastMessageAt)] : [],
    place: 'connection',
    id,
  });

function turnedAway(
  cause: 'connection-refused' | 'connection-unreadable',
  { id, name }: ConnectionFact,
  refusals: ConnectionFact['refusals'],
): Finding[] {
  const [last] = refusals;
  if (!last) return [];
  const evidence: Evidence[] = refusals.slice(0, 3).map((one) => ({
    ...refusalEvidence(one),
    kind: 'refusal' as const,
    connection: { id, name },
  })) as Evidence[];
  const count = refusals.reduce((sum, one) => sum + one.count, 0);
  const details = { connection: name, count, detail: last.lastDetail ?? '' };
  return [finding(cause, { details, evidence, place: 'connection', id })];
}

/** Nothing comes through any that it could come through; of the platform's own that is not told. */
function quietConnections({ connections, now, frames }: DeviceFacts, lastAt: Date | null): Finding[] {
  const open = connections.filter(({ enabled }) => enabled);
  if (open.length === 0 || open.some(({ isOwn }) => !isOwn)) return [];
  const [first] = open as [ConnectionFact];
  if (open.every(({ lastMessageAt, refusals }) => lastMessageAt === null && refusals.length === 0))
    return frames.length === 0 ? [atConnection('connection-never-heard', first)] : [];
  const quiet = open.every(
    (one) =>
      one.lastMessageAt !== null &&
      one.others > 0 &&
      now.getTime() - one.lastMessageAt.getTime() > HOUR &&
      (lastAt === null || one.lastMessageAt.getTime() - lastAt.getTime() < HOUR),
  );
  return quiet ? [atConnection('connection-silent', first)] : [];
}

const IN_FLIGHT_MS = 10 * 60_000;

/** A device that joins and joins, and one whose session the network server does not know any more. */
function ofJoins(
  { frames, now, registration, device }: DeviceFacts,
  { lastAt, intervalSeconds }: Rhythm,
): Finding[] {
  const later = frames.filter(({ at }) => lastAt === null || at > lastAt);
  const [accepted] = acceptedJoins(later);
  const refused = refusedJoins(later).filter(
    ({ occurredAt }) => !accepted || occurredAt > accepted.occurredAt,
  );
  const age = (frame: Frame | undefined) => (frame ? now.getTime() - frame.at.getTime() : 0);
  const place = 'device-network' as const;
  const joinEui = device.lora?.joinEui ?? registration?.joinEui ?? '';
  if (refused.length > 1 || age(refused[0]) > IN_FLIGHT_MS) {
    const heard = refused.find((frame) => frame.joinEui)?.joinEui ?? '';
    const details = { count: refused.length, joinEui, heardJoinEui: heard === joinEui ? '' : heard };
    return [finding('join-not-accepted', { details, evidence: messages(refused), place })];
  }
  const count = acceptedJoins(later).length;
  if (accepted && (count > 2 || age(accepted) > joinedMs(intervalSeconds)))
    return [
      finding('accepted-no-data', { details: { count }, evidence: messages(acceptedJoins(later)), place }),
    ];
  const thrown = refusedFrames(later);
  if (thrown.length === 0) return [];
  const details = { count: thrown.length, code: thrown[0]?.code ?? '' };
  return [finding('frames-refused', { details, evidence: messages(thrown), place })];
}

/** In service, and the platform that knows of its sessions knows of none. */
function ofSession({ sim }: DeviceFacts): Finding[] {
  if (sim?.status !== 'ACTIVATED' || sim.usageReadAt === null) return [];
  if (sim.sessionStartedAt !== null || (sim.cycleSessions ?? 0) > 0) return [];
  const evidence = [state(sim.iccid, sim.usageReadAt)];
  return [finding('sim-no-session', { details: { iccid: sim.iccid }, evidence, place: 'sim', id: sim.id })];
}

function ofDevice(
  facts: DeviceFacts,
  { lastAt, silent, intervalSeconds, waitingUntil }: Rhythm,
  explained: boolean,
): Finding[] {
  const { frames, device, registration } = facts;
  const found: Finding[] = [];
  const battery = batteryState(facts);
  // Nothing tells of the very last of a battery: it is asked once a day.
  if (silent && battery && battery.state !== 'good')
    found.push(
      finding('battery-empty', {
        details: { value: battery.value, unit: battery.unit, chemistry: device.batteryChemistry ?? '' },
        evidence: messages(battery.frame ? [battery.frame] : dataOf(frames), 1),
        place: 'device',
      }),
    );
  const details = { interval: Math.round(intervalSeconds ?? 0) };
  const evidence = messages(frames.filter(isData), 1);
  if (silent && lastAt) found.push(finding('silent', { details, evidence, place: 'device', harms: false }));
  if (lastAt !== null || explained || device.adapters.length === 0) return found;
  // Its first message may be among those that wait.
  if (frames.length > 0 || waitingUntil !== null || facts.backlog.streamedSince !== null) return found;
  const registered = registration?.status === 'ACTIVE';
  return [
    ...found,
    finding(isLora(facts) && registered ? 'no-join-request' : 'never-heard', { place: 'device-network' }),
  ];
}
