const RFC3339 = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(?:\.(\d+))?(Z|z|[+-]\d{2}:?\d{2})$/;

/**
 * ISO 8601 UTC with milliseconds (`2018-02-09T12:21:45.311Z`), finer digits cut off; null when it is no such time.
 * A time without offset is refused: reading it as UTC or local would be a guess.
 */
export function toUtcMilliseconds(text: string): string | null {
  const match = RFC3339.exec(text);
  if (!match) return null;
  const [, date, clock, fraction = '', zone = 'Z'] = match;
  if (!isDay(date as string)) return null;
  const offset = zone.length === 5 ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone.toUpperCase();
  const milliseconds = Date.parse(`${date}T${clock}.${fraction.slice(0, 3).padEnd(3, '0')}${offset}`);
  return isoOrNull(milliseconds);
}

let knownDay = '';

/** Date.parse rolls 30 February over into March. Messages of one day come together: the last one is known. */
function isDay(date: string): boolean {
  if (date === knownDay) return true;
  const found = isoOrNull(Date.parse(`${date}T00:00:00Z`))?.slice(0, 10) === date;
  if (found) knownDay = date;
  return found;
}

/** protobuf's Timestamp; null outside the years 0000–9999. */
export function timestampToUtc(seconds: number, nanos: number): string | null {
  if (nanos < 0 || nanos > 999_999_999) return null;
  return isoOrNull(seconds * 1000 + Math.floor(nanos / 1_000_000));
}

function isoOrNull(milliseconds: number): string | null {
  const time = new Date(milliseconds);
  if (Number.isNaN(time.getTime())) return null;
  const iso = time.toISOString();
  return iso.length === 24 ? iso : null;
}
