import { z } from 'zod';
import { timeSchema } from '#server/http/contract.ts';

/** The way of a device's data, in its order: where it ends is what a diagnosis tells. */
export const STEPS = ['registered', 'heard', 'accepted', 'decoded', 'in-flow', 'delivered'] as const;
export type Step = (typeof STEPS)[number];

/**
 * What can be wrong, by the step that it stops or harms, causes before what follows from them: findings are told in this
 * order. `advice`: read from the radio traffic, and shown with it.
 */
export const CAUSES = {
  'device-deactivated': { step: 'registered' },
  'no-identifier': { step: 'registered' },
  'no-shared-secret': { step: 'registered' },
  'sim-not-active': { step: 'registered' },
  'registration-failed': { step: 'registered' },
  'network-deactivated': { step: 'registered' },
  'registration-pending': { step: 'registered' },
  'not-registered': { step: 'registered' },
  'similar-unknown': { step: 'heard' },
  'no-connection': { step: 'heard' },
  'connection-disabled': { step: 'heard' },
  'connection-refused': { step: 'heard' },
  'connection-unreadable': { step: 'heard' },
  'connection-never-heard': { step: 'heard' },
  'connection-silent': { step: 'heard' },
  'message-token-wrong': { step: 'heard' },
  'message-malformed': { step: 'heard' },
  'message-too-many': { step: 'heard' },
  'join-not-accepted': { step: 'heard', advice: true },
  'accepted-no-data': { step: 'heard', advice: true },
  'frames-refused': { step: 'heard', advice: true },
  'sim-no-session': { step: 'heard' },
  'battery-empty': { step: 'heard', advice: true },
  'no-join-request': { step: 'heard', advice: true },
  'never-heard': { step: 'heard' },
  silent: { step: 'heard', advice: true },
  rejoins: { step: 'accepted', advice: true },
  'counter-reset': { step: 'accepted', advice: true },
  duplicates: { step: 'accepted', advice: true },
  'clock-wrong': { step: 'accepted' },
  'weak-signal': { step: 'accepted', advice: true },
  'frames-lost': { step: 'accepted', advice: true },
  'mac-unanswered': { step: 'accepted', advice: true },
  'mac-ignored': { step: 'accepted', advice: true },
  'adr-off': { step: 'accepted', advice: true },
  'slow-data-rate': { step: 'accepted', advice: true },
  'many-confirmed': { step: 'accepted', advice: true },
  'too-often': { step: 'accepted', advice: true },
  'battery-low': { step: 'accepted', advice: true },
  'battery-falling': { step: 'accepted', advice: true },
  'platform-behind': { step: 'decoded' },
  'no-decoder': { step: 'decoded' },
  'decoder-unpublished': { step: 'decoded' },
  'decoder-suspended': { step: 'decoded' },
  'decoder-fails': { step: 'decoded' },
  'decoder-returns-nothing': { step: 'decoded' },
  'no-device': { step: 'in-flow' },
  'no-flow': { step: 'in-flow' },
  'project-full': { step: 'in-flow' },
  'devices-deactivated': { step: 'registered' },
  'devices-silent': { step: 'heard' },
  'devices-never-heard': { step: 'heard' },
  'no-destination': { step: 'delivered' },
  'destination-paused': { step: 'delivered' },
  'destination-suspended': { step: 'delivered' },
  'receiver-unresolved': { step: 'delivered' },
  'receiver-unreachable': { step: 'delivered' },
  'receiver-tls': { step: 'delivered' },
  'receiver-timeout': { step: 'delivered' },
  'receiver-refuses': { step: 'delivered' },
  'receiver-fails': { step: 'delivered' },
  'destination-misconfigured': { step: 'delivered' },
  'destination-behind': { step: 'delivered' },
} as const satisfies Record<string, { step: Step; advice?: true }>;
export type Cause = keyof typeof CAUSES;
export const CAUSE_NAMES = Object.keys(CAUSES) as [Cause, ...Cause[]];

export const isAdvice = (cause: Cause): boolean => 'advice' in CAUSES[cause];

/** stops: no data gets past. harms: data gets past, with loss or at a cost. */
const SEVERITIES = ['stops', 'harms'] as const;

/** What proves a finding: the rows that it was read from. */
export const evidenceSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('message'),
    id: z.number().int(),
    at: timeSchema,
    what: z.string().meta({ description: 'Kind of the message, e.g. `lora.uplink`.' }),
    fCntUp: z.number().int().nullable(),
    text: z.string().nullable().meta({ description: 'What of it tells, in its own words.' }),
  }),
  z.strictObject({
    kind: z.literal('refusal'),
    reason: z.string(),
    count: z.number().int(),
    at: timeSchema,
    text: z.string().nullable(),
    connection: z.strictObject({ id: z.string(), name: z.string() }).nullable(),
  }),
  z.strictObject({
    kind: z.literal('failure'),
    id: z.number().int(),
    at: timeSchema,
    text: z.string(),
    line: z.number().int().nullable(),
    logs: z.array(z.string()),
  }),
  z.strictObject({
    kind: z.literal('delivery'),
    id: z.number().int(),
    messageId: z.number().int(),
    at: timeSchema,
    status: z.number().int().nullable(),
    text: z.string().nullable(),
  }),
  z.strictObject({
    kind: z.literal('unknown-device'),
    identifier: z.string(),
    count: z.number().int(),
    at: timeSchema,
    connection: z.strictObject({ id: z.string(), name: z.string() }),
  }),
  z.strictObject({
    kind: z.literal('device'),
    id: z.string(),
    name: z.string(),
    at: timeSchema.nullable(),
  }),
  z.strictObject({
    kind: z.literal('state'),
    text: z.string(),
    at: timeSchema.nullable(),
  }),
]);
export type Evidence = z.output<typeof evidenceSchema>;

/** Where a finding is put right. */
export const PLACES = [
  'device',
  'device-network',
  'device-flows',
  'connections',
  'connection',
  'flow-devices',
  'flow-processing',
  'flow-destinations',
  'decoder',
  'destination',
  'destination-settings',
  'sim',
  'project',
  'message',
] as const;
export type Place = (typeof PLACES)[number];

/** What the portal can do about it at once. */
export const REMEDIES = [
  'activate-device',
  'retry-registration',
  'resume-decoder',
  'resume-destination',
] as const;
export type Remedy = (typeof REMEDIES)[number];

export const findingSchema = z
  .strictObject({
    cause: z.enum(CAUSE_NAMES),
    step: z.enum(STEPS),
    severity: z.enum(SEVERITIES),
    /** Fills the words: names, counts, the last error. */
    details: z.record(z.string(), z.union([z.string(), z.number()])),
    evidence: z.array(evidenceSchema),
    fix: z.strictObject({
      place: z.enum(PLACES),
      id: z.string().nullable(),
      remedy: z.enum(REMEDIES).nullable(),
    }),
  })
  .meta({ id: 'Finding', description: 'One thing that is wrong, what proves it and where it is put right.' });
export type Finding = z.output<typeof findingSchema>;

/** waiting: nothing came yet, and nothing is late. */
export const STEP_STATES = ['fine', 'waiting', 'harmed', 'broken', 'unreached'] as const;
export type StepState = (typeof STEP_STATES)[number];

const stepSchema = z.strictObject({
  step: z.enum(STEPS),
  state: z.enum(STEP_STATES),
  /** Numbers and names that the step is told by. */
  details: z.record(z.string(), z.union([z.string(), z.number()])),
  at: timeSchema.nullable(),
});
export type DiagnosedStep = z.output<typeof stepSchema>;

export const SUBJECTS = ['device', 'flow', 'destination'] as const;

export const diagnosisSchema = z
  .strictObject({
    subject: z.strictObject({ kind: z.enum(SUBJECTS), id: z.string(), name: z.string() }),
    checkedAt: timeSchema,
    verdict: z.enum(['healthy', 'waiting', 'harmed', 'broken']).meta({
      description:
        '`waiting`: nothing is wrong; the first message is awaited, by its rhythm or since it was added.',
    }),
    steps: z.array(stepSchema),
    findings: z.array(findingSchema),
    /** When the next message is due by the device's rhythm; null where it has told none. */
    nextExpectedAt: timeSchema.nullable(),
    /** Until when a first message may take its time; null once one came, or when that time is over. */
    waitingUntil: timeSchema.nullable(),
  })
  .meta({
    id: 'Diagnosis',
    description: 'How far data gets, and why no farther: findings in the order of causes.',
  });
export type Diagnosis = z.output<typeof diagnosisSchema>;
