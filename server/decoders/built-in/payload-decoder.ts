import type { ParseResult } from '#server/protocols/parse-result.ts';
import type { SenmlRecord } from '#server/protocols/senml/record.ts';
import { type BuiltInDecoder, DecodeError, type DecoderInput, type ExpectedRecord } from '../contract.ts';
import { currentForm, formerForm } from './base-fields.ts';
import { JOIN_INPUT, uplinkInput } from './example-frames.ts';
import { dataFrame } from './raw-lora.ts';

type Read = (bytes: Uint8Array, fPort: number) => ParseResult<SenmlRecord[]>;

interface PayloadExample {
  description: string;
  fPort: number;
  frmPayload: string;
  /** Without base fields; null: nothing measured. Or the sentence with which it is refused. */
  makes: SenmlRecord[] | string | null;
}

interface PayloadDefinition
  extends Pick<BuiltInDecoder, 'key' | 'name' | 'description' | 'source' | 'fixes' | 'form'> {
  read: Read;
  /** A record of each name that it may make, values whatever they are. */
  announces: readonly SenmlRecord[];
  meanings?: Readonly<Record<string, string>>;
  examples: readonly PayloadExample[];
}

/** null for a frame without measurements: settings that a device sends after a start, a join. */
export function payloadRecords(input: DecoderInput, read: Read): SenmlRecord[] | null {
  const frame = dataFrame(input);
  if (!frame) return null;
  const result = read(Buffer.from(frame.frmPayload, 'hex'), frame.fPort);
  if (result.ok) return result.value.length === 0 ? null : result.value;
  const { message, path } = result.error;
  throw new DecodeError(path ? `${message} (${path})` : message);
}

/** A decoder of payloads alone: bytes to records of the time at which the network saw the frame. */
export function payloadDecoder({
  read,
  announces,
  meanings = {},
  examples,
  ...definition
}: PayloadDefinition): BuiltInDecoder {
  const formed = definition.form === 'former' ? formerForm : currentForm;
  const made = examples.flatMap(({ makes }) => (Array.isArray(makes) ? makes : []));
  return {
    ...definition,
    records: announced(announces, made, meanings),
    decode(input) {
      const records = payloadRecords(input, read);
      return records && formed(input, records);
    },
    examples: [
      ...examples.map(({ description, fPort, frmPayload, makes }) => {
        const input = uplinkInput({ fPort, frmPayload });
        if (typeof makes === 'string') return { description, input, expected: null, refusal: makes };
        return { description, input, expected: makes && formed(input, makes) };
      }),
      { description: 'A join request', input: JOIN_INPUT, expected: null },
    ],
  };
}

/** Each name with its unit once, with the value that an example shows. */
function announced(
  blanks: readonly SenmlRecord[],
  made: readonly SenmlRecord[],
  meanings: Readonly<Record<string, string>>,
): ExpectedRecord[] {
  const records = new Map<string, ExpectedRecord>();
  for (const { n = '', u, vs, vb } of blanks) {
    if (records.has(`${n} ${u}`)) continue;
    const shown = made.find((record) => announcedName(record.n) === announcedName(n) && record.u === u);
    const example = shown?.v ?? shown?.vs ?? shown?.vb;
    records.set(`${n} ${u}`, {
      name: n,
      type: vb !== undefined ? 'boolean' : vs !== undefined ? 'string' : 'number',
      unit: u ?? null,
      ...(example === undefined ? {} : { example }),
      ...(meanings[n] === undefined ? {} : { description: meanings[n] }),
    });
  }
  return [...records.values()].sort((a, b) => a.name.localeCompare(b.name));
}

/** Numbers in names that count channels are announced as one: `temperature_<channel>`. */
export function announcedName(name = ''): string {
  return name.replace(/_(\d+|<channel>)$/, '_<channel>');
}
