import type { Command } from '#server/device-types/contract.ts';

/** An encoder of the platform's catalogue; what device types name it by is its key here. */
export interface CatalogueEncoder {
  id: string;
  kind: 'table' | 'raw-lora' | 'senml';
  name: string;
  description: string;
  combines?: true;
  commands?: Command[];
}

/** A command whose values each stand for the hex of one downlink. */
const command = (name: string, values: Record<string, string | string[]>): Command => ({
  name,
  values: Object.entries(values).map(([value, hex]) => ({ value, hex: [hex].flat() })),
});

/** Values are what programs send: they stand as they are known. */
const ONLY = 'Warning: only send to TAG IIv2 start/stop configurations.';
/** A value whose bytes are not public: it is known, and cannot be sent. */
const NOT_PUBLIC: string[] = [];

export const ENCODERS = {
  'raw-lora': {
    id: '30fdeedd-69e6-4ab5-8a90-2d58af7b3b2f',
    kind: 'raw-lora',
    name: '= Raw LoRa payload encoding',
    description: 'Send raw LoRa payload to your device.',
    commands: [{ name: 'payloadHex', values: [] }],
  },
  senml: {
    id: '6452be9f-f6d6-4c9d-bf09-115292baccb2',
    kind: 'senml',
    name: '= SenML data encoding',
    description: 'Send SenML data to your device. Base values are added by the platform.',
  },
  payload: {
    id: '0c6d3d50-7b0f-4c4b-9b0a-2c8f4a6f3a51',
    kind: 'raw-lora',
    name: '› Encoded payload',
    description: '= Raw LoRa payload. Send raw LoRa payload to your device.',
    commands: [{ name: 'payloadHex', values: [] }],
  },
  'elsys-ers': {
    id: 'ad77f15c-5ddb-4339-8856-d3bdc4606e08',
    kind: 'table',
    name: '‹ Encoded device commands',
    description: 'Set the send interval and reboot, or let the device calibrate its CO2 sensor.',
    combines: true,
    commands: [
      command('interval', { '5m': '3E06140000012CFE', '10m': '3E061400000258FE', '15m': '3E061400000384FE' }),
      command('calibrateCO2', {
        nowWithABC: '3E031201FE',
        nowWithoutABC: '3E031203FE',
        autoOn: '3E031200FE',
        autoOff: '3E031202FE',
      }),
      // Prefix, eight digits of the code and postfix make one setting: they go together.
      command('nfcLockPrefix', { set: '3E0620' }),
      { name: 'nfcLockPincode', values: [] },
      command('nfcLockPostfix', { set: 'FE' }),
      command('nfcUnlock', { now: '3E062000000000FE' }),
    ],
  },
  'locationtag-i-modes': {
    id: 'f50e228f-1b63-47c8-97c1-7944bc52b755',
    kind: 'table',
    name: '‹ Encoded device modes or send interval',
    description:
      'Device modes for asset recovery (Active: every 5 hours, Missing: every 5 minutes), or the send interval.',
    commands: [
      command('mode', {
        Active: ['010000646400D100C700DADA', '02D180AA00C40784038405840484060A14'],
        Missing: ['010000646400E1008600DADA', '02E180AA00C0077B0380057B047B060A147B0214091F0C1F0E010088'],
      }),
      // The same bytes as those of mode Missing.
      command('interval', {
        '1h': ['010000646400E1008600DADA', '02E180AA00C0077B0380057B047B060A147B0214091F0C1F0E010088'],
      }),
    ],
  },
  'locationtag-ii-modes': {
    id: '5aea04b7-6ff0-456b-b7b3-1f75a98282c7',
    kind: 'table',
    name: '‹ Encoded device modes for Asset Recovery application',
    description:
      'Device modes: Presales (every 24 hours), Active (2 hours), Missing (5 minutes and BLE), Inactive. Only the bytes of Presales are public.',
    commands: [
      command('mode', {
        Presales: '150098078051010080510115013F01001501FB018016',
        Active: NOT_PUBLIC,
        Missing: NOT_PUBLIC,
        Inactive: NOT_PUBLIC,
      }),
    ],
  },
  'locationtag-ii-v2': {
    id: '03a72d4d-9c2a-472b-9e84-3c2ea39809ec',
    kind: 'table',
    name: '‹ Encoded device commands',
    description:
      'Device mode Missing, reset and writing by NFC; the bytes of its other modes are not public.',
    commands: [
      command('mode', { Missing: '118000000080000000' }),
      command('deviceControl', { Reset: '0200', NFC_Write: '1B11FA1816' }),
    ],
  },
  'locationtag-ii-v2-expert': {
    id: 'a43b748c-d686-421f-be4e-f4de4bbf484f',
    kind: 'table',
    name: '‹ Encoded device commands',
    description:
      'Device mode Missing, reset, writing by NFC, lifebeat and sensitivity to movement; the bytes of its other modes are not public.',
    commands: [
      command('mode', { Missing: '1A7A10008D2700008D27722C008D2700008D27118000000080000000' }),
      command('deviceControl', {
        Reset: '0200',
        NFC_Write: '1B11FA1816',
        [`8 uur lifebeat interval. ${ONLY}`]: '1B8108807000008070000016',
        [`12 uur lifebeat interval. ${ONLY}`]: '1B8108C0A80000C0A8000016',
        [`24 uur lifebeat interval. ${ONLY} (default)`]: '1B8108805101008051010016',
        [`Set moving sensitivity to 5. ${ONLY} (default)`]: '1B14470516',
        [`Set moving sensitivity to 6. ${ONLY}`]: '1B14470616',
        [`Set moving sensitivity to 7. ${ONLY}`]: '1B14470716',
        [`Set moving sensitivity to 8. ${ONLY}`]: '1B14470816',
      }),
    ],
  },
} as const satisfies Record<string, CatalogueEncoder>;

export type EncoderKey = keyof typeof ENCODERS;
