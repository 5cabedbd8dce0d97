/** A DevEUI (16 hex digits, also in pairs), an IMEI (15 digits), an ICCID (19–20), a UUID: whole, so that it is meant. */
export function looksLikeIdentifier(text: string): boolean {
  const plain = text.trim();
  if (/^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(plain)) return true;
  const packed = plain.replace(/[\s:-]/g, '');
  return /^[0-9a-f]{16}$/i.test(packed) || /^\d{15}$/.test(packed) || /^\d{19,20}$/.test(packed);
}
