import type { SenmlPack } from './record.ts';
import { ABSOLUTE_TIME_FLOOR } from './resolve-senml.ts';

/** Whether any record has an absolute time: RFC 8428 §4.5.3 counts the others from now, which is the receiver's clock. */
export function tellsTime(pack: SenmlPack): boolean {
  let base = 0;
  return pack.some(({ bt, t = 0 }) => {
    base = bt ?? base;
    return base + t >= ABSOLUTE_TIME_FLOOR;
  });
}
