import {
  CAUSES,
  type DiagnosedStep,
  type Diagnosis,
  type Finding,
  STEPS,
  type Step,
  type StepState,
} from './contract.ts';
import { behind, decoderFindings, outcomeFindings } from './decoded-rules.ts';
import { deliveredFindings, projectFull } from './delivered-rules.ts';
import type { DeviceFacts, FlowSubjectFacts } from './facts-contract.ts';
import { failed, finding, inOrder } from './finding-rules.ts';
import { heardFindings } from './heard-rules.ts';
import { dataOf, type Rhythm, rhythmOf } from './radio-rules.ts';
import { registeredFindings } from './registered-rules.ts';
import { trafficFindings } from './traffic-rules.ts';

/** Walks a device's data from its registration to its receivers: what is wrong, and where it ends. */
export function diagnoseDevice(facts: DeviceFacts): Diagnosis {
  const known = untilRecorded(facts);
  const rhythm = rhythmOf(known);
  const { device, now } = facts;
  const findings = inOrder([
    ...registeredFindings(facts, rhythm),
    ...heardFindings(known, rhythm),
    ...trafficFindings(facts, rhythm),
    ...behind(facts.backlog, now),
    ...decoderFindings(facts),
    ...outcomeFindings(facts),
    ...flowFindings(facts),
    ...deliveredFindings(facts),
  ]);
  return {
    subject: { kind: 'device', id: device.id, name: device.name },
    checkedAt: now.toISOString(),
    ...chain(findings, stepsOfDevice(facts, rhythm), rhythm.waitingUntil !== null),
    nextExpectedAt: nextOf(rhythm),
    waitingUntil: iso(rhythm.waitingUntil),
  };
}

/** What came after a message that still waits in the stream is not among the frames: nobody is silent for that. */
function untilRecorded(facts: DeviceFacts): DeviceFacts {
  return { ...facts, now: facts.backlog.streamedSince ?? facts.now };
}

function nextOf({ lastAt, intervalSeconds, alive }: Rhythm): string | null {
  return alive && lastAt && intervalSeconds
    ? new Date(lastAt.getTime() + intervalSeconds * 1000).toISOString()
    : null;
}

function flowFindings({ flows, project }: DeviceFacts): Finding[] {
  if (flows.length > 0) return [];
  return [finding('no-flow', { place: 'device-flows' }), ...(project ? projectFull(project, 'flows') : [])];
}

/** The same for a flow or a destination: its devices together, then what it does with what they send. */
export function diagnoseFlows(facts: FlowSubjectFacts): Diagnosis {
  const { subject, now } = facts;
  const findings = inOrder([
    ...deviceFindings(facts),
    ...behind(facts.backlog, now),
    ...decoderFindings(facts),
    ...failingFindings(facts),
    ...deliveredFindings(facts),
  ]);
  return {
    subject,
    checkedAt: now.toISOString(),
    ...chain(findings, stepsOfFlows(facts), isWaiting(facts.devices)),
    nextExpectedAt: null,
    waitingUntil: null,
  };
}

const isWaiting = ({ waiting, lastMessageAt }: FlowSubjectFacts['devices']) =>
  waiting > 0 && lastMessageAt === null;

function deviceFindings({ devices, subject, flows }: FlowSubjectFacts): Finding[] {
  const { total, deactivated, silent, neverHeard, silentOnes, neverOnes } = devices;
  const id = subject.kind === 'flow' ? subject.id : (flows[0]?.id ?? null);
  if (flows.length === 0) return [finding('no-flow', { place: 'destination', id: subject.id })];
  if (total === 0) return [finding('no-device', { place: 'flow-devices', id })];
  const told = (count: number) => ({ details: { count, total }, place: 'flow-devices' as const, id });
  const ones = (some: { id: string; name: string; lastMessageAt?: Date | null }[]) =>
    some.map((one) => ({
      kind: 'device' as const,
      id: one.id,
      name: one.name,
      at: one.lastMessageAt?.toISOString() ?? null,
    }));
  // Whoever still sends keeps the flow alive: the others are worth a word.
  const none = deactivated + silent + neverHeard >= total;
  return [
    ...(deactivated > 0 ? [finding('devices-deactivated', { ...told(deactivated), harms: !none })] : []),
    ...(silent > 0
      ? [finding('devices-silent', { ...told(silent), evidence: ones(silentOnes), harms: !none })]
      : []),
    ...(neverHeard > 0
      ? [finding('devices-never-heard', { ...told(neverHeard), evidence: ones(neverOnes), harms: !none })]
      : []),
  ];
}

/** Of each decoder that failed within the hour, its newest failure; whether it fails always the counts say. */
function failingFindings({ flows, failures }: FlowSubjectFacts): Finding[] {
  const seen = new Set<string>();
  return flows.flatMap((flow) =>
    flow.types.flatMap(({ decoders }) =>
      decoders.flatMap((decoder) => {
        const { lastHour, lastFailure } = decoder;
        if (!decoder.enabled || !lastFailure || lastHour.failures === 0 || seen.has(decoder.id)) return [];
        seen.add(decoder.id);
        const mine = failures.filter(({ decoderId }) => decoderId === decoder.id);
        return finding('decoder-fails', {
          details: {
            decoder: decoder.name,
            error: lastFailure.message,
            line: lastFailure.line ?? '',
            failed: lastHour.failures,
            messages: lastHour.messages,
          },
          evidence: failed(mine),
          place: decoder.kind === 'script' ? 'decoder' : 'flow-processing',
          id: decoder.kind === 'script' ? decoder.id : flow.id,
          harms: lastHour.failures < lastHour.messages,
        });
      }),
    ),
  );
}

type Told = Record<Step, Pick<DiagnosedStep, 'details' | 'at'>>;

/** Fine up to the first broken step; what lies behind it is not reached, unless it is wrong by itself. */
function chain(
  findings: Finding[],
  told: Told,
  waits: boolean,
): Pick<Diagnosis, 'verdict' | 'steps' | 'findings'> {
  const stops = findings.filter(({ severity }) => severity === 'stops');
  const broken = stops.map(({ step }) => STEPS.indexOf(step));
  const ends = waits ? STEPS.indexOf('accepted') : STEPS.length;
  const first = Math.min(ends, ...broken);
  // Decoders belong to flows: without one nothing reads the messages.
  const reached = stops.some(({ cause }) => cause === 'no-flow')
    ? Math.min(first, STEPS.indexOf('decoded'))
    : first;
  const stateOf = (step: Step): StepState => {
    const own = findings.filter((one) => CAUSES[one.cause].step === step);
    if (own.some(({ severity }) => severity === 'stops')) return 'broken';
    if (own.length > 0) return 'harmed';
    if (step === 'heard' && waits && first === ends) return 'waiting';
    // What is linked stands, whether anything gets there or not.
    const linked = step === 'in-flow' && told[step].details.count !== 0;
    return STEPS.indexOf(step) >= reached && !linked ? 'unreached' : 'fine';
  };
  return {
    verdict: stops.length > 0 ? 'broken' : findings.length > 0 ? 'harmed' : waits ? 'waiting' : 'healthy',
    steps: STEPS.map((step) => ({ step, state: stateOf(step), ...told[step] })),
    findings,
  };
}

const iso = (at: Date | null | undefined) => at?.toISOString() ?? null;

const DAY_MS = 24 * 3_600_000;

function stepsOfDevice(facts: DeviceFacts, { lastAt }: Rhythm): Told {
  const { device, registration, frames, fates, deliveries, flows, refusals, now } = facts;
  const data = dataOf(frames);
  const day = data.filter(({ at }) => now.getTime() - at.getTime() < DAY_MS);
  const done = fates.filter(({ queued }) => !queued);
  const count = (state: string) => deliveries.filter((one) => one.state === state).length;
  return {
    registered: {
      details: {
        identifier: device.adapters[0]?.identifier ?? '',
        connection: registration?.connection?.name ?? '',
        ...(registration?.status === 'INVENTORY' ? { unregistered: 'yes' } : {}),
      },
      at: iso(registration?.work?.settledAt),
    },
    heard: {
      details: data[0]?.signal == null ? {} : { signal: Math.round(data[0].signal) },
      at: iso(lastAt ?? frames[0]?.at),
    },
    accepted: {
      details: { messages: day.length, refused: refusals.reduce((sum, one) => sum + one.count, 0) },
      at: null,
    },
    decoded: {
      details: { decoded: done.filter(({ packs }) => packs > 0).length, messages: done.length },
      at: null,
    },
    'in-flow': {
      details: { flows: flows.map(({ name }) => name).join(', '), count: flows.length },
      at: null,
    },
    delivered: deliveredStep(deliveries, count),
  };
}

function deliveredStep(deliveries: DeviceFacts['deliveries'], count: (state: string) => number) {
  const last = deliveries.find(({ state }) => state === 'delivered');
  return {
    details: { delivered: count('delivered'), failed: count('failed'), waiting: count('waiting') },
    at: iso(last?.at),
  };
}

function stepsOfFlows({ devices, flows, deliveries, backlog }: FlowSubjectFacts): Told {
  const types = flows.flatMap((flow) => flow.types);
  const sum = (numbers: number[]) => numbers.reduce((total, one) => total + one, 0);
  const decoders = types.flatMap((type) => type.decoders.filter((one) => one.enabled));
  const destinations = flows.flatMap((flow) => flow.destinations);
  const last = deliveries.find(({ state }) => state === 'delivered');
  return {
    registered: { details: { devices: devices.total, deactivated: devices.deactivated }, at: null },
    heard: {
      details: { silent: devices.silent, neverHeard: devices.neverHeard },
      at: iso(devices.lastMessageAt),
    },
    accepted: {
      details: { messages: sum(types.map(({ messagesLastHour }) => messagesLastHour)), refused: 0 },
      at: null,
    },
    decoded: {
      details: { decoders: decoders.length, waiting: backlog.waiting },
      at: null,
    },
    'in-flow': {
      details: { flows: flows.map(({ name }) => name).join(', '), count: flows.length },
      at: null,
    },
    delivered: {
      details: {
        delivered: sum(destinations.map((one) => one.lastHour.delivered)),
        failed: sum(destinations.map((one) => one.lastHour.failed)),
        waiting: sum(destinations.map((one) => one.backlog)),
      },
      at: iso(last?.at),
    },
  };
}
