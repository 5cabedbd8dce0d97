import type { DeviceEvent } from '#server/protocols/device-event.ts';
import type { SenmlRecord } from '#server/protocols/senml/record.ts';
import type { PackForm } from '#server/protocols/senml/serialize-senml.ts';

/** A record that a decoder may produce; a row of the table that data processing shows. */
export interface ExpectedRecord {
  name: string;
  type: 'number' | 'string' | 'boolean' | 'timestamp';
  /** SenML unit, null where the value has none. */
  unit: string | null;
  example?: number | string | boolean;
  description?: string;
}

export interface DecoderInput {
  /** Base name of the device, trailing colon included. */
  urn: string;
  receivedAt: Date;
  event: DeviceEvent;
  /** Of the customer's own, by their ids in upper case; where the decoder asks for them. */
  gateways?: ReadonlyMap<string, KnownGateway> | undefined;
}

/** Where a gateway stands: WGS84 degrees, and how far around it, metres. */
export interface KnownGateway {
  latitude: number;
  longitude: number;
  radius: number | null;
}

export interface DecoderExample {
  description: string;
  input: DecoderInput;
  expected: SenmlRecord[] | null;
  /** The sentence with which the message fails. */
  refusal?: string;
}

/** Code of ours that turns a message into SenML. One definition, one line in the registry. */
export interface BuiltInDecoder {
  /** Stored in `decoders.built_in`; never changes. */
  key: string;
  /** `=` raw, `›` decoded, `+` additional data. */
  name: string;
  description: string;
  /** Where its bytes are described in public, where they are. */
  source?: { title: string; url: string };
  /** What it does right that the version before it did not. */
  fixes?: string[];
  /** Empty where the records depend on the input alone. */
  records: ExpectedRecord[];
  /** 'former' where receivers expect base fields in a record of their own, as before December 2022. */
  form?: PackForm;
  /** null when the event holds nothing for this decoder; throws DecodeError when the payload is not what it expects. */
  decode(input: DecoderInput): SenmlRecord[] | null;
  examples: DecoderExample[];
}

/** The payload is not in the form that the decoder reads. `message` is one sentence for the owner of the device. */
export class DecodeError extends Error {
  override readonly name = 'DecodeError';
}

/** As the sandbox reports a script: what came out (null: nothing for this decoder), or why nothing could. */
export type DecodeResult =
  | { ok: true; records: SenmlRecord[] | null }
  | { ok: false; error: { name: string; message: string } };
