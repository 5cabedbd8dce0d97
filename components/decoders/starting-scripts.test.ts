import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { uplinkInput } from '#server/decoders/built-in/example-frames.ts';
import { scriptCall } from '#server/pipeline/decode/script-call.ts';
import { recordsOfScript } from '#server/pipeline/decode/script-records.ts';
import { createSandbox, type Sandbox } from '#server/sandbox/sandbox.ts';
import { STARTING_SCRIPTS } from './starting-scripts.ts';

const { urn, receivedAt, event } = uplinkInput({ frmPayload: 'ff9c01', fPort: 2 });
const message = { customerId: 'c', urn, receivedAt, event };

let sandbox: Sandbox;
beforeAll(() => {
  sandbox = createSandbox({ processes: 1 });
});
afterAll(() => sandbox.stop());

describe('the script that a new decoder begins with', () => {
  for (const contract of ['ts013', 'things'] as const) {
    it(`works (${contract})`, async () => {
      const { source, mapping } = STARTING_SCRIPTS[contract];
      const sourceHash = createHash('sha256').update(source).digest('hex');
      const version = { contract, source, mapping, sourceHash };
      const call = scriptCall(version, message);
      if (!call) throw new Error('no call');
      const { output, error, logs } = await sandbox.run(call);
      expect(error).toBeNull();
      expect(logs).toHaveLength(1);
      const made = recordsOfScript(version, message, output);
      if (!made.ok) throw new Error(made.fault.message);
      expect(made.records?.[0]).toMatchObject({ bn: urn, n: 'temperature', u: 'Cel', v: -10 });
    });
  }
});
