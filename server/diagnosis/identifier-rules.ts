import type { UnknownDevice } from '#server/lora-networks/contract.ts';
import type { DeviceFacts } from './facts-contract.ts';

/** More wrong digits than this are another device. */
const WRONG_DIGITS = 2;

/** Unknown devices whose DevEUI is this one's, but for a slip: a wrong digit or two, two swapped, the bytes backwards. */
export function similarUnknown({
  device,
  unknown,
}: Pick<DeviceFacts, 'device' | 'unknown'>): UnknownDevice[] {
  const devEui = device.adapters.find(({ network }) => network === 'lora')?.identifier;
  if (!devEui) return [];
  return unknown.filter(({ network, identifier }) => network === 'lora' && isSlip(devEui, identifier));
}

export function isSlip(devEui: string, other: string): boolean {
  if (other.length !== devEui.length || other === devEui) return false;
  if (other === backwards(devEui)) return true;
  let wrong = 0;
  for (let n = 0; n < devEui.length; n++) if (devEui[n] !== other[n]) wrong++;
  return wrong <= WRONG_DIGITS || isShifted(devEui, other);
}

const backwards = (hex: string) => hex.match(/../g)?.reverse().join('') ?? hex;

/** One digit left out somewhere and another added at the end, or the other way round. */
function isShifted(a: string, b: string): boolean {
  const without = (text: string, n: number) => text.slice(0, n) + text.slice(n + 1);
  for (let n = 0; n < a.length; n++) {
    if (without(a, n) === b.slice(0, -1) || without(b, n) === a.slice(0, -1)) return true;
  }
  return false;
}
