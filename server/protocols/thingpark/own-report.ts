/** The two reports that decoders read, under the names that ThingPark gives them. */
const ROOTS = ['DevEUI_uplink', 'DevEUI_location'] as const;

/** Whether these may be the bytes of such a report; says no to other network servers' without parsing them. */
export function looksLikeThingpark(body: Uint8Array): boolean {
  return bytesOf(body).includes('"DevEUI_');
}

/** The report as ThingPark wrote it, name for name and value for value; null for the bytes of anybody else. */
export function ownThingparkReport(
  body: Uint8Array,
  root: (typeof ROOTS)[number],
): Record<string, unknown> | null {
  if (!looksLikeThingpark(body)) return null;
  try {
    const told: unknown = JSON.parse(bytesOf(body).toString('utf8'));
    const report = isObject(told) && Object.hasOwn(told, root) ? told[root] : null;
    return isObject(report) ? report : null;
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const bytesOf = (body: Uint8Array) => Buffer.from(body.buffer, body.byteOffset, body.byteLength);
