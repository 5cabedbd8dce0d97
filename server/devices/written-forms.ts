import type { WrittenForm } from '#server/platform/table-filter.ts';
import { normaliseIccid } from '#server/protocols/device-identifiers.ts';
import { normaliseDevEui, normaliseJoinEui } from '#server/protocols/lorawan/identifiers.ts';
import type { ParseResult } from '#server/protocols/parse-result.ts';
import { packedIdentifier } from './rules.ts';

/** Identifiers that lists are filtered by: pasted with separators, in lower case or as a base name they are the same. */

const packed = (text: string) => packedIdentifier(text) || text;

const formOf = (normalise: (text: string) => ParseResult<string>): WrittenForm => ({
  whole: (text) => {
    const result = normalise(packed(text));
    return result.ok ? result.value : null;
  },
  part: packed,
});

/** Of whichever network it is, so that nothing of it can be told to be wrong. */
export const anyForm: WrittenForm = { whole: packed, part: packed };
export const devEuiForm = formOf(normaliseDevEui);
export const joinEuiForm = formOf(normaliseJoinEui);
export const iccidForm: WrittenForm = {
  ...formOf(normaliseIccid),
  part: (text) => packed(text).replace(/[./]/g, '') || text,
};
