import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromHex, garbage, RUNS, toHex } from '../garbage.fixture.ts';
import { MAC_COMMANDS } from './mac-command-table.ts';
import { deviceTimeFields } from './mac-command-words.ts';
import { encodeMacCommand, encodeMacCommands, pairMacCommands, parseMacCommands } from './mac-commands.ts';

describe('each command by its bytes', () => {
  test.each([
    ['up', '02', 'LinkCheckReq', {}, 'The device asks how well it is received.'],
    [
      'down',
      '021403',
      'LinkCheckAns',
      { margin: 20, gatewayCount: 3 },
      '3 gateways received the link check, 20 dB above the demodulation floor.',
    ],
    [
      'down',
      '020001',
      'LinkCheckAns',
      { margin: 0, gatewayCount: 1 },
      '1 gateway received the link check, 0 dB above the demodulation floor.',
    ],
    [
      'down',
      '0351ff0001',
      'LinkADRReq',
      { dataRate: 5, txPower: 1, chMask: 0x00ff, chMaskCntl: 0, nbTrans: 1 },
      'The network asks the device to use SF7/125 kHz at 14 dBm on channels 0–7, each message once.',
    ],
    [
      'down',
      '03ff278063',
      'LinkADRReq',
      { dataRate: 15, txPower: 15, chMask: 0x8027, chMaskCntl: 6, nbTrans: 3 },
      'The network asks the device to use the data rate it has at the power it has on all channels, each message 3 times.',
    ],
    [
      'down',
      '0309278000',
      'LinkADRReq',
      { dataRate: 0, txPower: 9, chMask: 0x8027, chMaskCntl: 0, nbTrans: 0 },
      'The network asks the device to use SF12/125 kHz at power index 9 on channels 0–2, 5 and 15.',
    ],
    [
      'down',
      '0300000010',
      'LinkADRReq',
      { dataRate: 0, txPower: 0, chMask: 0, chMaskCntl: 1, nbTrans: 0 },
      'The network asks the device to use SF12/125 kHz at 16 dBm on channel mask 0x0000 of page 1.',
    ],
    [
      'up',
      '0307',
      'LinkADRAns',
      { chMaskAck: true, dataRateAck: true, powerAck: true },
      'The device accepts the radio settings.',
    ],
    [
      'up',
      '0302',
      'LinkADRAns',
      { chMaskAck: false, dataRateAck: true, powerAck: false },
      'The device refuses the radio settings: channel mask and power not possible.',
    ],
    [
      'down',
      '0404',
      'DutyCycleReq',
      { maxDutyCycle: 4 },
      'The network asks the device to send at most 1/16 of the time.',
    ],
    [
      'down',
      '0400',
      'DutyCycleReq',
      { maxDutyCycle: 0 },
      'The network lifts its limit on the time that the device may send.',
    ],
    ['up', '04', 'DutyCycleAns', {}, 'The device accepts the duty cycle.'],
    [
      'down',
      '0523d2ad84',
      'RXParamSetupReq',
      { rx1DrOffset: 2, rx2DataRate: 3, frequencyHz: 869_525_000 },
      'The network moves the second receive window to 869.525 MHz with SF9/125 kHz and sets the data rate offset of the first to 2.',
    ],
    [
      'up',
      '0506',
      'RXParamSetupAns',
      { channelAck: false, rx2DataRateAck: true, rx1DrOffsetAck: true },
      'The device refuses the receive windows: frequency not possible.',
    ],
    ['down', '06', 'DevStatusReq', {}, 'The network asks for battery and reception.'],
    [
      'up',
      '06fe07',
      'DevStatusAns',
      { battery: 254, margin: 7 },
      'The device has 100 % battery; the last request reached it with 7 dB margin.',
    ],
    [
      'up',
      '06003f',
      'DevStatusAns',
      { battery: 0, margin: -1 },
      'The device is powered externally; the last request reached it with -1 dB margin.',
    ],
    [
      'up',
      '06ff20',
      'DevStatusAns',
      { battery: 255, margin: -32 },
      'The device cannot measure its battery; the last request reached it with -32 dB margin.',
    ],
    [
      'down',
      '0703184f8450',
      'NewChannelReq',
      { chIndex: 3, frequencyHz: 867_100_000, maxDataRate: 5, minDataRate: 0 },
      'The network sets channel 3 to 867.1 MHz for DR0 to DR5.',
    ],
    [
      'down',
      '070300000050',
      'NewChannelReq',
      { chIndex: 3, frequencyHz: 0, maxDataRate: 5, minDataRate: 0 },
      'The network switches channel 3 off.',
    ],
    [
      'up',
      '0703',
      'NewChannelAns',
      { frequencyAck: true, dataRateRangeAck: true },
      'The device accepts the channel.',
    ],
    [
      'down',
      '0805',
      'RXTimingSetupReq',
      { delay: 5 },
      'The network opens the first receive window 5 seconds after a message.',
    ],
    [
      'down',
      '0800',
      'RXTimingSetupReq',
      { delay: 0 },
      'The network opens the first receive window 1 second after a message.',
    ],
    ['up', '08', 'RXTimingSetupAns', {}, 'The device accepts the receive delay.'],
    [
      'down',
      '0915',
      'TxParamSetupReq',
      { downlinkDwellTime: false, uplinkDwellTime: true, maxEirp: 5 },
      'The network limits power to 16 dBm; uplinks last at most 400 ms, downlinks without a limit.',
    ],
    ['up', '09', 'TxParamSetupAns', {}, 'The device accepts the limits for sending.'],
    [
      'down',
      '0a01184f84',
      'DlChannelReq',
      { chIndex: 1, frequencyHz: 867_100_000 },
      'The network answers channel 1 on 867.1 MHz.',
    ],
    [
      'up',
      '0a01',
      'DlChannelAns',
      { frequencyAck: true, uplinkFrequencyExists: false },
      'The device refuses the downlink channel: uplink channel not possible.',
    ],
    ['up', '0d', 'DeviceTimeReq', {}, 'The device asks for the time.'],
    [
      'down',
      '0d12c5e54b80',
      'DeviceTimeAns',
      { gpsSeconds: 1_273_349_394, fraction: 128 },
      'The network tells the time: 2020-05-12T20:09:36.500Z.',
    ],
    ['up', '1004', 'PingSlotInfoReq', { periodicity: 4 }, 'The device opens a ping slot every 16 seconds.'],
    ['down', '10', 'PingSlotInfoAns', {}, 'The network has noted the ping slots.'],
    [
      'down',
      '11d2ad8403',
      'PingSlotChannelReq',
      { frequencyHz: 869_525_000, dataRate: 3 },
      'The network sets ping slots to 869.525 MHz with SF9/125 kHz.',
    ],
    [
      'up',
      '1103',
      'PingSlotChannelAns',
      { frequencyAck: true, dataRateAck: true },
      'The device accepts the ping slots.',
    ],
    ['up', '12', 'BeaconTimingReq', {}, 'The device asks when the next beacon comes.'],
    [
      'down',
      '12020001',
      'BeaconTimingAns',
      { delay: 2, channel: 1 },
      'The next beacon comes within 60 ms to 90 ms on channel 1.',
    ],
    [
      'down',
      '13000000',
      'BeaconFreqReq',
      { frequencyHz: 0 },
      'The network sends beacons on the default frequency.',
    ],
    ['up', '1301', 'BeaconFreqAns', { frequencyAck: true }, 'The device accepts the beacon frequency.'],
  ] as const)('%s %s is %s', (direction, hex, name, fields, words) => {
    const { commands, rest, error } = parseMacCommands(fromHex(hex), direction);
    expect(error).toBeNull();
    expect(rest).toBe('');
    expect(commands).toMatchObject([{ cid: Number.parseInt(hex.slice(0, 2), 16), name, direction, words }]);
    expect(commands[0]?.fields).toEqual(fields);
    expect(toHex(encodeMacCommand(name, fields))).toBe(hex);
  });

  test('every command of the table was tried above', () => {
    expect(MAC_COMMANDS).toHaveLength(28);
    expect(new Set(MAC_COMMANDS.map(({ name }) => name)).size).toBe(28);
  });
});

describe('several, unknown, truncated', () => {
  test('FOpts with three commands', () => {
    const reading = parseMacCommands(fromHex('030706fe070d'), 'up');
    expect(reading.commands.map(({ name }) => name)).toEqual(['LinkADRAns', 'DevStatusAns', 'DeviceTimeReq']);
  });

  test.each([
    [
      'up',
      '028001ff',
      ['LinkCheckReq', 'Proprietary'],
      '8001ff',
      'Proprietary command 0x80; from there on the bytes are 8001ff.',
    ],
    ['down', '0b11', ['Unknown'], '0b11', 'Unknown command 0x0b; from there on the bytes are 0b11.'],
  ] as const)('unknown: %s %s', (direction, hex, names, rest, words) => {
    const reading = parseMacCommands(fromHex(hex), direction);
    expect(reading.commands.map(({ name }) => name)).toEqual(names);
    expect(reading).toMatchObject({ rest, error: null });
    expect(reading.commands.at(-1)?.words).toBe(words);
  });

  test('truncated: what came before stays', () => {
    expect(parseMacCommands(fromHex('020351ff'), 'up').error).toBeNull();
    expect(parseMacCommands(fromHex('060351ff'), 'down')).toMatchObject({
      commands: [{ name: 'DevStatusReq' }],
      rest: '0351ff',
      error: {
        code: 'lorawan.mac-command-truncated',
        message: 'LinkADRReq needs 4 bytes; there are 2.',
        path: 'byte 1',
      },
    });
  });

  test('nothing', () => {
    expect(parseMacCommands(new Uint8Array(), 'up')).toEqual({ commands: [], rest: '', error: null });
  });
});

describe('encoding', () => {
  test('several', () => {
    const bytes = encodeMacCommands([
      { name: 'LinkCheckReq' },
      { name: 'DevStatusAns', fields: { battery: 200, margin: -5 } },
    ]);
    expect(toHex(bytes)).toBe('0206c83b');
  });

  test.each([
    ['Nonsense', {}],
    ['DevStatusAns', { battery: 200 }],
    ['DevStatusAns', { battery: 256, margin: 0 }],
    ['DevStatusAns', { battery: 1, margin: 32 }],
    ['DevStatusAns', { battery: 1, margin: -33 }],
    ['DevStatusAns', { battery: 1.5, margin: 0 }],
    ['BeaconFreqReq', { frequencyHz: 869_525_050 }],
    ['LinkADRReq', { dataRate: 16, txPower: 0, chMask: 0, chMaskCntl: 0, nbTrans: 0 }],
    ['LinkADRReq', { dataRate: Number.NaN, txPower: 0, chMask: 0, chMaskCntl: 0, nbTrans: 0 }],
  ])('%s %j is refused', (name, fields) => {
    expect(() => encodeMacCommand(name, fields)).toThrow(RangeError);
  });

  test('time of day goes to GPS time and back', () => {
    const now = Date.UTC(2026, 0, 2, 3, 4, 5) / 1000 + 0.5;
    const [answer] = parseMacCommands(
      encodeMacCommand('DeviceTimeAns', deviceTimeFields(now)),
      'down',
    ).commands;
    expect(answer?.words).toBe('The network tells the time: 2026-01-02T03:04:05.500Z.');
  });

  test('any payload of any command comes back byte for byte, reserved bits aside', () => {
    const command = fc.constantFrom(...MAC_COMMANDS);
    fc.assert(
      fc.property(command, fc.uint8Array({ minLength: 5, maxLength: 5 }), (definition, payload) => {
        const bytes = Uint8Array.of(definition.cid, ...payload.subarray(0, definition.length));
        const [read] = parseMacCommands(bytes, definition.direction).commands;
        const again = encodeMacCommand(definition.name, read?.fields);
        expect(parseMacCommands(again, definition.direction).commands).toEqual([read]);
        expect(again).toHaveLength(bytes.length);
      }),
      { numRuns: RUNS },
    );
  });
});

describe('pairs', () => {
  const read = (hex: string, direction: 'up' | 'down') => parseMacCommands(fromHex(hex), direction).commands;

  test('an answer belongs to the oldest open request of its kind', () => {
    const onAir = [
      ...read('0351ff00010350ff0001 06', 'down'),
      ...read('0307 06fe07 02', 'up'),
      ...read('021403', 'down'),
      ...read('0306', 'up'),
      ...read('80aa', 'up'),
    ];
    const names = pairMacCommands(onAir).map(({ request, answer }) => [
      request?.name ?? null,
      answer?.name ?? null,
    ]);
    expect(names).toEqual([
      ['LinkADRReq', 'LinkADRAns'],
      ['LinkADRReq', 'LinkADRAns'],
      ['DevStatusReq', 'DevStatusAns'],
      ['LinkCheckReq', 'LinkCheckAns'],
      ['Proprietary', null],
    ]);
  });

  test('what was asked anew was not heard before', () => {
    const frames = [
      ...read('06', 'down').map((command) => ({ ...command, frame: 1 })),
      ...read('06', 'down').map((command) => ({ ...command, frame: 2 })),
      ...read('06fe07', 'up').map((command) => ({ ...command, frame: 3 })),
    ];
    const pairs = pairMacCommands(frames, ({ frame }) => frame);
    expect(pairs.map(({ request, answer }) => [request?.frame, answer?.frame])).toEqual([
      [1, undefined],
      [2, 3],
    ]);
  });

  test('halves that miss the other', () => {
    const names = pairMacCommands([...read('0307', 'up'), ...read('06', 'down')]);
    expect(names).toMatchObject([
      { request: null, answer: { name: 'LinkADRAns' } },
      { request: { name: 'DevStatusReq' }, answer: null },
    ]);
  });
});

test('garbage never throws', () => {
  const seeds = [fromHex('0351ff00010523d2ad8406'), fromHex('0307 06fe07 0d 02')];
  fc.assert(
    fc.property(garbage(seeds, 60), fc.constantFrom('up' as const, 'down' as const), (bytes, direction) => {
      const { commands, rest } = parseMacCommands(bytes, direction);
      for (const { words } of commands) expect(words).not.toMatch(/undefined|NaN/);
      expect(toHex(bytes).endsWith(rest)).toBe(true);
      expect(pairMacCommands(commands).length).toBe(commands.length);
    }),
    { numRuns: RUNS },
  );
});
