import type {
  GatewayReception,
  LoraAck,
  LoraDownlinkSent,
  LoraEvent,
  LoraLog,
  LoraUplink,
  RadioSettings,
} from '#server/protocols/lorawan/event.ts';
import { buildJoinAccept, deriveSessionKeys, readJoinRequest } from '#server/protocols/lorawan/join-frame.ts';
import type { MacCommand } from '#server/protocols/lorawan/mac-commands.ts';
import {
  buildDataFrame,
  type DataFrame,
  parsePhyFrame,
  readDataFrame,
} from '#server/protocols/lorawan/phy-frame.ts';
import { hashedIdentity } from '#server/protocols/provider-envelope/event-identity.ts';
import type { NetworkMemory } from './contract.ts';
import { adrDecision, commandsHex, type MacToSend, noteSnr, readCommands } from './mac-traffic.ts';
import type { SensorMessage } from './models/contract.ts';
import { snrFloor } from './radio.ts';
import { hash32 } from './randomness.ts';

/** How a frame reached the network server. */
export interface Heard {
  devEui: string;
  at: Date;
  radio: RadioSettings;
  /** Strongest first, never empty. */
  receptions: GatewayReception[];
}

/** What the network server tells, and what it sends back. */
export interface Reaction {
  events: LoraEvent[];
  downlink: Uint8Array | null;
}

/** NetID of networks of one's own, whose addresses begin with seven zero bits. */
const NET_ID = '000000';
const EXTRA_CHANNELS = [867_100_000, 867_300_000, 867_500_000, 867_700_000, 867_900_000];
const ALL_CHANNELS = 0x00ff;
const DAY_MS = 86_400_000;
const RX1_DELAY_MS = 1_000;

/** Answers a join request that carries the registered key and a nonce not used before. */
export function hearJoinRequest(memory: NetworkMemory, bytes: Uint8Array, heard: Heard): Reaction {
  const frame = parsePhyFrame(bytes);
  if (!frame.ok || frame.value.type !== 'join-request') return { events: [], downlink: null };
  const { joinEui, devEui, devNonce, mic } = frame.value;
  const request: LoraEvent = {
    kind: 'join',
    devEui,
    occurredAt: heard.at.toISOString(),
    identity: hashedIdentity('join', [devEui, devNonce, mic, heard.at.toISOString()]),
    joinEui,
    devAddr: null,
    devNonce,
    accepted: false,
    radio: heard.radio,
    receptions: heard.receptions,
  };
  if (!readJoinRequest(bytes, memory.appKey).ok) {
    return {
      events: [request, remark(heard, 'UPLINK_MIC', 'MIC of the join-request does not fit the AppKey')],
      downlink: null,
    };
  }
  if (memory.lastDevNonce !== null && devNonce <= memory.lastDevNonce) {
    return { events: [request, remark(heard, 'OTAA', 'DevNonce has been used before')], downlink: null };
  }
  return accept(memory, request);
}

function accept(memory: NetworkMemory, request: LoraEvent & { kind: 'join' }): Reaction {
  const { devEui } = request;
  const devNonce = request.devNonce ?? 0;
  memory.lastDevNonce = devNonce;
  memory.joinNonce = (memory.joinNonce + 1) % 0x1000000;
  const devAddr = (hash32(`${devEui}|${memory.joinNonce}`) & 0x01ffffff)
    .toString(16)
    .padStart(8, '0')
    .toUpperCase();
  const { appKey, joinNonce } = memory;
  memory.session = { devAddr, ...deriveSessionKeys({ appKey, joinNonce, netId: NET_ID, devNonce }) };
  Object.assign(memory, { lastFCntUp: null, fCntDown: 0, snrs: [], txPower: 0, openDownlink: null });
  const occurredAt = new Date(Date.parse(request.occurredAt) + 40).toISOString();
  const accepted: LoraEvent = {
    ...request,
    occurredAt,
    identity: hashedIdentity('join', [devEui, 'accepted', devAddr, occurredAt]),
    devAddr,
    accepted: true,
  };
  const downlink = buildJoinAccept({
    appKey,
    joinNonce,
    netId: NET_ID,
    devAddr,
    rx1DrOffset: 0,
    rx2DataRate: 0,
    rxDelay: 1,
    channels: EXTRA_CHANNELS,
  });
  return { events: [request, accepted], downlink };
}

/** Checks and decrypts a data frame; a frame of another session, or with a broken MIC, is nobody's. */
export function hearUplink(
  memory: NetworkMemory,
  bytes: Uint8Array,
  heard: Heard,
  settings: SensorMessage | undefined,
): Reaction {
  const air = parsePhyFrame(bytes);
  if (!air.ok || air.value.type !== 'data' || air.value.devAddr !== memory.session?.devAddr) {
    return { events: [], downlink: null };
  }
  const frame = readDataFrame(bytes, { ...memory.session, lastFCnt: memory.lastFCntUp });
  if (!frame.ok)
    return {
      events: [remark(heard, 'UPLINK_MIC', 'MIC of the uplink does not fit the session')],
      downlink: null,
    };
  // A network lets a device settle: the first status and settings are due so long after its first frame.
  memory.statusAskedAt ??= heard.at.toISOString();
  memory.settingsSentAt ??= heard.at.toISOString();
  const repeated = frame.value.fCnt === memory.lastFCntUp;
  const events: LoraEvent[] = repeated
    ? [
        remark(
          heard,
          'UPLINK_F_CNT_RETRANSMISSION',
          `Uplink was sent again with FCntUp ${frame.value.fCnt}`,
          'info',
        ),
      ]
    : [...acknowledgement(memory, frame.value, heard), uplinkEvent(memory, frame.value, heard)];
  memory.lastFCntUp = frame.value.fCnt;
  noteSnr(memory, heard.receptions[0]?.snr ?? 0);
  const commands = readCommands(frame.value.fOpts, 'up');
  if (!repeated) events.push(...statusEvents(commands, heard));
  return answer(memory, frame.value, heard, commands, events, settings);
}

function uplinkEvent(memory: NetworkMemory, frame: DataFrame, heard: Heard): LoraUplink {
  const { devEui, at, radio, receptions } = heard;
  return {
    kind: 'uplink',
    devEui,
    occurredAt: at.toISOString(),
    identity: hashedIdentity('uplink', [devEui, frame.devAddr, frame.fCnt, frame.mic]),
    devAddr: frame.devAddr,
    fCntUp: frame.fCnt,
    fPort: frame.fPort,
    frmPayload: frame.frmPayload,
    confirmed: frame.confirmed,
    adr: frame.adr,
    adrAckReq: frame.adrAckReq,
    ack: frame.ack,
    ...(frame.fOpts === '' ? {} : { macCommands: frame.fOpts }),
    fCntDown: memory.fCntDown,
    mic: frame.mic,
    radio,
    receptions,
    gatewayCount: receptions.length,
  };
}

/** The first uplink after a confirmed downlink says whether it arrived. */
function acknowledgement(memory: NetworkMemory, frame: DataFrame, heard: Heard): LoraAck[] {
  const open = memory.openDownlink;
  if (!open) return [];
  memory.openDownlink = null;
  const { devEui, at } = heard;
  return [
    {
      kind: 'ack',
      devEui,
      occurredAt: at.toISOString(),
      identity: hashedIdentity('ack', [devEui, open.queueItemId]),
      acknowledged: frame.ack,
      ...open,
    },
  ];
}

function statusEvents(commands: MacCommand[], { devEui, at }: Heard): LoraEvent[] {
  const status = commands.find((command) => command.name === 'DevStatusAns');
  if (!status) return [];
  const battery = Number(status.fields.battery);
  const occurredAt = at.toISOString();
  return [
    {
      kind: 'status',
      devEui,
      occurredAt,
      identity: hashedIdentity('status', [devEui, occurredAt]),
      margin: Number(status.fields.margin),
      externalPower: battery === 0,
      batteryLevel: battery === 0 || battery === 255 ? null : Math.round((battery / 254) * 10_000) / 100,
    },
  ];
}

/** A downlink where something has to be said: an acknowledgement, MAC commands, settings. */
function answer(
  memory: NetworkMemory,
  frame: DataFrame,
  heard: Heard,
  commands: MacCommand[],
  events: LoraEvent[],
  settings: SensorMessage | undefined,
): Reaction {
  const requests = macRequests(memory, frame, heard, commands);
  const due = settings && isDue(memory.settingsSentAt, heard.at, 7 * DAY_MS) ? settings : null;
  if (!memory.session || !(requests.length || due || frame.confirmed || frame.adrAckReq))
    return { events, downlink: null };
  const fCnt = memory.fCntDown++;
  const downlink = buildDataFrame({
    direction: 'down',
    confirmed: due !== null,
    ...memory.session,
    fCnt,
    adr: true,
    ack: frame.confirmed,
    fOpts: commandsHex(requests),
    fPort: due?.fPort ?? null,
    ...(due ? { frmPayload: due.payload } : {}),
  });
  return { events: due ? [...events, settingsSent(memory, due, fCnt, heard)] : events, downlink };
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

function settingsSent(
  memory: NetworkMemory,
  settings: SensorMessage,
  fCntDown: number,
  heard: Heard,
): LoraDownlinkSent {
  const { devEui, at, receptions, radio } = heard;
  const queueItemId = identifier(`${devEui}|${fCntDown}|${at.getTime()}`);
  memory.settingsSentAt = at.toISOString();
  memory.openDownlink = { queueItemId, fCntDown };
  return {
    kind: 'downlink-sent',
    devEui,
    occurredAt: new Date(at.getTime() + RX1_DELAY_MS).toISOString(),
    identity: hashedIdentity('downlink-sent', [devEui, queueItemId]),
    transmitted: true,
    queueItemId,
    fPort: settings.fPort,
    fCntDown,
    frmPayload: settings.payload,
    confirmed: true,
    gatewayId: receptions[0]?.gatewayId ?? null,
    slot: 'rx1',
    failure: null,
    radio,
  };
}

/** A UUID in form, the same for the same downlink. */
function identifier(text: string): string {
  const hex = [0, 1, 2, 3].map((part) => hash32(`${part}|${text}`).toString(16).padStart(8, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function remark(heard: Heard, code: string, description: string, level: LoraLog['level'] = 'error'): LoraLog {
  const { devEui, at } = heard;
  const occurredAt = at.toISOString();
  return {
    kind: 'log',
    devEui,
    occurredAt,
    identity: hashedIdentity('log', [devEui, occurredAt, code, description]),
    level,
    code,
    description,
    context: {},
  };
}
