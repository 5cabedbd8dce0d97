import { malformed, type ParseResult, parsed } from '../parse-result.ts';
import { SETTINGS } from './sensor-types.ts';

/** Settings that a downlink changes; FPort 6 is customary, devices take any. */
export type ElsysSetting =
  /** Seconds between two uplinks. */
  | { kind: 'send-interval'; seconds: number }
  | { kind: 'co2-calibration'; mode: Co2Calibration }
  /** PIN of eight hex digits for the NFC settings; all zero unlocks. */
  | { kind: 'nfc-lock'; pin: string }
  /** Ends a frame; without it settings wait for the next start. */
  | { kind: 'reboot' };

/** ABC: the automatic baseline correction of the CO2 sensor. */
export type Co2Calibration = 'auto-on' | 'now-with-abc' | 'auto-off' | 'now-without-abc';

const CO2_MODES: readonly Co2Calibration[] = ['auto-on', 'now-with-abc', 'auto-off', 'now-without-abc'];

const KEY = { co2Calibration: 0x12, sendInterval: 0x14, nfcLock: 0x20, reboot: 0xfe } as const;

function bytesOf(setting: ElsysSetting): Buffer {
  switch (setting.kind) {
    case 'send-interval': {
      const bytes = Buffer.of(KEY.sendInterval, 0, 0, 0, 0);
      bytes.writeUInt32BE(setting.seconds, 1);
      return bytes;
    }
    case 'co2-calibration':
      return Buffer.of(KEY.co2Calibration, CO2_MODES.indexOf(setting.mode));
    case 'nfc-lock':
      if (!/^[0-9A-F]{8}$/i.test(setting.pin))
        throw new RangeError('The NFC PIN has eight hexadecimal digits.');
      return Buffer.concat([Buffer.of(KEY.nfcLock), Buffer.from(setting.pin, 'hex')]);
    case 'reboot':
      return Buffer.of(KEY.reboot);
  }
}

/**
 * One settings frame, lower-case hex: `3E`, the number of bytes that follow, then keys with values.
 *
 * @throws RangeError for a value out of range
 */
export function encodeElsysSettings(settings: readonly ElsysSetting[]): string {
  const body = Buffer.concat(settings.map(bytesOf));
  if (body.length > 0xff) throw new RangeError('A settings frame has 255 bytes at most.');
  return Buffer.concat([Buffer.of(SETTINGS, body.length), body]).toString('hex');
}

/** Reads what a device would do with a downlink: one settings frame or several in a row. */
export function decodeElsysSettings(bytes: Uint8Array): ParseResult<ElsysSetting[]> {
  const data = Buffer.from(bytes);
  const settings: ElsysSetting[] = [];
  let at = 0;
  while (at < data.length) {
    const end = at + 2 + (data[at + 1] ?? 0);
    if (data[at] !== SETTINGS)
      return malformed('elsys.not-settings', 'A settings frame begins with 3E.', `byte ${at}`);
    if (at + 2 > data.length || end > data.length) return truncated(at);
    at += 2;
    while (at < end) {
      const setting = readSetting(data.subarray(at, end), at);
      if (!setting.ok) return setting;
      settings.push(setting.value);
      at += bytesOf(setting.value).length;
    }
  }
  if (settings.length === 0) return malformed('elsys.empty', 'There are no settings.');
  return parsed(settings);
}

const truncated = (at: number) =>
  malformed('elsys.truncated', 'The settings frame ends early.', `byte ${at}`);

function readSetting(data: Buffer, at: number): ParseResult<ElsysSetting> {
  const key = data.readUInt8(0);
  switch (key) {
    case KEY.reboot:
      return parsed({ kind: 'reboot' });
    case KEY.co2Calibration: {
      if (data.length < 2) return truncated(at);
      const mode = CO2_MODES[data.readUInt8(1)];
      if (mode) return parsed({ kind: 'co2-calibration', mode });
      return malformed(
        'elsys.unknown-value',
        `CO2 calibration ${data.readUInt8(1)} is not known.`,
        `byte ${at + 1}`,
      );
    }
    case KEY.sendInterval:
      if (data.length < 5) return truncated(at);
      return parsed({ kind: 'send-interval', seconds: data.readUInt32BE(1) });
    case KEY.nfcLock:
      if (data.length < 5) return truncated(at);
      return parsed({ kind: 'nfc-lock', pin: data.subarray(1, 5).toString('hex').toUpperCase() });
    default:
      return malformed(
        'elsys.unknown-setting',
        `Setting 0x${key.toString(16).padStart(2, '0')} is not known.`,
        `byte ${at}`,
      );
  }
}
