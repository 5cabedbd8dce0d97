/** What people paste between the parts of an identifier. */
const packed = (q: string) => q.replace(/[\s:.\-_/]/g, '');

/** A name of a device in the network that the text may be, in the form it is stored: DevEUI, IMEI, DvnUUID. */
export function identifiersIn(q: string): string[] {
  // A base name is pasted as well: urn:dev:DEVEUI:0059AC0000152B91:
  const text = packed(q.trim().replace(/^urn:dev:[a-z]+:/i, ''));
  if (/^[0-9a-f]{16}$/i.test(text)) return [text.toUpperCase()];
  if (/^\d{15}$/.test(text)) return [text];
  if (!/^[0-9a-f]{32}$/i.test(text)) return [];
  return [text.toLowerCase().replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')];
}

/** Digits of a SIM's number, four at least: fewer stand in every one. */
export function digitsPart(q: string): string | null {
  const digits = packed(q).replace(/^(\+|00)/, '');
  return /^\d{4,22}F?$/i.test(digits) ? digits.replace(/F$/i, '') : null;
}
