import { malformed, type ParseResult, parsed } from '../parse-result.ts';

/**
 * Device URNs as base names carry them, trailing colon included: `urn:dev:DEVEUI:0059AC00001B3461:`,
 * `urn:dev:IMEI:357292748642776:`, `urn:dev:DVNUUID:2f1c…:`. Appending a record's name gives its full name.
 *
 * One written form each: kind and DevEUI in upper case, UUID in lower case; reading ignores case.
 */
export type DeviceUrnKind = 'DEVEUI' | 'IMEI' | 'DVNUUID';

export interface DeviceUrn {
  kind: DeviceUrnKind;
  /** The identifier in its one written form. */
  id: string;
}

const IDENTIFIER: Record<DeviceUrnKind, { pattern: RegExp; words: string }> = {
  DEVEUI: { pattern: /^[0-9A-F]{16}$/i, words: '16 hexadecimal digits' },
  IMEI: { pattern: /^[0-9]{15}$/, words: '15 digits' },
  DVNUUID: { pattern: /^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$/i, words: 'a UUID' },
};

const PREFIX = /^urn:dev:([A-Za-z]+):([^:]*):?$/i;
const FULL_NAME =
  /^(urn:dev:(?:DEVEUI:[0-9A-F]{16}|IMEI:[0-9]{15}|DVNUUID:[0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12}):)(.*)$/i;
/** Any other subtype (RFC 9039: mac, ow, org …): the identifier ends at the next colon. */
const OTHER_FULL_NAME = /^(urn:dev:[A-Za-z0-9-]+:[^:]+:)(.*)$/i;

function writtenForm(kind: DeviceUrnKind, id: string): string {
  return kind === 'DVNUUID' ? id.toLowerCase() : id.toUpperCase();
}

export function parseDeviceUrn(text: string): ParseResult<DeviceUrn> {
  const match = PREFIX.exec(text);
  const kind = match?.[1]?.toUpperCase() ?? '';
  const id = match?.[2] ?? '';
  if (!isKind(kind)) {
    return malformed(
      'device-urn.unknown',
      'A device URN is urn:dev:DEVEUI:…:, urn:dev:IMEI:…: or urn:dev:DVNUUID:…:',
    );
  }
  if (!IDENTIFIER[kind].pattern.test(id)) {
    return malformed('device-urn.bad-identifier', `After urn:dev:${kind}: come ${IDENTIFIER[kind].words}.`);
  }
  return parsed({ kind, id: writtenForm(kind, id) });
}

function isKind(text: string): text is DeviceUrnKind {
  return Object.hasOwn(IDENTIFIER, text);
}

/** The base name of a device; the identifier must have been validated. */
export function deviceUrn(kind: DeviceUrnKind, id: string): string {
  return `urn:dev:${kind}:${writtenForm(kind, id)}:`;
}

/**
 * Takes a full name apart: the device's URN in its written form and the name within the device.
 * A name that begins with no device URN comes back whole, with urn ''.
 */
export function splitFullName(full: string): { urn: string; name: string } {
  const own = FULL_NAME.exec(full);
  if (own?.[1] !== undefined) {
    const urn = parseDeviceUrn(own[1]);
    if (urn.ok) return { urn: deviceUrn(urn.value.kind, urn.value.id), name: own[2] ?? '' };
  }
  const other = OTHER_FULL_NAME.exec(full);
  return other?.[1] === undefined ? { urn: '', name: full } : { urn: other[1], name: other[2] ?? '' };
}

/** Whether two URNs (with or without the trailing colon, any case) name the same device. */
export function sameDevice(a: string, b: string): boolean {
  return a.replace(/:$/, '').toLowerCase() === b.replace(/:$/, '').toLowerCase();
}
