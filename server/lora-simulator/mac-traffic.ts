import { EU868_DATA_RATES } from '#server/protocols/lorawan/data-rate.ts';
import {
  encodeMacCommands,
  type MacCommand,
  parseMacCommands,
} from '#server/protocols/lorawan/mac-commands.ts';
import type { NetworkMemory } from './contract.ts';
import { snrFloor } from './radio.ts';

/** Frames that the network looks at before it changes a device's data rate. */
const ADR_FRAMES = 20;
/** Reserve for weather and passing lorries, dB. */
const ADR_MARGIN_DB = 10;
const ADR_STEP_DB = 3;
const FASTEST_DR = 5;
const WEAKEST_TX_POWER = 7;

export function spreadingFactorOf(dr: number): number {
  return EU868_DATA_RATES[dr]?.spreadingFactor ?? 12;
}

export function readCommands(hex: string, direction: 'up' | 'down'): MacCommand[] {
  return parseMacCommands(Buffer.from(hex, 'hex'), direction).commands;
}

export type MacToSend = Parameters<typeof encodeMacCommands>[0][number];

export function commandsHex(commands: readonly MacToSend[]): string {
  return Buffer.from(encodeMacCommands(commands)).toString('hex');
}

/** The network's usual algorithm: spend what the best of the last frames had to spare on speed, then on less power. */
export function adrDecision(
  memory: Pick<NetworkMemory, 'snrs' | 'txPower'>,
  dr: number,
): { dr: number; txPower: number } | null {
  if (memory.snrs.length < ADR_FRAMES) return null;
  const spare = Math.max(...memory.snrs) - snrFloor(spreadingFactorOf(dr)) - ADR_MARGIN_DB;
  let steps = Math.trunc(spare / ADR_STEP_DB);
  let { txPower } = memory;
  let next = dr;
  while (steps > 0 && next < FASTEST_DR) {
    next++;
    steps--;
  }
  while (steps > 0 && txPower < WEAKEST_TX_POWER) {
    txPower++;
    steps--;
  }
  while (steps < 0 && txPower > 0) {
    txPower--;
    steps++;
  }
  return next === dr && txPower === memory.txPower ? null : { dr: next, txPower };
}

export function noteSnr(memory: NetworkMemory, snr: number): void {
  memory.snrs = [...memory.snrs, snr].slice(-ADR_FRAMES);
}
