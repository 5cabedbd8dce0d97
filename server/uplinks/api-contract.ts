import { z } from 'zod';
import { pageOf, pagingShape, timeSchema } from '#server/http/contract.ts';
import { FRAME_CONTENTS } from '#server/protocols/lorawan/frame-content.ts';
import { CONFIRMATIONS, FRAME_MARKS, UPLINK_KINDS, type UplinkListItem } from './contract.ts';

export const uplinksQuerySchema = z.strictObject({
  ...pagingShape,
  kind: z.enum(UPLINK_KINDS).optional(),
  carries: z
    .enum(FRAME_CONTENTS)
    .optional()
    .meta({ description: 'What a LoRa frame has: data for the application, MAC commands, both or nothing.' }),
  confirmation: z.enum(CONFIRMATIONS).optional(),
  since: z.iso.datetime({ offset: true }).optional(),
  before: z.iso.datetime({ offset: true }).optional(),
});

export const uplinkBodySchema = z
  .strictObject({
    id: z.number().int(),
    deviceId: z.guid(),
    kind: z.enum(UPLINK_KINDS),
    receivedAt: timeSchema,
    occurredAt: timeSchema,
    fCntUp: z.number().int().nullable(),
    fPort: z.number().int().nullable(),
    signal: z.number().nullable().meta({ description: 'Effective signal power of the best reception, dBm.' }),
    spreadingFactor: z.number().int().nullable(),
    event: z
      .record(z.string(), z.unknown())
      .meta({ description: 'The message in the internal form of its `kind`.' }),
    state: z.enum(['waiting', 'recorded', 'failed', 'not-processed', 'history']),
    marks: z.array(z.strictObject({ mark: z.enum(FRAME_MARKS), count: z.number().int() })).meta({
      description:
        'What is out of the ordinary: `gap` (frames missing), `reset`, `retransmission`, `late` (s), `ahead`, `behind` (clock, s).',
    }),
    solved: z
      .strictObject({
        uplinkId: z.number().int(),
        receivedAt: timeSchema,
        location: z.record(z.string(), z.unknown()),
      })
      .nullable()
      .meta({
        description:
          'Of an uplink: where the network solved its device to be later, and the message that told it.',
      }),
    solvedFrom: z
      .number()
      .int()
      .nullable()
      .meta({ description: 'Of such a location: the id of the uplink that it was solved from.' }),
    asked: z.strictObject({ id: z.guid(), fPort: z.number().int(), payload: z.string() }).nullable().meta({
      description:
        'Of a downlink whose payload the network server does not repeat: the downlink of ours, and its payload (hex).',
    }),
    deliveries: z.strictObject({ delivered: z.number(), failed: z.number(), waiting: z.number() }),
  })
  .meta({ id: 'Uplink' });

export const pageOfUplinks = pageOf(uplinkBodySchema, 'PageOfUplinks');

export const uplinkBody = ({ packs: _, failures: _failures, ...item }: UplinkListItem) => item;
