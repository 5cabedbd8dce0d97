import * as words from './mac-command-words.ts';

/** Where one field sits: little-endian bytes at `at`, then `bits` bits from bit `shift` upward. */
export interface MacField {
  name: string;
  at: number;
  bytes?: 1 | 2 | 3 | 4;
  shift?: number;
  bits?: number;
  /** One bit, told as a boolean. */
  flag?: true;
  /** Two's complement within `bits`. */
  signed?: true;
  /** Unit of the wire in units of ours, e.g. 100 for frequencies in steps of 100 Hz. */
  step?: number;
}

export interface MacDefinition {
  cid: number;
  name: string;
  direction: 'up' | 'down';
  /** Whether the other side is to answer it. */
  role: 'request' | 'answer';
  /** Payload bytes after the CID. */
  length: number;
  fields: readonly MacField[];
  words(fields: words.MacFields): string;
}

const FREQUENCY_AT = (at: number): MacField => ({ name: 'frequencyHz', at, bytes: 3, step: 100 });
const flag = (name: string, shift: number): MacField => ({ name, at: 0, shift, flag: true });
const says = (sentence: string) => (): string => sentence;

type Row = Omit<MacDefinition, 'cid' | 'direction' | 'role' | 'name'>;

const NOTHING = { length: 0, fields: [] } as const;

/** A command that the device sends first, with the network's answer. */
function fromDevice(cid: number, name: string, request: Row, answer: Row): MacDefinition[] {
  return [
    { cid, name: `${name}Req`, direction: 'up', role: 'request', ...request },
    { cid, name: `${name}Ans`, direction: 'down', role: 'answer', ...answer },
  ];
}

function fromNetwork(cid: number, name: string, request: Row, answer: Row): MacDefinition[] {
  return [
    { cid, name: `${name}Req`, direction: 'down', role: 'request', ...request },
    { cid, name: `${name}Ans`, direction: 'up', role: 'answer', ...answer },
  ];
}

/** All MAC commands of LoRaWAN 1.0.0 to 1.0.4 (TS001-1.0.4 §5, class B of §14). */
export const MAC_COMMANDS: readonly MacDefinition[] = [
  ...fromDevice(
    0x02,
    'LinkCheck',
    { ...NOTHING, words: says('The device asks how well it is received.') },
    {
      length: 2,
      fields: [
        { name: 'margin', at: 0 },
        { name: 'gatewayCount', at: 1 },
      ],
      words: words.linkCheckAns,
    },
  ),
  ...fromNetwork(
    0x03,
    'LinkADR',
    {
      length: 4,
      fields: [
        { name: 'dataRate', at: 0, shift: 4, bits: 4 },
        { name: 'txPower', at: 0, bits: 4 },
        { name: 'chMask', at: 1, bytes: 2 },
        { name: 'chMaskCntl', at: 3, shift: 4, bits: 3 },
        { name: 'nbTrans', at: 3, bits: 4 },
      ],
      words: words.linkAdrReq,
    },
    {
      length: 1,
      fields: [flag('chMaskAck', 0), flag('dataRateAck', 1), flag('powerAck', 2)],
      words: words.verdict('radio settings', {
        chMaskAck: 'channel mask',
        dataRateAck: 'data rate',
        powerAck: 'power',
      }),
    },
  ),
  ...fromNetwork(
    0x04,
    'DutyCycle',
    { length: 1, fields: [{ name: 'maxDutyCycle', at: 0, bits: 4 }], words: words.dutyCycleReq },
    { ...NOTHING, words: says('The device accepts the duty cycle.') },
  ),
  ...fromNetwork(
    0x05,
    'RXParamSetup',
    {
      length: 4,
      fields: [
        { name: 'rx1DrOffset', at: 0, shift: 4, bits: 3 },
        { name: 'rx2DataRate', at: 0, bits: 4 },
        FREQUENCY_AT(1),
      ],
      words: words.rxParamSetupReq,
    },
    {
      length: 1,
      fields: [flag('channelAck', 0), flag('rx2DataRateAck', 1), flag('rx1DrOffsetAck', 2)],
      words: words.verdict('receive windows', {
        channelAck: 'frequency',
        rx2DataRateAck: 'data rate',
        rx1DrOffsetAck: 'data rate offset',
      }),
    },
  ),
  ...fromNetwork(
    0x06,
    'DevStatus',
    { ...NOTHING, words: says('The network asks for battery and reception.') },
    {
      length: 2,
      fields: [
        { name: 'battery', at: 0 },
        { name: 'margin', at: 1, bits: 6, signed: true },
      ],
      words: words.devStatusAns,
    },
  ),
  ...fromNetwork(
    0x07,
    'NewChannel',
    {
      length: 5,
      fields: [
        { name: 'chIndex', at: 0 },
        FREQUENCY_AT(1),
        { name: 'maxDataRate', at: 4, shift: 4, bits: 4 },
        { name: 'minDataRate', at: 4, bits: 4 },
      ],
      words: words.newChannelReq,
    },
    {
      length: 1,
      fields: [flag('frequencyAck', 0), flag('dataRateRangeAck', 1)],
      words: words.verdict('channel', { frequencyAck: 'frequency', dataRateRangeAck: 'data rate range' }),
    },
  ),
  ...fromNetwork(
    0x08,
    'RXTimingSetup',
    { length: 1, fields: [{ name: 'delay', at: 0, bits: 4 }], words: words.rxTimingSetupReq },
    { ...NOTHING, words: says('The device accepts the receive delay.') },
  ),
  ...fromNetwork(
    0x09,
    'TxParamSetup',
    {
      length: 1,
      fields: [flag('downlinkDwellTime', 5), flag('uplinkDwellTime', 4), { name: 'maxEirp', at: 0, bits: 4 }],
      words: words.txParamSetupReq,
    },
    { ...NOTHING, words: says('The device accepts the limits for sending.') },
  ),
  ...fromNetwork(
    0x0a,
    'DlChannel',
    { length: 4, fields: [{ name: 'chIndex', at: 0 }, FREQUENCY_AT(1)], words: words.dlChannelReq },
    {
      length: 1,
      fields: [flag('frequencyAck', 0), flag('uplinkFrequencyExists', 1)],
      words: words.verdict('downlink channel', {
        frequencyAck: 'frequency',
        uplinkFrequencyExists: 'uplink channel',
      }),
    },
  ),
  ...fromDevice(
    0x0d,
    'DeviceTime',
    { ...NOTHING, words: says('The device asks for the time.') },
    {
      length: 5,
      fields: [
        { name: 'gpsSeconds', at: 0, bytes: 4 },
        { name: 'fraction', at: 4 },
      ],
      words: words.deviceTimeAns,
    },
  ),
  ...fromDevice(
    0x10,
    'PingSlotInfo',
    { length: 1, fields: [{ name: 'periodicity', at: 0, bits: 3 }], words: words.pingSlotInfoReq },
    { ...NOTHING, words: says('The network has noted the ping slots.') },
  ),
  ...fromNetwork(
    0x11,
    'PingSlotChannel',
    {
      length: 4,
      fields: [FREQUENCY_AT(0), { name: 'dataRate', at: 3, bits: 4 }],
      words: words.pingSlotChannelReq,
    },
    {
      length: 1,
      fields: [flag('frequencyAck', 0), flag('dataRateAck', 1)],
      words: words.verdict('ping slots', { frequencyAck: 'frequency', dataRateAck: 'data rate' }),
    },
  ),
  ...fromDevice(
    0x12,
    'BeaconTiming',
    { ...NOTHING, words: says('The device asks when the next beacon comes.') },
    {
      length: 3,
      fields: [
        { name: 'delay', at: 0, bytes: 2 },
        { name: 'channel', at: 2 },
      ],
      words: words.beaconTimingAns,
    },
  ),
  ...fromNetwork(
    0x13,
    'BeaconFreq',
    { length: 3, fields: [FREQUENCY_AT(0)], words: words.beaconFreqReq },
    {
      length: 1,
      fields: [flag('frequencyAck', 0)],
      words: words.verdict('beacon frequency', { frequencyAck: 'frequency' }),
    },
  ),
];
