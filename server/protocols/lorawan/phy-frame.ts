import loraPacket from 'lora-packet';
import { malformed, type ParseResult, parsed } from '../parse-result.ts';

/**
 * LoRaWAN 1.0.x physical payloads (TS001-1.0.4 §4, §6.2): what is on the air, in both directions.
 *
 * Identifiers and keys are upper-case hex, payloads lower-case hex, frequencies Hz. Readers answer a
 * ParseResult; builders throw RangeError, because their input is ours.
 */
export interface JoinRequest {
  type: 'join-request';
  joinEui: string;
  devEui: string;
  devNonce: number;
  mic: string;
}

/** Encrypted with the AppKey; readJoinAccept opens it. */
export interface SealedJoinAccept {
  type: 'join-accept';
}

export interface DataFrameFields {
  direction: 'up' | 'down';
  confirmed: boolean;
  devAddr: string;
  /** All 32 bits; the air carries the lower 16. */
  fCnt: number;
  adr?: boolean;
  /** Uplink only. */
  adrAckReq?: boolean;
  ack?: boolean;
  /** Downlink only: the network has more to send. */
  fPending?: boolean;
  /** MAC commands, at most 15 bytes; empty where fPort is 0. */
  fOpts?: string;
  /** null for a frame without port and payload; 0 for MAC commands as payload. */
  fPort: number | null;
  frmPayload?: string;
}

export interface DataFrame extends Required<DataFrameFields> {
  type: 'data';
  mic: string;
}

export type PhyFrame = JoinRequest | SealedJoinAccept | DataFrame;

export interface SessionKeys {
  nwkSKey: string;
  appSKey: string;
}

const MAX_PHY_BYTES = 255;
const JOIN_REQUEST_BYTES = 23;
const JOIN_ACCEPT_BYTES = [17, 33];
const EMPTY_DATA_FRAME_BYTES = 12;
const MAX_FOPTS_BYTES = 15;

export const bytesOf = (hex: string): Buffer => Buffer.from(hex, 'hex');
export const idHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex').toUpperCase();
export const littleEndianId = (bytes: Uint8Array): string => idHex(Uint8Array.from(bytes).reverse());
const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** Upper half of a 32-bit counter in the byte order of the MIC block. */
function fCntHigh(fCnt: number): Buffer {
  const high = Buffer.alloc(2);
  high.writeUInt16LE(Math.floor(fCnt / 0x10000));
  return high;
}

/**
 * The 32-bit counter that a frame's 16 bits mean after `last`: the same or the next larger one
 * (TS001-1.0.4 §4.3.1.5). A replayed old frame thus gets a counter whose MIC does not match.
 */
export function fullFCnt(fCnt16: number, last: number | null): number {
  if (last === null) return fCnt16;
  const base = last - (last % 0x10000);
  const candidate = base + fCnt16 < last ? base + 0x10000 + fCnt16 : base + fCnt16;
  return candidate > 0xffffffff ? fCnt16 : candidate;
}

/** Takes a frame apart without keys: payloads stay encrypted, fCnt is the 16 bits of the air. */
export function parsePhyFrame(bytes: Uint8Array): ParseResult<PhyFrame> {
  const mhdr = bytes[0];
  if (mhdr === undefined) return malformed('lorawan.empty-frame', 'There are no bytes.');
  if (bytes.length > MAX_PHY_BYTES) {
    return malformed('lorawan.frame-too-long', `A frame has at most ${MAX_PHY_BYTES} bytes.`);
  }
  if ((mhdr & 0b11) !== 0)
    return malformed('lorawan.unknown-major', 'Only LoRaWAN R1 frames are known.', 'byte 0');
  const mType = mhdr >> 5;
  if (mType === 0) return parseJoinRequest(bytes);
  if (mType === 1) {
    if (JOIN_ACCEPT_BYTES.includes(bytes.length)) return parsed({ type: 'join-accept' });
    return malformed('lorawan.join-accept-length', 'A join accept has 17 or 33 bytes.');
  }
  if (mType <= 5) return parseDataFrame(bytes, mType);
  return malformed(
    'lorawan.unknown-message-type',
    `Message type ${mType} is not one of LoRaWAN 1.0.`,
    'byte 0',
  );
}

function parseJoinRequest(bytes: Uint8Array): ParseResult<JoinRequest> {
  if (bytes.length !== JOIN_REQUEST_BYTES) {
    return malformed('lorawan.join-request-length', `A join request has ${JOIN_REQUEST_BYTES} bytes.`);
  }
  return parsed({
    type: 'join-request',
    joinEui: littleEndianId(bytes.subarray(1, 9)),
    devEui: littleEndianId(bytes.subarray(9, 17)),
    devNonce: Buffer.from(bytes).readUInt16LE(17),
    mic: hexOf(bytes.subarray(19)),
  });
}

function parseDataFrame(bytes: Uint8Array, mType: number): ParseResult<DataFrame> {
  if (bytes.length < EMPTY_DATA_FRAME_BYTES) {
    return malformed(
      'lorawan.data-frame-length',
      `A data frame has at least ${EMPTY_DATA_FRAME_BYTES} bytes.`,
    );
  }
  const fCtrl = bytes[5] ?? 0;
  const portAt = 8 + (fCtrl & 0x0f);
  const micAt = bytes.length - 4;
  if (portAt > micAt) {
    return malformed('lorawan.fopts-length', 'FOpts are longer than the frame.', 'byte 5');
  }
  const fPort = portAt < micAt ? (bytes[portAt] ?? null) : null;
  if (fPort === 0 && portAt > 8) {
    return malformed(
      'lorawan.mac-commands-twice',
      'MAC commands come in FOpts or on port 0, not both.',
      'byte 5',
    );
  }
  const direction = mType % 2 === 0 ? 'up' : 'down';
  return parsed({
    type: 'data',
    direction,
    confirmed: mType >= 4,
    devAddr: littleEndianId(bytes.subarray(1, 5)),
    fCnt: Buffer.from(bytes).readUInt16LE(6),
    adr: (fCtrl & 0x80) !== 0,
    adrAckReq: direction === 'up' && (fCtrl & 0x40) !== 0,
    ack: (fCtrl & 0x20) !== 0,
    fPending: direction === 'down' && (fCtrl & 0x10) !== 0,
    fOpts: hexOf(bytes.subarray(8, portAt)),
    fPort,
    frmPayload: fPort === null ? '' : hexOf(bytes.subarray(portAt + 1, micAt)),
    mic: hexOf(bytes.subarray(micAt)),
  });
}

/** Whether the MIC fits: the AppKey for a join request, NwkSKey and the full counter for a data frame. */
export function verifyMic(
  bytes: Uint8Array,
  keys: { appKey: string } | { nwkSKey: string; fCnt: number },
): boolean {
  const frame = parsePhyFrame(bytes);
  if (!frame.ok || frame.value.type === 'join-accept') return false;
  const packet = loraPacket.fromWire(Buffer.from(bytes));
  if (frame.value.type === 'join-request') {
    return 'appKey' in keys && loraPacket.verifyMIC(packet, undefined, bytesOf(keys.appKey));
  }
  if (!('nwkSKey' in keys)) return false;
  return loraPacket.verifyMIC(packet, bytesOf(keys.nwkSKey), undefined, fCntHigh(keys.fCnt));
}

export const badMic = (key: string) => malformed('lorawan.bad-mic', `The MIC does not match this ${key}.`);

export function buildDataFrame(fields: DataFrameFields & SessionKeys): Uint8Array {
  const { direction, confirmed, fCnt, fPort, fOpts = '', frmPayload = '' } = fields;
  if (fOpts.length / 2 > MAX_FOPTS_BYTES) throw new RangeError('FOpts have 15 bytes at most.');
  if (fPort === null && frmPayload !== '') throw new RangeError('A payload needs an FPort.');
  if (fPort === 0 && fOpts !== '') throw new RangeError('MAC commands go in FOpts or on port 0, not both.');
  const nwkSKey = bytesOf(fields.nwkSKey);
  const packet = loraPacket.fromFields(
    {
      MType: `${confirmed ? 'Confirmed' : 'Unconfirmed'} Data ${direction === 'up' ? 'Up' : 'Down'}`,
      DevAddr: bytesOf(fields.devAddr),
      FCnt: fCnt % 0x10000,
      FCtrl: {
        ADR: fields.adr ?? false,
        ADRACKReq: fields.adrAckReq ?? false,
        ACK: fields.ack ?? false,
        FPending: fields.fPending ?? false,
      },
      FOpts: fOpts,
      ...(fPort === null ? {} : { FPort: fPort }),
      payload: bytesOf(frmPayload),
    },
    bytesOf(fields.appSKey),
    nwkSKey,
    undefined,
    fCntHigh(fCnt),
  );
  // The library signs frames with a port only.
  if (fPort === null) loraPacket.recalculateMIC(packet, nwkSKey, undefined, fCntHigh(fCnt));
  const bytes = phyPayload(packet);
  if (bytes.length > MAX_PHY_BYTES) throw new RangeError(`A frame has at most ${MAX_PHY_BYTES} bytes.`);
  return bytes;
}

/**
 * Checks and decrypts a data frame: FRMPayload with the AppSKey, on port 0 with the NwkSKey.
 *
 * @param input.lastFCnt full counter of the last frame in this direction, null when there was none
 */
export function readDataFrame(
  bytes: Uint8Array,
  input: SessionKeys & { lastFCnt: number | null },
): ParseResult<DataFrame> {
  const frame = parsePhyFrame(bytes);
  if (!frame.ok) return frame;
  if (frame.value.type !== 'data') return malformed('lorawan.not-data-frame', 'This is no data frame.');
  const fCnt = fullFCnt(frame.value.fCnt, input.lastFCnt);
  if (!verifyMic(bytes, { nwkSKey: input.nwkSKey, fCnt })) return badMic('session');
  if (frame.value.frmPayload === '') return parsed({ ...frame.value, fCnt });
  const packet = loraPacket.fromWire(Buffer.from(bytes));
  const plain = loraPacket.decrypt(packet, bytesOf(input.appSKey), bytesOf(input.nwkSKey), fCntHigh(fCnt));
  return parsed({ ...frame.value, fCnt, frmPayload: hexOf(plain) });
}

/** The bytes that the library built. */
export function phyPayload(packet: { PHYPayload?: Buffer }): Uint8Array {
  if (!packet.PHYPayload) throw new Error('lora-packet built no PHYPayload.');
  return Uint8Array.from(packet.PHYPayload);
}
