import type { LoraDownlinkSent, LoraEvent } from '#server/protocols/lorawan/event.ts';
import type { MacCommand } from '#server/protocols/lorawan/mac-commands.ts';
import { buildDataFrame, type DataFrame } from '#server/protocols/lorawan/phy-frame.ts';
import { hashedIdentity } from '#server/protocols/provider-envelope/event-identity.ts';
import type { NetworkMemory } from './contract.ts';
import { adrDecision, commandsHex, type MacToSend } from './mac-traffic.ts';
import type { SensorMessage } from './models/contract.ts';
import type { Heard, Reaction } from './network-heard.ts';
import { snrFloor } from './radio.ts';
import { hash32 } from './randomness.ts';

const ALL_CHANNELS = 0x00ff;
const DAY_MS = 86_400_000;

/** A confirmed downlink in the network server's queue for the device. */
export interface QueuedDownlink extends SensorMessage {
  queueItem: string;
}

/** What would go out beside what has to be said: what was queued first, else settings that are due. */
interface Waiting {
  settings: SensorMessage | undefined;
  queued: QueuedDownlink | null;
}
const RX1_DELAY_MS = 1_000;

/** A downlink where something has to be said: an acknowledgement, MAC commands, settings. */
export function answer(
  memory: NetworkMemory,
  frame: DataFrame,
  heard: Heard,
  commands: MacCommand[],
  events: LoraEvent[],
  waiting: Waiting,
): Reaction {
  const requests = macRequests(memory, frame, heard, commands);
  const due = dueOf(memory, heard, waiting);
  if (!memory.session || !(requests.length || due || frame.confirmed || frame.adrAckReq))
    return { events, downlink: null };
  const fCnt = memory.fCntDown++;
  const control = { adr: true, ack: frame.confirmed, macCommands: commandsHex(requests) };
  const downlink = buildDataFrame({
    direction: 'down',
    confirmed: due !== null,
    ...memory.session,
    fCnt,
    adr: control.adr,
    ack: control.ack,
    fOpts: control.macCommands,
    fPort: due?.fPort ?? null,
    ...(due ? { frmPayload: due.payload } : {}),
  });
  return { events: [...events, downlinkSent(memory, due, fCnt, heard, control)], downlink };
}

function dueOf(memory: NetworkMemory, heard: Heard, { settings, queued }: Waiting) {
  // A frame that is sent again opens a window again: what went out in the first is on its way.
  if (queued) return queued.queueItem === memory.openDownlink?.queueItemId ? null : queued;
  return settings && isDue(memory.settingsSentAt, heard.at, 7 * DAY_MS) ? settings : null;
}

function macRequests(memory: NetworkMemory, frame: DataFrame, heard: Heard, commands: MacCommand[]) {
  const requests: MacToSend[] = [];
  const spreadingFactor = heard.radio.spreadingFactor ?? 12;
  if (commands.some((command) => command.name === 'LinkCheckReq')) {
    const margin = Math.max(0, Math.round((heard.receptions[0]?.snr ?? 0) - snrFloor(spreadingFactor)));
    requests.push({ name: 'LinkCheckAns', fields: { margin, gatewayCount: heard.receptions.length } });
  }
  const wanted = frame.adr ? adrDecision(memory, heard.radio.dr ?? 0) : null;
  if (wanted) {
    const fields = {
      dataRate: wanted.dr,
      txPower: wanted.txPower,
      chMask: ALL_CHANNELS,
      chMaskCntl: 0,
      nbTrans: 1,
    };
    requests.push({ name: 'LinkADRReq', fields });
    Object.assign(memory, { snrs: [], txPower: wanted.txPower });
  }
  if (isDue(memory.statusAskedAt, heard.at, DAY_MS)) {
    requests.push({ name: 'DevStatusReq' });
    memory.statusAskedAt = heard.at.toISOString();
  }
  return requests;
}

function isDue(last: string | null, at: Date, everyMs: number): boolean {
  return last !== null && at.getTime() - Date.parse(last) >= everyMs;
}

interface FrameControl {
  adr: boolean;
  ack: boolean;
  macCommands: string;
}

/** `sent` is null for a frame of the network's own: an acknowledgement or MAC commands alone. */
function downlinkSent(
  memory: NetworkMemory,
  sent: SensorMessage | QueuedDownlink | null,
  fCntDown: number,
  heard: Heard,
  { macCommands, ...control }: FrameControl,
): LoraDownlinkSent {
  const { devEui, at, receptions, radio } = heard;
  const queueItemId = sent && queueItemOf(memory, sent, fCntDown, heard);
  return {
    kind: 'downlink-sent',
    devEui,
    occurredAt: new Date(at.getTime() + RX1_DELAY_MS).toISOString(),
    identity: hashedIdentity('downlink-sent', [devEui, queueItemId ?? `${fCntDown}|${at.getTime()}`]),
    transmitted: true,
    queueItemId,
    fPort: sent?.fPort ?? null,
    fCntDown,
    frmPayload: sent?.payload ?? null,
    confirmed: sent !== null,
    ...(macCommands === '' ? {} : { macCommands }),
    ...control,
    fPending: false,
    gatewayId: receptions[0]?.gatewayId ?? null,
    slot: 'rx1',
    failure: null,
    radio,
  };
}

function queueItemOf(
  memory: NetworkMemory,
  sent: SensorMessage | QueuedDownlink,
  fCntDown: number,
  { devEui, at }: Heard,
): string {
  const isQueued = 'queueItem' in sent;
  const queueItemId = isQueued ? sent.queueItem : identifier(`${devEui}|${fCntDown}|${at.getTime()}`);
  if (!isQueued) memory.settingsSentAt = at.toISOString();
  memory.openDownlink = { queueItemId, fCntDown };
  return queueItemId;
}

/** A UUID in form, the same for the same downlink. */
function identifier(text: string): string {
  const hex = [0, 1, 2, 3].map((part) => hash32(`${part}|${text}`).toString(16).padStart(8, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
