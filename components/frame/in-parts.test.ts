import { describe, expect, it } from 'vitest';
import { flowDevicesSchema } from '#server/flows/contract.ts';
import type { ActionError } from '#server/http/action.ts';
import { idSchema } from '#server/platform/contract.ts';
import { inParts } from './in-parts.ts';

const ids = Array.from({ length: 1201 }, (_, n) => `11111111-1111-4111-8111-${String(n).padStart(12, '0')}`);
const refusal: ActionError = {
  code: 'flows.other-project',
  kind: 'conflict',
  details: { name: 'Pump' },
  fields: [],
  requestId: 'r',
};

describe('a write for more devices than one request takes', () => {
  it('reaches every one of them once, in requests that the contract takes', async () => {
    const written: string[] = [];
    const result = await inParts(ids, async (deviceIds) => {
      flowDevicesSchema.parse({ flowId: idSchema.parse(ids[0]), deviceIds });
      written.push(...deviceIds);
      return { ok: true, value: { linked: deviceIds.length } };
    });
    expect(written).toEqual(ids);
    expect(result).toEqual({
      answers: [{ linked: 500 }, { linked: 500 }, { linked: 201 }],
      done: 1201,
      refused: null,
    });
  });

  it('says how far it came when a part is refused, and asks no further', async () => {
    let asked = 0;
    const result = await inParts(ids, async (part) => {
      asked += 1;
      return asked === 2 ? { ok: false, error: refusal } : { ok: true, value: part.length };
    });
    expect(asked).toBe(2);
    expect(result).toEqual({ answers: [500], done: 500, refused: refusal });
  });
});
