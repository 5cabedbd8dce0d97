/**
 * The one internal form of what a LoRa network server tells us, whichever server it was.
 *
 * Identifiers are upper-case hex without separators; times are ISO 8601 UTC with milliseconds;
 * payloads are lower-case hex; frequencies are Hz; signal figures dBm and dB; positions WGS84 degrees and metres.
 * A field that the network server did not tell is absent or null, never guessed.
 */

/** One gateway's reception of an uplink. */
export interface GatewayReception {
  gatewayId: string;
  rssi: number | null;
  snr: number | null;
  /** Effective signal power, RSSI + SNR − 10·log10(1 + 10^(SNR/10)). */
  esp: number | null;
  antenna?: string;
  location?: GeoPoint;
}

export interface GeoPoint {
  latitude: number;
  longitude: number;
  altitude?: number;
}

/** How a frame went over the air. */
export interface RadioSettings {
  frequencyHz: number | null;
  spreadingFactor: number | null;
  bandwidthHz: number | null;
  codingRate?: string;
  /** EU868 data rate index (SF12 = 0 … SF7 = 5). */
  dr: number | null;
  /** ThingPark's names, e.g. `LC8` and `G2`, where the server tells them. */
  channel?: string;
  subBand?: string;
}

interface LoraEventBase {
  devEui: string;
  /** When the network server saw it. */
  occurredAt: string;
  /**
   * What makes two tellings of the same thing the same (a retry of the network server):
   * stable across retries, different for every frame. Stored once per device.
   */
  identity: string;
}

export interface LoraUplink extends LoraEventBase {
  kind: 'uplink';
  devAddr: string | null;
  fCntUp: number;
  /** null for a frame that carries MAC commands only in FOpts or nothing at all. */
  fPort: number | null;
  /** Application payload, decrypted, lower-case hex; '' when there is none. */
  frmPayload: string;
  confirmed: boolean;
  /** FCtrl of the frame (TS001-1.0.4 §4.3.1), each null where the network server does not tell it. */
  adr: boolean | null;
  adrAckReq: boolean | null;
  /** The device acknowledges a confirmed downlink. */
  ack: boolean | null;
  /** MAC commands of the device (FOpts, or the payload of FPort 0), lower-case hex, where the server tells them. */
  macCommands?: string;
  fCntDown?: number;
  mic?: string;
  radio: RadioSettings;
  /** Strongest first. */
  receptions: GatewayReception[];
  /** Gateways that received it, where the server names only some of them. */
  gatewayCount: number;
  /** Position that the network told along with this frame; its `fCntUp` says which frame it was solved from. */
  location?: NetworkLocation;
}

export interface NetworkLocation extends GeoPoint {
  /** Horizontal radius of uncertainty, metres. */
  radius?: number;
  altitudeRadius?: number;
  /** TDOA, RSSI, GNSS, WIFI … as the server says. */
  method?: string;
  locatedAt?: string;
  /** FCntUp of the frame it was solved from, where told: ThingPark repeats the last position on later uplinks. */
  fCntUp?: number;
}

export interface LoraJoin extends LoraEventBase {
  kind: 'join';
  joinEui: string | null;
  devAddr: string | null;
  devNonce: number | null;
  /** Whether the server answered with a join accept. */
  accepted: boolean;
  radio: RadioSettings;
  receptions: GatewayReception[];
}

/** The device's acknowledgement, or the lack of it, of a confirmed downlink. */
export interface LoraAck extends LoraEventBase {
  kind: 'ack';
  acknowledged: boolean;
  queueItemId: string | null;
  fCntDown: number | null;
}

/** A downlink left (or could not leave) a gateway. */
export interface LoraDownlinkSent extends LoraEventBase {
  kind: 'downlink-sent';
  transmitted: boolean;
  queueItemId: string | null;
  fPort: number | null;
  fCntDown: number | null;
  /** Payload as sent to the device, lower-case hex, where the server tells it. */
  frmPayload: string | null;
  confirmed: boolean | null;
  gatewayId: string | null;
  /** RX1, RX2, ping slot. */
  slot: 'rx1' | 'rx2' | 'ping' | null;
  /** Why it was not transmitted, in words, with the server's code. */
  failure: string | null;
  /** MAC commands of the network (FOpts, or the payload of FPort 0), lower-case hex, where the server tells them. */
  macCommands?: string;
  /** FCtrl of the frame (TS001-1.0.4 §4.3.1), where the server tells it. */
  adr?: boolean;
  ack?: boolean;
  /** More waits for the device than this frame could carry. */
  fPending?: boolean;
  radio: RadioSettings;
}

/** `code` of the remark that a network server threw away what waited for a device; `context.queueItems` names ours. */
export const QUEUE_INVALIDATED = 'DOWNLINK_QUEUE_INVALIDATED';

/** The network server's own remark, e.g. ChirpStack's UPLINK_F_CNT_RESET. */
export interface LoraLog extends LoraEventBase {
  kind: 'log';
  level: 'info' | 'warning' | 'error';
  code: string;
  description: string;
  context: Record<string, string>;
}

/** Answer to DevStatusReq (TS001-1.0.4 §5.5). */
export interface LoraStatus extends LoraEventBase {
  kind: 'status';
  /** Demodulation margin of the last DevStatusReq, dB, −32…31. */
  margin: number;
  externalPower: boolean;
  /** Percent, null when the device cannot measure it. */
  batteryLevel: number | null;
}

/** A position that the network solved after the payload went by. */
export interface LoraLocation extends LoraEventBase {
  kind: 'location';
  location: NetworkLocation;
  /** FCntUp of the frame it belongs to, where told. */
  fCntUp: number | null;
}

export type LoraEvent =
  | LoraUplink
  | LoraJoin
  | LoraAck
  | LoraDownlinkSent
  | LoraLog
  | LoraStatus
  | LoraLocation;
