import type { LoraDownlinkSent, LoraUplink } from './event.ts';

/** Of FCtrl (TS001-1.0.4 §4.3.1) a frame of either direction has so many. */
export const FLAGS = 3;

/** By the names of the specification: those that are set, and those that the network server does not tell. */
export function flagsOf(event: LoraUplink | LoraDownlinkSent): { set: string[]; untold: string[] } {
  const told: [name: string, isSet: boolean | null | undefined][] = [
    ['ADR', event.adr],
    event.kind === 'uplink' ? ['ADRAckReq', event.adrAckReq] : ['FPending', event.fPending],
    ['ACK', event.ack],
  ];
  return {
    set: told.flatMap(([name, isSet]) => (isSet ? [name] : [])),
    untold: told.flatMap(([name, isSet]) => (isSet === null || isSet === undefined ? [name] : [])),
  };
}
