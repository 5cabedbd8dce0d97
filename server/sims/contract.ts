import { z } from 'zod';
import { iccidSchema } from '#server/devices/network-contract.ts';
import { idSchema, lineSchema } from '#server/platform/contract.ts';

/** UNKNOWN: no platform has told yet. */
export const SIM_STATUSES = [
  'UNKNOWN',
  'INVENTORY',
  'ACTIVATION_READY',
  'ACTIVATED',
  'DEACTIVATED',
  'RETIRED',
] as const;
export type SimStatus = (typeof SIM_STATUSES)[number];

/** What can be asked for; everything but what nobody can want. */
export const WANTED_STATUSES = [
  'INVENTORY',
  'ACTIVATION_READY',
  'ACTIVATED',
  'DEACTIVATED',
  'RETIRED',
] as const satisfies SimStatus[];
export type WantedStatus = (typeof WANTED_STATUSES)[number];

export const CHANGE_KINDS = ['status', 'communication-plan', 'rate-plan'] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];
/** What is asked for by which kind of change. */
export const CHANGE_PARTS = [
  { part: 'status', kind: 'status' },
  { part: 'communicationPlan', kind: 'communication-plan' },
  { part: 'ratePlan', kind: 'rate-plan' },
] as const satisfies { part: keyof SimChange; kind: ChangeKind }[];

export type PlanKind = 'communication' | 'rate';

export const planNameSchema = lineSchema(200).min(1);
export const apnSchema = z
  .string()
  .trim()
  .toLowerCase()
  .regex(
    /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/,
    'must be an APN, such as iot.example',
  )
  .max(100);

/** What is wanted of a SIM; each part becomes a change of its own at the platform. */
const changeShape = {
  status: z.enum(WANTED_STATUSES).optional(),
  communicationPlan: planNameSchema.optional(),
  ratePlan: planNameSchema.optional(),
};
const changesSomething = (change: object) => Object.values(change).some((value) => value !== undefined);

export const simChangeSchema = z
  .strictObject(changeShape)
  .refine(changesSomething, 'must name a status, a communication plan or a rate plan');
export type SimChange = z.output<typeof simChangeSchema>;

/** Of one SIM or a few; of a selection the list makes a bulk task. */
export const simsChangeSchema = z.strictObject({
  ids: z.array(idSchema).min(1).max(500),
  change: simChangeSchema,
});
export type SimsChange = z.output<typeof simsChangeSchema>;

export const simChangeCancelSchema = z.strictObject({ id: idSchema, kind: z.enum(CHANGE_KINDS) });

/** A SIM by its id, or by the number on the card, which may be one that nobody listed yet. */
export const simLinkSchema = z
  .strictObject({
    deviceId: idSchema,
    simId: idSchema.optional(),
    iccid: iccidSchema.optional(),
    /** The SIM that the device has goes, this one comes. */
    replace: z.boolean().default(false),
  })
  .refine((input) => (input.simId === undefined) !== (input.iccid === undefined), {
    path: ['iccid'],
    message: 'must be given, or the id of a SIM: one of the two',
  });
export type SimLink = z.output<typeof simLinkSchema>;

export const simUnlinkSchema = z.strictObject({ deviceId: idSchema });

export const freeSimsSchema = z.strictObject({
  q: z.string().trim().max(40).default(''),
  limit: z.coerce.number().int().min(1).max(50).default(20),
});

export const simUsageSchema = z.strictObject({
  id: idSchema,
  days: z.coerce.number().int().min(1).max(400).default(60),
});

/** A change that was asked for: on its way, done, or refused with the platform's reason. */
export interface SimJob {
  id: number;
  kind: ChangeKind;
  before: string | null;
  wanted: string;
  state: 'pending' | 'done' | 'failed' | 'superseded';
  attempts: number;
  dueAt: Date;
  /** Code of what the last attempt met and the platform's own words. */
  errorCode: string | null;
  error: string | null;
  requestedBy: string | null;
  createdAt: Date;
  finishedAt: Date | null;
}

/** What of a SIM is on its way or was refused last; shown beside what is. */
export interface OpenChange {
  kind: ChangeKind;
  wanted: string;
  state: 'pending' | 'failed';
  attempts: number;
  errorCode: string | null;
  error: string | null;
}

export interface SimListItem {
  id: string;
  iccid: string;
  msisdn: string | null;
  imei: string | null;
  device: { id: string; name: string } | null;
  account: { id: string; name: string } | null;
  status: SimStatus;
  communicationPlan: string | null;
  ratePlan: string | null;
  /** Of its communication plan. */
  apns: string[];
  /** Of the linked device. */
  lastMessageAt: Date | null;
  /** Of the billing month so far. */
  cycleBytes: number | null;
  activatedAt: Date | null;
  syncedAt: Date | null;
  syncErrorCode: string | null;
  changes: OpenChange[];
  createdAt: Date;
}

export interface Sim extends SimListItem {
  imsi: string | null;
  platformStatus: string | null;
  platformAccount: string | null;
  platformCustomer: string | null;
  addedAt: Date | null;
  linkedAt: Date | null;
  cycleSms: number | null;
  cycleSessions: number | null;
  usageReadAt: Date | null;
  sessionStartedAt: Date | null;
  sessionEndedAt: Date | null;
  ipAddress: string | null;
  syncError: string | null;
  /** A sync was asked for and has not ended. */
  syncing: boolean;
  /** What the linked device says of itself. */
  linkedDevice: {
    id: string;
    name: string;
    type: string;
    /** A managed one keeps the SIM that it came with. */
    category: 'managed' | 'own';
    project: string;
    imei: string | null;
    lastMessageAt: Date | null;
  } | null;
  /** Of its account; null without one. */
  platform: string | null;
  plans: SimPlan[];
  history: SimJob[];
}

/** To choose from. */
export interface PlanChoice {
  kind: PlanKind;
  name: string;
  apns: string[];
}

export interface SimPlan extends PlanChoice {
  id: string;
  /** SIMs that have it now. */
  sims: number;
}

export interface SimUsageDay {
  /** YYYY-MM-DD, UTC. */
  day: string;
  bytes: number;
}

export interface FreeSim {
  id: string;
  iccid: string;
  msisdn: string | null;
  status: SimStatus;
  account: string | null;
}

export interface FreeSims {
  items: FreeSim[];
  /** There are others: more digits find them. */
  more: boolean;
}

/** The SIM in a device, for its page. */
export interface DeviceSim {
  id: string;
  iccid: string;
  msisdn: string | null;
  imei: string | null;
  status: SimStatus;
  communicationPlan: string | null;
  ratePlan: string | null;
  apns: string[];
  activatedAt: Date | null;
  linkedAt: Date | null;
  syncedAt: Date | null;
  changes: OpenChange[];
}

/** What came of asking for a change of many: each SIM that was refused, with its reason. */
export interface SimsChanged {
  asked: number;
  refused: { id: string; iccid: string; code: string }[];
}
