import { parseSenmlJson } from '#server/protocols/senml/parse-senml-json.ts';
import { resolveSenml } from '#server/protocols/senml/resolve-senml.ts';
import type { DownlinkMethod, DownlinkOffer } from './contract.ts';

type Records = Extract<DownlinkMethod, { type: 'senml' }>['records'];

/** As it goes to the device: the platform names the device, the rest is as it was given (domain-facts §3.2). */
export function packFor(records: Records, urn: string): object[] {
  return [{ bn: urn }, ...records];
}

/** What keeps the records from being SenML of this device, in words; null: nothing does. */
export function recordsFault(records: Records, urn: string): string | null {
  const named = records.findIndex((record) => 'bn' in record);
  if (named >= 0) return `[${named}].bn: The platform adds the base name.`;
  const pack = parseSenmlJson(JSON.stringify(packFor(records, urn)));
  if (!pack.ok) return wordsOf(pack.error);
  const resolved = resolveSenml(pack.value, { now: 0 });
  return resolved.ok ? null : wordsOf(resolved.error);
}

/** The same of whatever is sent to whatever device: only records can be wrong for one. */
export const faultFor = (method: DownlinkMethod, offer: DownlinkOffer): string | null =>
  method.type === 'senml' && offer.kind === 'senml' ? recordsFault(method.records, offer.urn) : null;

/** The base record stands first: of the records as they were given the numbers are one less. */
function wordsOf({ message, path }: { message: string; path?: string }): string {
  const at = path?.replace(/^\[(\d+)\]/, (_, number: string) => `[${Number(number) - 1}]`);
  return at ? `${at}: ${message}` : message;
}
