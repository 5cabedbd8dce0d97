/** The one place that asks what time it is; rules take `now` as an argument. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

let knownSecond = Number.NaN;
let secondText = '';

/** `toISOString()`, for moments that come thousands a second: of one second they differ in three digits. */
export function isoInstant(at: Date): string {
  const ms = at.getTime();
  const second = Math.floor(ms / 1000);
  if (second !== knownSecond) {
    const text = at.toISOString();
    // Years before 0 and after 9999 are written longer.
    if (text.length !== 24) return text;
    secondText = text.slice(0, 20);
    knownSecond = second;
  }
  return `${secondText}${String(ms - second * 1000).padStart(3, '0')}Z`;
}
