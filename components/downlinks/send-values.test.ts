import { describe, expect, it } from 'vitest';
import { downlinkCreateSchema } from '#server/downlinks/contract.ts';
import { instructionOf, NO_VALUES, type OpenOffer } from './send-values.ts';

const TYPED = downlinkCreateSchema.omit({ deviceId: true });
const DEVICE = '6b7ad7ee-9d1f-4cf0-8ad5-b5b6b58b55f1';
const lora = {
  kind: 'lora',
  maxBytes: 4,
  spreadingFactor: 12,
  connection: { id: DEVICE, name: 'Own network' },
  pending: 0,
} satisfies OpenOffer;
const senml = {
  kind: 'senml',
  urn: 'urn:dev:IMEI:357292748642776:',
  pending: 0,
  channels: ['http'],
} satisfies OpenOffer;

describe('instructionOf', () => {
  it('makes of what stands in the form what the contract takes', () => {
    const made = instructionOf(lora, {
      ...NO_VALUES,
      port: 10,
      payload: '00 E1',
      timeout: 36,
      timeoutUnit: 'hours',
      externalReference: ' order 7 ',
    });
    expect(made).toEqual({
      ok: true,
      input: {
        method: { type: 'lora', port: 10, payloadHex: '00e1' },
        feedbackTimeout: 'P1DT12H',
        retryLimit: 0,
        dryRun: false,
        externalReference: 'order 7',
      },
    });
    expect(TYPED.safeParse(made.ok ? made.input : null).success).toBe(true);
  });

  it('counts bytes against what fits at this moment', () => {
    expect(instructionOf(lora, { ...NO_VALUES, payload: '0102030405' })).toEqual({
      ok: false,
      content: { field: 'payload', wrong: 'too-long', bytes: 5, most: 4 },
    });
  });

  it('leaves ranges to the contract, which names their fields', () => {
    const made = instructionOf(senml, {
      ...NO_VALUES,
      records: '[{"n":"led","vb":true}]',
      timeout: 9,
      timeoutUnit: 'minutes',
      retryLimit: 11,
    });
    const read = TYPED.safeParse(made.ok ? made.input : null);
    expect(read.error?.issues.map(({ path }) => path.join('.'))).toEqual(['feedbackTimeout', 'retryLimit']);
  });

  it('asks for what is missing in the field of the network', () => {
    expect(instructionOf(senml, NO_VALUES)).toMatchObject({ content: { field: 'records' } });
    expect(instructionOf(lora, NO_VALUES)).toMatchObject({ content: { field: 'payload' } });
  });
});
