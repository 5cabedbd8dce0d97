import { z } from 'zod';
import { recordSchema } from '#server/measurements/api-contract.ts';
import { failureSchema, plainValue, valueSchema } from '#server/uplinks/message-api-contract.ts';
import { MESSAGE_VERDICTS, type ReplayReport, replayOptionsSchema, STEP_VERDICTS } from './contract.ts';

export const replayBodySchema = z
  .strictObject({
    dryRun: z.boolean().default(true).meta({ description: 'Only tell what would change; the default.' }),
    ...replayOptionsSchema.shape,
  })
  .refine(({ decoderId, versionId }) => versionId === undefined || decoderId !== undefined, {
    path: ['decoderId'],
    message: 'is needed with a version',
  })
  .meta({ id: 'Replay' });

const madeSchema = z.strictObject({
  version: z.number().int().nullable(),
  records: z.array(recordSchema).nullable(),
  failure: failureSchema.nullable(),
});

export const replayReportSchema = z
  .strictObject({
    messageId: z.number().int(),
    replayId: z
      .guid()
      .nullable()
      .meta({ description: 'As receivers are told it (Things-Replay); null for a dry run.' }),
    verdict: z.enum(MESSAGE_VERDICTS),
    steps: z.array(
      z.strictObject({
        decoderId: z.guid(),
        decoder: z.string(),
        verdict: z.enum(STEP_VERDICTS),
        before: madeSchema,
        after: madeSchema,
        changes: z.array(
          z.strictObject({
            name: z.string(),
            before: recordSchema.nullable(),
            after: recordSchema.nullable(),
          }),
        ),
      }),
    ),
    twin: z.array(z.strictObject({ name: z.string(), before: valueSchema, after: valueSchema })),
    deliveries: z.array(z.strictObject({ destinationId: z.guid(), deviceGroupId: z.guid() })),
  })
  .meta({ id: 'ReplayReport' });

export const replayReportBody = ({ uplinkId, replayId, verdict, steps, twin, deliveries }: ReplayReport) => ({
  messageId: uplinkId,
  replayId,
  verdict,
  steps: steps.map(({ decoder, before, after, changes, ...step }) => ({
    decoderId: decoder.id,
    decoder: decoder.name,
    verdict: step.verdict,
    before,
    after: { version: after.version, records: after.records, failure: after.failure },
    changes,
  })),
  twin: twin.map(({ name, before, after }) => ({
    name,
    before: plainValue(before),
    after: plainValue(after),
  })),
  deliveries: deliveries.map(({ destinationId, flowId }) => ({ destinationId, deviceGroupId: flowId })),
});
