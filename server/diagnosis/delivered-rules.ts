import type { FlowDestinationState, FlowFacts } from '#server/flows/contract.ts';
import type { Cause, Finding } from './contract.ts';
import type { DeliveryFact, DeviceFacts } from './facts-contract.ts';
import { delivered, finding, state } from './finding-rules.ts';

/** In which flow, to which destination, and why it does not arrive there. */

interface DeliveredFacts {
  now: Date;
  flows: readonly FlowFacts[];
  deliveries: readonly DeliveryFact[];
  project: DeviceFacts['project'];
}

export function deliveredFindings(facts: DeliveredFacts): Finding[] {
  const { flows, project } = facts;
  const destinations = new Map(
    flows.flatMap((flow) => flow.destinations.map((one) => [one.id, one] as const)),
  );
  const harms = flows.some((flow) => flow.destinations.length > 0);
  const without = flows.filter((flow) => flow.destinations.length === 0);
  const found = without.map((flow) =>
    finding('no-destination', {
      details: { flow: flow.name },
      place: 'flow-destinations',
      id: flow.id,
      harms,
    }),
  );
  const full = without.length > 0 && project ? projectFull(project, 'destinations') : [];
  const each = [...destinations.values()].map((one) => ofDestination(one, facts));
  const working = each.some((findings) => findings.length === 0);
  const troubles = each.flat().map((one) => (working ? { ...one, severity: 'harms' as const } : one));
  return [...found, ...full, ...troubles];
}

/** Nothing more can be linked in it: why somebody left it at that. */
export function projectFull(
  { id, name, limits, used }: NonNullable<DeviceFacts['project']>,
  what: 'flows' | 'destinations',
): Finding[] {
  const limit = limits[what];
  if (limit === null || used[what] < limit) return [];
  const details = { project: name, what, limit };
  return [finding('project-full', { details, place: 'project', id, harms: true })];
}

const FAILING_SHARE = 0.2;
const LEAST_FAILED = 3;
const WAITING_MS = 5 * 60_000;
const LARGE_BACKLOG = 1000;

function ofDestination(destination: FlowDestinationState, { deliveries, now }: DeliveredFacts): Finding[] {
  const { id, name, status, lastError, backlog } = destination;
  const mine = deliveries.filter(({ destinationId }) => destinationId === id);
  const tried = mine
    .filter(({ attempts }) => attempts > 0)
    .sort((a, b) => (b.at?.getTime() ?? 0) - (a.at?.getTime() ?? 0));
  const bad = tried.filter(isBad);
  const base = { destination: name, error: bad[0] ? wordOf(bad[0]) : (lastError ?? ''), backlog };
  if (status === 'paused')
    return [
      finding('destination-paused', {
        details: base,
        place: 'destination',
        id,
        remedy: 'resume-destination',
      }),
    ];
  if (status === 'suspended')
    return [
      finding('destination-suspended', {
        details: base,
        evidence: delivered(bad),
        place: 'destination',
        id,
        remedy: 'resume-destination',
      }),
    ];
  const often = bad.length >= LEAST_FAILED && bad.length >= tried.length * FAILING_SHARE;
  const newest = tried[0];
  if (newest && isBad(newest)) return [receiverFinding(destination, bad, base, false)];
  if (often) return [receiverFinding(destination, bad, base, true)];
  if (destination.failuresInARow > 0 && destination.failingSince && tried.length === 0)
    return [
      finding(causeOf({ error: lastError, status: null }), {
        details: base,
        evidence: [state(lastError ?? '', destination.failingSince)],
        place: 'destination',
        id,
      }),
    ];
  const waiting = mine.filter(
    (one) => one.state === 'waiting' && now.getTime() - one.receivedAt.getTime() > WAITING_MS,
  );
  if (waiting.length === 0 && backlog < LARGE_BACKLOG) return [];
  const details = { ...base, waiting: Math.max(waiting.length, backlog) };
  return [
    finding('destination-behind', {
      details,
      evidence: delivered(waiting),
      place: 'destination',
      id,
      harms: true,
    }),
  ];
}

const isBad = ({ state, attempts }: DeliveryFact) =>
  state === 'failed' || (state === 'waiting' && attempts > 0);

const wordOf = ({ status, error, text }: DeliveryFact) =>
  status === null ? (text ?? error ?? '') : `HTTP ${status}`;

function receiverFinding(
  { id }: FlowDestinationState,
  bad: readonly DeliveryFact[],
  base: Record<string, string | number>,
  harms: boolean,
): Finding {
  const last = bad[0] as DeliveryFact;
  return finding(causeOf(last), {
    details: { ...base, status: last.status ?? '', failed: bad.length },
    evidence: delivered(bad),
    place: 'destination',
    id,
    harms,
  });
}

/** Codes of outgoing calls, and what an operator does about them. */
const CAUSE_OF_ERROR: [like: RegExp, cause: Cause][] = [
  [/unresolved/, 'receiver-unresolved'],
  [/tls/, 'receiver-tls'],
  [/timeout/, 'receiver-timeout'],
  [/unreachable|broken-off/, 'receiver-unreachable'],
  [/forbidden|bad-|secrets-unreadable|^destinations\./, 'destination-misconfigured'],
];
/** Answers that pass by themselves (RFC 9110 §15.5.9, RFC 6585 §4). */
const PASSING = new Set([408, 425, 429]);

function causeOf({ error, status }: { error: string | null; status: number | null }): Cause {
  if (status !== null && status >= 300 && status < 500 && !PASSING.has(status)) return 'receiver-refuses';
  if (status !== null) return 'receiver-fails';
  return CAUSE_OF_ERROR.find(([like]) => like.test(error ?? ''))?.[1] ?? 'receiver-fails';
}
