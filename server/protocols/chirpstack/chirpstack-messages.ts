import protobuf from 'protobufjs/light.js';

/**
 * ChirpStack v4's integration messages as a protobuf reflection: names and numbers of
 * `api/proto/integration`, `gw` and `common` of chirpstack/chirpstack, the fields that we read or write.
 * Other fields (e.g. the codec's `object`) are skipped while decoding.
 */
type FieldSpec = [id: number, type: string, kind?: 'repeated' | 'map'];

function message(fields: Record<string, FieldSpec>): protobuf.IType {
  const entries = Object.entries(fields).map(([name, [id, type, kind]]) => {
    if (kind === 'map') return [name, { id, type, keyType: 'string' }];
    return [name, kind === 'repeated' ? { id, type, rule: 'repeated' } : { id, type }];
  });
  return { fields: Object.fromEntries(entries) };
}

const enumeration = (values: Record<string, number>): protobuf.IEnum => ({ values });

const numbered = (names: string[]) =>
  enumeration(Object.fromEntries(names.map((name, index) => [name, index])));

const EVENT_HEAD: Record<string, FieldSpec> = {
  deduplicationId: [1, 'string'],
  time: [2, 'Timestamp'],
  deviceInfo: [3, 'DeviceInfo'],
};

const common = {
  Timestamp: message({ seconds: [1, 'int64'], nanos: [2, 'int32'] }),
  Struct: message({ fields: [1, 'Value', 'map'] }),
  ListValue: message({ values: [1, 'Value', 'repeated'] }),
  Value: {
    ...message({
      nullValue: [1, 'int32'],
      numberValue: [2, 'double'],
      stringValue: [3, 'string'],
      boolValue: [4, 'bool'],
      structValue: [5, 'Struct'],
      listValue: [6, 'ListValue'],
    }),
    oneofs: {
      kind: {
        oneof: ['nullValue', 'numberValue', 'stringValue', 'boolValue', 'structValue', 'listValue'],
      },
    },
  },
  Location: message({
    latitude: [1, 'double'],
    longitude: [2, 'double'],
    altitude: [3, 'double'],
    source: [4, 'LocationSource'],
    accuracy: [5, 'float'],
  }),
  JoinServerContext: message({ sessionKeyId: [1, 'string'] }),
  LocationSource: numbered([
    'UNKNOWN',
    'GPS',
    'CONFIG',
    'GEO_RESOLVER_TDOA',
    'GEO_RESOLVER_RSSI',
    'GEO_RESOLVER_GNSS',
    'GEO_RESOLVER_WIFI',
  ]),
};

const gateway = {
  CodeRate: numbered([
    'CR_UNDEFINED',
    'CR_4_5',
    'CR_4_6',
    'CR_4_7',
    'CR_4_8',
    'CR_3_8',
    'CR_2_6',
    'CR_1_4',
    'CR_1_6',
    'CR_5_6',
    'CR_LI_4_5',
    'CR_LI_4_6',
    'CR_LI_4_8',
  ]),
  CRCStatus: numbered(['NO_CRC', 'BAD_CRC', 'CRC_OK']),
  LoraModulationInfo: message({
    bandwidth: [1, 'uint32'],
    spreadingFactor: [2, 'uint32'],
    codeRateLegacy: [3, 'string'],
    polarizationInversion: [4, 'bool'],
    codeRate: [5, 'CodeRate'],
  }),
  FskModulationInfo: message({ frequencyDeviation: [1, 'uint32'], datarate: [2, 'uint32'] }),
  LrFhssModulationInfo: message({
    operatingChannelWidth: [1, 'uint32'],
    gridSteps: [3, 'uint32'],
    codeRate: [4, 'CodeRate'],
  }),
  Modulation: {
    ...message({
      lora: [3, 'LoraModulationInfo'],
      fsk: [4, 'FskModulationInfo'],
      lrFhss: [5, 'LrFhssModulationInfo'],
    }),
    oneofs: { parameters: { oneof: ['lora', 'fsk', 'lrFhss'] } },
  },
  UplinkTxInfo: message({ frequency: [1, 'uint32'], modulation: [2, 'Modulation'] }),
  DownlinkTxInfo: message({ frequency: [1, 'uint32'], power: [2, 'int32'], modulation: [3, 'Modulation'] }),
  UplinkRxInfo: message({
    gatewayId: [1, 'string'],
    uplinkId: [2, 'uint32'],
    gwTime: [3, 'Timestamp'],
    rssi: [6, 'int32'],
    snr: [7, 'float'],
    channel: [8, 'uint32'],
    rfChain: [9, 'uint32'],
    board: [10, 'uint32'],
    antenna: [11, 'uint32'],
    location: [12, 'Location'],
    context: [13, 'bytes'],
    metadata: [15, 'string', 'map'],
    crcStatus: [16, 'CRCStatus'],
    nsTime: [17, 'Timestamp'],
  }),
};

const integration = {
  LogLevel: numbered(['INFO', 'WARNING', 'ERROR']),
  LogCode: numbered([
    'UNKNOWN',
    'DOWNLINK_PAYLOAD_SIZE',
    'UPLINK_CODEC',
    'DOWNLINK_CODEC',
    'OTAA',
    'UPLINK_F_CNT_RESET',
    'UPLINK_MIC',
    'UPLINK_F_CNT_RETRANSMISSION',
    'DOWNLINK_GATEWAY',
    'RELAY_NEW_END_DEVICE',
    'F_CNT_DOWN',
    'EXPIRED',
  ]),
  DeviceInfo: message({
    tenantId: [1, 'string'],
    tenantName: [2, 'string'],
    applicationId: [3, 'string'],
    applicationName: [4, 'string'],
    deviceProfileId: [5, 'string'],
    deviceProfileName: [6, 'string'],
    deviceName: [7, 'string'],
    devEui: [8, 'string'],
    tags: [9, 'string', 'map'],
  }),
  UplinkEvent: message({
    ...EVENT_HEAD,
    devAddr: [4, 'string'],
    adr: [5, 'bool'],
    dr: [6, 'uint32'],
    fCnt: [7, 'uint32'],
    fPort: [8, 'uint32'],
    confirmed: [9, 'bool'],
    data: [10, 'bytes'],
    rxInfo: [12, 'UplinkRxInfo', 'repeated'],
    txInfo: [13, 'UplinkTxInfo'],
    joinServerContext: [15, 'JoinServerContext'],
    regionConfigId: [16, 'string'],
  }),
  JoinEvent: message({ ...EVENT_HEAD, devAddr: [4, 'string'], regionConfigId: [7, 'string'] }),
  AckEvent: message({
    ...EVENT_HEAD,
    queueItemId: [4, 'string'],
    acknowledged: [5, 'bool'],
    fCntDown: [6, 'uint32'],
  }),
  TxAckEvent: message({
    downlinkId: [1, 'uint32'],
    time: [2, 'Timestamp'],
    deviceInfo: [3, 'DeviceInfo'],
    queueItemId: [4, 'string'],
    fCntDown: [5, 'uint32'],
    gatewayId: [6, 'string'],
    txInfo: [7, 'DownlinkTxInfo'],
  }),
  LogEvent: message({
    time: [1, 'Timestamp'],
    deviceInfo: [2, 'DeviceInfo'],
    level: [3, 'LogLevel'],
    code: [4, 'LogCode'],
    description: [5, 'string'],
    context: [6, 'string', 'map'],
  }),
  StatusEvent: message({
    ...EVENT_HEAD,
    margin: [5, 'int32'],
    externalPowerSource: [6, 'bool'],
    batteryLevelUnavailable: [7, 'bool'],
    batteryLevel: [8, 'float'],
  }),
  LocationEvent: message({ ...EVENT_HEAD, location: [4, 'Location'] }),
  IntegrationEvent: message({
    ...EVENT_HEAD,
    integrationName: [4, 'string'],
    eventType: [5, 'string'],
    object: [6, 'Struct'],
  }),
};

const root = protobuf.Root.fromJSON({ nested: { ...common, ...gateway, ...integration } }).resolveAll();

/** The `event` query parameter of the HTTP integration, and the message it carries. */
export const CHIRPSTACK_MESSAGES = {
  up: root.lookupType('UplinkEvent'),
  join: root.lookupType('JoinEvent'),
  ack: root.lookupType('AckEvent'),
  txack: root.lookupType('TxAckEvent'),
  log: root.lookupType('LogEvent'),
  status: root.lookupType('StatusEvent'),
  location: root.lookupType('LocationEvent'),
  integration: root.lookupType('IntegrationEvent'),
} as const;

export type ChirpstackEventName = keyof typeof CHIRPSTACK_MESSAGES;

export type ChirpstackEnum = 'LogLevel' | 'LogCode' | 'LocationSource' | 'CodeRate';

/** protobuf JSON has an enum by name or by number; absent is the value 0, unknown numbers stay numbers. */
export function enumName(name: ChirpstackEnum, value = '0'): string {
  if (!/^-?\d+$/.test(value)) return value;
  return root.lookupEnum(name).valuesById[Number(value)] ?? value;
}
