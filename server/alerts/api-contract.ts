import { z } from 'zod';
import { pageOf, pagingShape, timeSchema } from '#server/http/contract.ts';
import { idSchema } from '#server/platform/contract.ts';
import {
  ALERT_KINDS,
  ALERT_STATUSES,
  type AlertDetail,
  type AlertItem,
  acknowledgeSchema,
  muteSchema,
  RESOLUTIONS,
  SOURCE_KINDS,
} from './contract.ts';

export const alertsQuerySchema = z.strictObject({
  ...pagingShape,
  status: z.enum(ALERT_STATUSES).optional(),
  kind: z.enum(ALERT_KINDS).optional(),
  deviceId: idSchema.optional(),
  incidentId: idSchema.optional(),
});

export const alertPathSchema = z.strictObject({ alertId: idSchema });

export const alertAcknowledgeSchema = z
  .strictObject({ note: acknowledgeSchema.shape.note })
  .meta({ id: 'AlertAcknowledgement' });

export const alertMuteSchema = z
  .strictObject({ hours: muteSchema.shape.hours, reason: muteSchema.shape.reason })
  .meta({
    id: 'AlertMute',
    description: 'Mutes the device of the alert, or those of the incident; `hours` null: for good.',
  });

const shape = {
  id: z.guid(),
  kind: z.enum(ALERT_KINDS),
  status: z.enum(ALERT_STATUSES),
  deviceId: z.guid().nullable(),
  cause: z
    .strictObject({ kind: z.enum(SOURCE_KINDS), id: z.string(), name: z.string().nullable() })
    .nullable()
    .meta({ description: 'Of an incident: what its devices have in common.' }),
  incidentId: z.guid().nullable(),
  members: z.number().int().meta({ description: 'Of an incident: how many devices were ever part of it.' }),
  missing: z.number().int().meta({ description: 'Of those, how many are still missed.' }),
  muted: z.boolean(),
  heardAt: timeSchema.nullable(),
  since: timeSchema.meta({
    description: 'Since when it is silent: its next message was due then. Of an incident: when it began.',
  }),
  openedAt: timeSchema.meta({ description: 'When it was noticed.' }),
  silentAt: timeSchema.nullable(),
  resolvedAt: timeSchema.nullable(),
  resolution: z.enum(RESOLUTIONS).nullable(),
  acknowledged: z.strictObject({ at: timeSchema, by: z.string(), note: z.string().nullable() }).nullable(),
};

export const alertBodySchema = z.strictObject(shape).meta({ id: 'Alert' });
export const alertDetailSchema = z
  .strictObject({
    ...shape,
    events: z.array(
      z.strictObject({
        at: timeSchema,
        event: z.string(),
        actor: z.string().nullable(),
        detail: z.record(z.string(), z.union([z.string(), z.number(), z.null()])).nullable(),
      }),
    ),
  })
  .meta({ id: 'AlertDetail' });
export const pageOfAlerts = pageOf(alertBodySchema, 'PageOfAlerts');

export const alertBody = ({ device, incident, isMuted, ...item }: AlertItem) => ({
  ...item,
  deviceId: device?.id ?? null,
  incidentId: incident?.id ?? null,
  muted: isMuted,
});

export const alertDetailBody = ({ events, mutes: _, ...item }: AlertDetail) => ({
  ...alertBody(item),
  events: events.map(({ id: _id, ...event }) => event),
});
