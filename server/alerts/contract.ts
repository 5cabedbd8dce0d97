import { z } from 'zod';
import { selectedRowsSchema } from '#components/ui/data-table/table-query.ts';
import { idSchema, textSchema, zoneSchema } from '#server/platform/contract.ts';

export const ALERT_KINDS = ['incident', 'silent', 'late', 'never-heard'] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];
export type DeviceAlertKind = Exclude<AlertKind, 'incident'>;

export const ALERT_STATUSES = ['open', 'resolved'] as const;
export type AlertStatus = (typeof ALERT_STATUSES)[number];

export const RESOLUTIONS = ['heard', 'deactivated', 'merged', 'gone'] as const;
export type Resolution = (typeof RESOLUTIONS)[number];

/** What many devices have in common; the first part of an incident's `source`. */
export const SOURCE_KINDS = ['gateway', 'connection', 'sim-account', 'door'] as const;
export type SourceKind = (typeof SOURCE_KINDS)[number];

export const ALERT_EVENTS = [
  'opened',
  'reopened',
  'late',
  'silent',
  'never-heard',
  'joined',
  'left',
  'member-joined',
  'member-back',
  'acknowledged',
  'withdrawn',
  'resolved',
] as const;
export type AlertEventKind = (typeof ALERT_EVENTS)[number];

export const MAIL_RHYTHMS = ['off', 'at-once', 'hourly', 'daily'] as const;
export type MailRhythm = (typeof MAIL_RHYTHMS)[number];

/** What somebody hears of who never said anything. */
export const DEFAULT_WISH: AlertWish = { mail: 'at-once', kinds: ['incident', 'silent'], projectIds: null };

const noteSchema = textSchema(500)
  .nullish()
  .transform((text) => text || null);

/** Of a list, some rows or all that match. */
export const acknowledgeSchema = z.strictObject({ rows: selectedRowsSchema, note: noteSchema });
export type Acknowledgement = z.output<typeof acknowledgeSchema>;

export const MUTE_TARGETS = ['device', 'flow', 'project', 'device-type'] as const;
export type MuteTarget = (typeof MUTE_TARGETS)[number];

const MOST_MUTE_HOURS = 366 * 24;

export const muteSchema = z.strictObject({
  target: z.enum(MUTE_TARGETS),
  id: idSchema,
  /** null: for good. */
  hours: z.number().int().min(1).max(MOST_MUTE_HOURS).nullable(),
  reason: textSchema(500).refine((text) => text.length > 0, 'must not be empty'),
});
export type Mute = z.output<typeof muteSchema>;

/** The devices of alerts. */
export const muteAlertsSchema = z.strictObject({
  rows: selectedRowsSchema,
  hours: muteSchema.shape.hours,
  reason: muteSchema.shape.reason,
});
export type MuteAlerts = z.output<typeof muteAlertsSchema>;

export const wishSchema = z.strictObject({
  mail: z.enum(MAIL_RHYTHMS),
  kinds: z.array(z.enum(ALERT_KINDS)).max(ALERT_KINDS.length),
  projectIds: z.array(idSchema).max(200).nullable(),
  /** In which mails tell times, and it is seven in the morning; absent: as it was. */
  timeZone: zoneSchema.optional(),
});
export type AlertWish = z.output<typeof wishSchema>;

/** Whose they are is who asks. */
export const noticesSchema = z.strictObject({});

/** One notification, or all up to one. */
export const readSchema = z.strictObject({
  eventId: z.number().int().positive(),
  upTo: z.boolean().default(false),
});
export type ReadMark = z.output<typeof readSchema>;

export interface AlertItem {
  id: string;
  kind: AlertKind;
  status: AlertStatus;
  device: {
    id: string;
    name: string;
    identifier: string | null;
    typeName: string;
    projectName: string;
  } | null;
  cause: { kind: SourceKind; id: string; name: string | null } | null;
  incident: { id: string; kind: SourceKind; source: string; name: string | null } | null;
  /** Of an incident: how many are part of it, and how many of them are missed still. */
  members: number;
  missing: number;
  isMuted: boolean;
  heardAt: Date | null;
  /** Since when it is silent: its next message was due, or of an incident nothing was heard. */
  since: Date;
  /** When it was noticed. */
  openedAt: Date;
  silentAt: Date | null;
  resolvedAt: Date | null;
  resolution: Resolution | null;
  acknowledged: { at: Date; by: string; note: string | null } | null;
}

export interface AlertEvent {
  id: number;
  at: Date;
  event: AlertEventKind;
  actor: string | null;
  detail: Record<string, string | number | null> | null;
}

export interface AlertMute {
  id: string;
  target: MuteTarget;
  targetId: string;
  name: string;
  until: Date | null;
  reason: string;
  createdBy: string;
  createdAt: Date;
}

export interface AlertDetail extends AlertItem {
  events: AlertEvent[];
  /** Of those that keep this alert quiet. */
  mutes: AlertMute[];
}

export interface AlertNotice {
  id: number;
  at: Date;
  event: AlertEventKind;
  isRead: boolean;
  alert: Pick<AlertItem, 'id' | 'kind' | 'cause' | 'members' | 'since'> & {
    device: { id: string; name: string; identifier: string | null } | null;
  };
}

export interface Notices {
  unread: number;
  items: AlertNotice[];
}

export interface OpenAlerts {
  incidents: number;
  silent: number;
  late: number;
  neverHeard: number;
}
