import loraPacket from 'lora-packet';
import { malformed, type ParseResult, parsed } from '../parse-result.ts';
import {
  badMic,
  bytesOf,
  idHex,
  type JoinRequest,
  littleEndianId,
  parsePhyFrame,
  phyPayload,
  type SessionKeys,
  verifyMic,
} from './phy-frame.ts';

/** Over-the-air activation of LoRaWAN 1.0.x (TS001-1.0.4 §6.2): request, accept and the keys of the session. */
export interface JoinAcceptFields {
  /** JoinNonce (AppNonce), 24 bits. */
  joinNonce: number;
  netId: string;
  devAddr: string;
  rx1DrOffset: number;
  rx2DataRate: number;
  /** Seconds; 0 on the air means 1. */
  rxDelay: number;
  /** Up to five extra channels, Hz. */
  channels: number[];
}

export function buildJoinRequest(input: {
  appKey: string;
  joinEui: string;
  devEui: string;
  devNonce: number;
}): Uint8Array {
  const devNonce = Buffer.alloc(2);
  devNonce.writeUInt16BE(input.devNonce);
  const packet = loraPacket.fromFields(
    {
      MType: 'Join Request',
      AppEUI: bytesOf(input.joinEui),
      DevEUI: bytesOf(input.devEui),
      DevNonce: devNonce,
    },
    undefined,
    undefined,
    bytesOf(input.appKey),
  );
  return phyPayload(packet);
}

export function readJoinRequest(bytes: Uint8Array, appKey: string): ParseResult<JoinRequest> {
  const frame = parsePhyFrame(bytes);
  if (!frame.ok) return frame;
  if (frame.value.type !== 'join-request')
    return malformed('lorawan.not-join-request', 'This is no join request.');
  return verifyMic(bytes, { appKey }) ? parsed(frame.value) : badMic('AppKey');
}

/** NwkSKey and AppSKey of LoRaWAN 1.0 (TS001-1.0.4 §6.2.5). */
export function deriveSessionKeys(input: {
  appKey: string;
  joinNonce: number;
  netId: string;
  devNonce: number;
}): SessionKeys {
  const devNonce = Buffer.alloc(2);
  devNonce.writeUInt16BE(input.devNonce);
  const keys = loraPacket.generateSessionKeys10(
    bytesOf(input.appKey),
    bytesOf(input.netId),
    nonceBytes(input.joinNonce),
    devNonce,
  );
  return { nwkSKey: idHex(keys.NwkSKey), appSKey: idHex(keys.AppSKey) };
}

function nonceBytes(joinNonce: number): Buffer {
  const bytes = Buffer.alloc(3);
  bytes.writeUIntBE(joinNonce, 0, 3);
  return bytes;
}

export function buildJoinAccept(input: JoinAcceptFields & { appKey: string }): Uint8Array {
  if (input.channels.length > 5) throw new RangeError('A join accept carries five channels at most.');
  if (input.rx1DrOffset > 7 || input.rx2DataRate > 15 || input.rxDelay > 15) {
    throw new RangeError('rx1DrOffset is 0…7, rx2DataRate and rxDelay are 0…15.');
  }
  const packet = loraPacket.fromFields(
    {
      MType: 'Join Accept',
      AppNonce: nonceBytes(input.joinNonce),
      NetID: bytesOf(input.netId),
      DevAddr: bytesOf(input.devAddr),
      DLSettings: Buffer.of((input.rx1DrOffset << 4) | input.rx2DataRate),
      RxDelay: Buffer.of(input.rxDelay),
      CFList: channelList(input.channels),
    },
    undefined,
    undefined,
    bytesOf(input.appKey),
  );
  return phyPayload(packet);
}

/** CFList type 0: five frequencies in steps of 100 Hz, zero where unused. */
function channelList(channels: number[]): Buffer {
  if (channels.length === 0) return Buffer.alloc(0);
  const list = Buffer.alloc(16);
  for (const [index, frequencyHz] of channels.entries())
    list.writeUIntLE(Math.round(frequencyHz / 100), index * 3, 3);
  return list;
}

/** Opens a join accept, checks it and derives the session that it begins. */
export function readJoinAccept(
  bytes: Uint8Array,
  input: { appKey: string; devNonce: number },
): ParseResult<JoinAcceptFields & { session: SessionKeys }> {
  const frame = parsePhyFrame(bytes);
  if (!frame.ok) return frame;
  if (frame.value.type !== 'join-accept')
    return malformed('lorawan.not-join-accept', 'This is no join accept.');
  const appKey = bytesOf(input.appKey);
  const opened = loraPacket.decryptJoinAccept(loraPacket.fromWire(Buffer.from(bytes)), appKey);
  const dlSettings = opened.readUInt8(11);
  // OptNeg would mean LoRaWAN 1.1, whose MIC needs more than the AppKey; 1.0 leaves the bit 0.
  if ((dlSettings & 0x80) !== 0) return badMic('AppKey (or the frame is of LoRaWAN 1.1)');
  if (!loraPacket.verifyMIC(loraPacket.fromWire(opened), undefined, appKey)) return badMic('AppKey');
  const joinNonce = opened.readUIntLE(1, 3);
  const netId = littleEndianId(opened.subarray(4, 7));
  return parsed({
    joinNonce,
    netId,
    devAddr: littleEndianId(opened.subarray(7, 11)),
    rx1DrOffset: (dlSettings >> 4) & 0x07,
    rx2DataRate: dlSettings & 0x0f,
    rxDelay: opened.readUInt8(12) & 0x0f,
    channels: opened.length === 33 ? channelsOf(opened.subarray(13, 29)) : [],
    session: deriveSessionKeys({ appKey: input.appKey, joinNonce, netId, devNonce: input.devNonce }),
  });
}

function channelsOf(list: Buffer): number[] {
  // Type 1 is the channel mask of US915 and its like.
  if (list.readUInt8(15) !== 0) return [];
  return [0, 3, 6, 9, 12].map((at) => list.readUIntLE(at, 3) * 100).filter((frequencyHz) => frequencyHz > 0);
}
