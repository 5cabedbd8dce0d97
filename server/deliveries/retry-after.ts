const DAY_NAME = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)';
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const TIME = '(\\d{2}):(\\d{2}):(\\d{2})';

/** RFC 9110 §5.6.7: the current form of dates, then the two former ones that still must be read. */
const IMF_FIXDATE = new RegExp(`^${DAY_NAME}, (\\d{2}) (\\w{3}) (\\d{4}) ${TIME} GMT$`);
const RFC_850 = new RegExp(`^\\w{6,9}, (\\d{2})-(\\w{3})-(\\d{2}) ${TIME} GMT$`);
const ASCTIME = new RegExp(`^${DAY_NAME} (\\w{3}) ([ \\d]\\d) ${TIME} (\\d{4})$`);

/** Header Retry-After (RFC 9110 §10.2.3) in milliseconds from `now`; null for what says nothing, a past date too. */
export function parseRetryAfter(text: string, now: Date): number | null {
  const trimmed = text.trim();
  if (/^\d+$/.test(trimmed)) return Number(trimmed) * 1000;
  const date = parseHttpDate(trimmed, now);
  if (date === null || date <= now.getTime()) return null;
  return date - now.getTime();
}

function parseHttpDate(text: string, now: Date): number | null {
  const imf = IMF_FIXDATE.exec(text);
  if (imf) return instant(imf[3], imf[2], imf[1], imf.slice(4, 7));
  const rfc850 = RFC_850.exec(text);
  if (rfc850) return instant(fullYear(Number(rfc850[3]), now), rfc850[2], rfc850[1], rfc850.slice(4, 7));
  const asctime = ASCTIME.exec(text);
  return asctime ? instant(asctime[6], asctime[1], asctime[2], asctime.slice(3, 6)) : null;
}

/** Two digits that would lie more than 50 years ahead mean the past century (RFC 9110 §5.6.7). */
function fullYear(twoDigits: number, now: Date): number {
  const year = Math.floor(now.getUTCFullYear() / 100) * 100 + twoDigits;
  return year > now.getUTCFullYear() + 50 ? year - 100 : year;
}

function instant(
  year: string | number | undefined,
  monthName: string | undefined,
  day: string | undefined,
  time: string[],
): number | null {
  const month = MONTHS.indexOf(monthName ?? '');
  if (month < 0) return null;
  const [hour, minute, second] = time.map(Number);
  const value = Date.UTC(Number(year), month, Number(day), hour, minute, second);
  return Number.isFinite(value) ? value : null;
}
