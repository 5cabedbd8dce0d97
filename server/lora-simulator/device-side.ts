import { txPowerDbm } from '#server/protocols/lorawan/data-rate.ts';
import { buildJoinRequest, readJoinAccept } from '#server/protocols/lorawan/join-frame.ts';
import type { MacCommand } from '#server/protocols/lorawan/mac-commands.ts';
import { buildDataFrame, readDataFrame } from '#server/protocols/lorawan/phy-frame.ts';
import type { DeviceMemory } from './contract.ts';
import { commandsHex, type MacToSend, readCommands, spreadingFactorOf } from './mac-traffic.ts';
import type { SensorMessage } from './models/contract.ts';
import { snrFloor } from './radio.ts';

/** TS001-1.0.4 §4.3.1.1: after so many frames without a word from the network the device asks for one … */
const ADR_ACK_LIMIT = 64;
/** … and after so many more it slows down. */
const ADR_ACK_DELAY = 32;
/** A device joins at a data rate that reaches far, and farther with each try that was not answered. */
const JOIN_DR = 2;

export interface UplinkContent {
  fPort: number;
  payload: string;
  confirmed: boolean;
  adr: boolean;
  /** MAC requests of the device's own, hex. */
  requests: string;
}

export function eirpDbm(memory: DeviceMemory): number {
  return txPowerDbm(memory.txPower) ?? 16;
}

/** A fresh join request; the session before it is forgotten. */
export function sendJoinRequest(memory: DeviceMemory, ids: { devEui: string; joinEui: string }): Uint8Array {
  memory.devNonce = (memory.devNonce + 1) % 0x10000;
  memory.dr = memory.session ? JOIN_DR : Math.max(0, memory.dr - 1);
  memory.session = null;
  memory.txPower = 0;
  return buildJoinRequest({ appKey: memory.appKey, ...ids, devNonce: memory.devNonce });
}

/** False where the accept was not made with this device's key. */
export function hearJoinAccept(memory: DeviceMemory, bytes: Uint8Array): boolean {
  const accept = readJoinAccept(bytes, { appKey: memory.appKey, devNonce: memory.devNonce });
  if (!accept.ok) return false;
  memory.session = { devAddr: accept.value.devAddr, ...accept.value.session };
  Object.assign(memory, { fCntUp: 0, lastFCntDown: null, adrAckCount: 0, answers: '', acknowledge: false });
  return true;
}

/** The frame of the next message; sent again under the same counter when it is confirmed and nobody answers. */
export function sendUplink(memory: DeviceMemory, content: UplinkContent): Uint8Array {
  if (!memory.session) throw new Error('A device without session cannot send data.');
  const bytes = buildDataFrame({
    direction: 'up',
    confirmed: content.confirmed,
    ...memory.session,
    fCnt: memory.fCntUp,
    adr: content.adr,
    adrAckReq: content.adr && memory.adrAckCount >= ADR_ACK_LIMIT,
    ack: memory.acknowledge,
    fOpts: memory.answers + content.requests,
    fPort: content.fPort,
    frmPayload: content.payload,
  });
  memory.fCntUp++;
  memory.answers = '';
  memory.acknowledge = false;
  if (content.adr) growDeaf(memory);
  return bytes;
}

function growDeaf(memory: DeviceMemory): void {
  memory.adrAckCount++;
  const deaf = memory.adrAckCount - ADR_ACK_LIMIT;
  if (deaf < ADR_ACK_DELAY || deaf % ADR_ACK_DELAY !== 0) return;
  if (memory.txPower > 0) memory.txPower = 0;
  else memory.dr = Math.max(0, memory.dr - 1);
}

/** What the device learns from a downlink; null where it is none of its own. */
export function hearDownlink(
  memory: DeviceMemory,
  bytes: Uint8Array,
  state: { battery: number; snr: number },
): { acknowledged: boolean; told: SensorMessage | null } | null {
  if (!memory.session) return null;
  const frame = readDataFrame(bytes, { ...memory.session, lastFCnt: memory.lastFCntDown });
  if (!frame.ok || frame.value.direction !== 'down') return null;
  memory.lastFCntDown = frame.value.fCnt;
  memory.adrAckCount = 0;
  memory.acknowledge = frame.value.confirmed;
  const answers = readCommands(frame.value.fOpts, 'down').flatMap((command) => obey(memory, command, state));
  memory.answers = commandsHex(answers);
  const { ack, fPort, frmPayload } = frame.value;
  return { acknowledged: ack, told: fPort ? { fPort, payload: frmPayload } : null };
}

function obey(
  memory: DeviceMemory,
  command: MacCommand,
  state: { battery: number; snr: number },
): MacToSend[] {
  switch (command.name) {
    case 'LinkADRReq':
      memory.dr = Number(command.fields.dataRate);
      memory.txPower = Number(command.fields.txPower);
      return [{ name: 'LinkADRAns', fields: { chMaskAck: true, dataRateAck: true, powerAck: true } }];
    case 'DevStatusReq': {
      const margin = Math.round(state.snr - snrFloor(spreadingFactorOf(memory.dr)));
      const battery = Math.max(1, Math.min(254, Math.round(state.battery * 254)));
      return [{ name: 'DevStatusAns', fields: { battery, margin: Math.max(-32, Math.min(31, margin)) } }];
    }
    default:
      return [];
  }
}
