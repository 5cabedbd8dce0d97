import type { LoraAck, LoraEvent, LoraUplink } from '#server/protocols/lorawan/event.ts';
import type { MacCommand } from '#server/protocols/lorawan/mac-commands.ts';
import { type DataFrame, parsePhyFrame, readDataFrame } from '#server/protocols/lorawan/phy-frame.ts';
import { hashedIdentity } from '#server/protocols/provider-envelope/event-identity.ts';
import type { NetworkMemory } from './contract.ts';
import { noteSnr, readCommands } from './mac-traffic.ts';
import type { SensorMessage } from './models/contract.ts';
import { answer, type QueuedDownlink } from './network-downlink.ts';
import { type Heard, type Reaction, remark } from './network-heard.ts';

/** Checks and decrypts a data frame; a frame of another session, or with a broken MIC, is nobody's. */
export function hearUplink(
  memory: NetworkMemory,
  bytes: Uint8Array,
  heard: Heard,
  settings: SensorMessage | undefined,
  queued: QueuedDownlink | null = null,
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
  return answer(memory, frame.value, heard, commands, events, { settings, queued });
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
