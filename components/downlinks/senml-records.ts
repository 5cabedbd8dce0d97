import { recordsFault } from '#server/downlinks/record-rules.ts';
import { readSenmlValue } from '#server/protocols/senml/parse-senml-json.ts';

type SenmlInput = Record<string, string | number | boolean>;

type ReadRecords =
  | { ok: true; records: SenmlInput[] }
  | { ok: false; wrong: 'empty' | 'not-senml'; detail: string };

/** What was typed as SenML of a device: an array of records, or one record without its brackets. */
export function readRecords(text: string, urn: string): ReadRecords {
  const typed = text.trim();
  const no = (detail: string): ReadRecords => ({ ok: false, wrong: 'not-senml', detail });
  if (typed === '') return { ok: false, wrong: 'empty', detail: '' };
  let json: unknown;
  try {
    json = JSON.parse(typed.startsWith('{') ? `[${typed}]` : typed);
  } catch (error) {
    return no((error as Error).message);
  }
  if (Array.isArray(json) && json.length === 0) return { ok: false, wrong: 'empty', detail: '' };
  const read = readSenmlValue(json);
  if (!read.ok) return no(faultOf(read.error));
  const records = json as SenmlInput[];
  const fault = recordsFault(records, urn);
  return fault === null ? { ok: true, records } : no(fault);
}

const faultOf = ({ path, message }: { path?: string; message: string }) =>
  path ? `${path}: ${message}` : message;
