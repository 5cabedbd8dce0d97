import type {
  LoraAck,
  LoraDownlinkSent,
  LoraEvent,
  LoraJoin,
  LoraLocation,
  LoraLog,
  LoraStatus,
  LoraUplink,
} from '#server/protocols/lorawan/event.ts';
import { BodyFault } from '#server/protocols/provider-envelope/body-fault.ts';
import { hashedIdentity, namedIdentity } from '#server/protocols/provider-envelope/event-identity.ts';
import type { Fields } from '#server/protocols/provider-envelope/fields.ts';
import {
  countGateways,
  devAddrOf,
  gatewayIdOf,
  MAX_FCNT,
  protoFPort,
  requiredDevEui,
  UNKNOWN_RADIO,
} from '#server/protocols/provider-envelope/lora-fields.ts';
import { contextOf } from '#server/protocols/provider-envelope/told-context.ts';
import { readNetworkLocation } from './chirpstack-location.ts';
import { type ChirpstackEventName, enumName } from './chirpstack-messages.ts';
import { readReceptions, readTxInfo } from './read-radio.ts';

interface Head {
  devEui: string;
  occurredAt: string;
  /** null for events that carry none, and for what ChirpStack sends without having deduplicated. */
  deduplicationId: string | null;
}

function readHead(fields: Fields): Head {
  const device = fields.required('deviceInfo', fields.child('deviceInfo'));
  return {
    devEui: requiredDevEui(device, 'devEui'),
    occurredAt: fields.required('time', fields.time('time')),
    deduplicationId: fields.text('deduplicationId') ?? null,
  };
}

type Parts = Parameters<typeof hashedIdentity>[1];

/** ChirpStack gives the status and ack of an uplink that uplink's own deduplicationId: the kind tells them apart. */
function base<K extends LoraEvent['kind']>(kind: K, head: Head, parts: Parts) {
  const { devEui, occurredAt, deduplicationId } = head;
  const identity = deduplicationId
    ? namedIdentity(kind, deduplicationId)
    : hashedIdentity(kind, [devEui, occurredAt, ...parts]);
  return { kind, devEui, occurredAt, identity };
}

function readUplink(fields: Fields): LoraUplink {
  if (fields.child('joinServerContext')?.text('sessionKeyId') !== undefined) {
    const message = 'ChirpStack has no AppSKey for this device: the payload is still encrypted';
    throw new BodyFault('envelope.payload-encrypted', message, 'joinServerContext');
  }
  const frmPayload = fields.base64AsHex('data') ?? '';
  const fPort = protoFPort(fields, 'fPort', frmPayload);
  const fCntUp = fields.integer('fCnt', 0, MAX_FCNT) ?? 0;
  const devAddr = devAddrOf(fields, 'devAddr');
  const radio = readTxInfo(fields);
  const receptions = readReceptions(fields, radio.spreadingFactor !== null);
  return {
    ...base('uplink', readHead(fields), [devAddr, fCntUp, fPort, frmPayload]),
    devAddr,
    fCntUp,
    fPort,
    frmPayload,
    confirmed: fields.flag('confirmed') ?? false,
    adr: fields.flag('adr') ?? false,
    // Of FCtrl only ADR is told; that an ACK came is an event of its own.
    adrAckReq: null,
    ack: null,
    radio,
    receptions,
    gatewayCount: countGateways(receptions),
  };
}

function readJoin(fields: Fields): LoraJoin {
  const devAddr = devAddrOf(fields, 'devAddr');
  return {
    ...base('join', readHead(fields), [devAddr]),
    joinEui: null,
    devAddr,
    devNonce: null,
    accepted: true,
    radio: { ...UNKNOWN_RADIO },
    receptions: [],
  };
}

function readAck(fields: Fields): LoraAck {
  const queueItemId = fields.text('queueItemId') ?? null;
  const fCntDown = fields.integer('fCntDown', 0, MAX_FCNT) ?? 0;
  const acknowledged = fields.flag('acknowledged') ?? false;
  return {
    ...base('ack', readHead(fields), [queueItemId, fCntDown, acknowledged]),
    acknowledged,
    queueItemId,
    fCntDown,
  };
}

function readTxAck(fields: Fields): LoraDownlinkSent {
  const queueItemId = fields.text('queueItemId') ?? null;
  const fCntDown = fields.integer('fCntDown', 0, MAX_FCNT) ?? 0;
  const gatewayId = fields.text('gatewayId');
  const downlinkId = fields.integer('downlinkId', 0, MAX_FCNT) ?? 0;
  return {
    ...base('downlink-sent', readHead(fields), [downlinkId, queueItemId, fCntDown]),
    transmitted: true,
    queueItemId,
    fPort: null,
    fCntDown,
    frmPayload: null,
    confirmed: null,
    gatewayId: gatewayId === undefined ? null : gatewayIdOf(gatewayId),
    slot: null,
    failure: null,
    radio: readTxInfo(fields),
  };
}

const LOG_LEVELS: Record<string, LoraLog['level']> = { INFO: 'info', WARNING: 'warning', ERROR: 'error' };

function readLog(fields: Fields): LoraLog {
  const levelName = enumName('LogLevel', fields.scalar('level'));
  const level = LOG_LEVELS[levelName];
  if (!level) {
    throw new BodyFault(
      'envelope.wrong-type',
      `level "${levelName.slice(0, 40)}" is not a log level`,
      'level',
    );
  }
  const code = enumName('LogCode', fields.scalar('code'));
  const description = fields.text('description') ?? '';
  const contextFields = fields.childOrEmpty('context');
  const context = Object.fromEntries(
    contextFields.names().map((name) => [name, contextFields.text(name) ?? '']),
  );
  return {
    ...base('log', readHead(fields), [
      level,
      code,
      description,
      JSON.stringify(Object.entries(context).sort()),
    ]),
    level,
    code,
    description,
    context,
  };
}

function readStatus(fields: Fields): LoraStatus {
  const margin = fields.integer('margin', -32, 31) ?? 0;
  const externalPower = fields.flag('externalPowerSource') ?? false;
  const unavailable = fields.flag('batteryLevelUnavailable') ?? false;
  const level = fields.number('batteryLevel') ?? 0;
  // A device on external power answers 0 (TS001-1.0.4 §5.5), which is no empty battery.
  const batteryLevel = externalPower || unavailable ? null : level;
  return {
    ...base('status', readHead(fields), [margin, externalPower, batteryLevel]),
    margin,
    externalPower,
    batteryLevel,
  };
}

function readLocation(fields: Fields): LoraLocation {
  const location = readNetworkLocation(fields.required('location', fields.child('location')));
  return {
    ...base('location', readHead(fields), [location.latitude, location.longitude, location.method]),
    location,
    fCntUp: null,
  };
}

/** What an integration inside ChirpStack has to say of a device, in words of its own. */
function readIntegration(fields: Fields): LoraLog {
  const { devEui, occurredAt, deduplicationId } = readHead(fields);
  const [name, type] = [fields.text('integrationName') ?? '', fields.text('eventType') ?? ''];
  const context = contextOf(fields.raw('object'));
  // An uplink may be behind several of them.
  const parts = ['integration', devEui, occurredAt, deduplicationId, name, type, JSON.stringify(context)];
  return {
    kind: 'log',
    devEui,
    occurredAt,
    identity: hashedIdentity('log', parts),
    level: 'info',
    code: 'INTEGRATION',
    description: [name, type].filter(Boolean).join(': '),
    context,
  };
}

export const READERS: Record<ChirpstackEventName, (fields: Fields) => LoraEvent> = {
  up: readUplink,
  join: readJoin,
  ack: readAck,
  txack: readTxAck,
  log: readLog,
  status: readStatus,
  location: readLocation,
  integration: readIntegration,
};
