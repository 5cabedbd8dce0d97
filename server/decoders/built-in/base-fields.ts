import type { SenmlRecord } from '#server/protocols/senml/record.ts';
import { packOfDevice } from '#server/protocols/senml/serialize-senml.ts';
import type { DecoderInput } from '../contract.ts';

/** Unix seconds at which the network saw the message, with its milliseconds. */
export function networkTime(input: DecoderInput): number {
  return Date.parse(input.event.occurredAt) / 1000;
}

/** The form since December 2022: base fields in the first measurement, times with their fraction. */
export function currentForm(input: DecoderInput, records: SenmlRecord[]): SenmlRecord[] {
  return packOfDevice(records, { bn: input.urn, bt: networkTime(input) });
}

/** The form before: a record of base fields alone leads, its time in whole seconds. */
export function formerForm(input: DecoderInput, records: SenmlRecord[]): SenmlRecord[] {
  return packOfDevice(records, { bn: input.urn, bt: Math.round(networkTime(input)) }, 'former');
}

export const TIME_ORIGIN: SenmlRecord = { n: 'timeOrigin', vs: 'NETWORK' };
