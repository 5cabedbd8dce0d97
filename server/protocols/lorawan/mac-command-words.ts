import { dataRateWords, txPowerDbm } from './data-rate.ts';

/** Numbers and flags of one MAC command, by the names of mac-command-table.ts. */
export type MacFields = Record<string, number | boolean>;

/** TxParamSetupReq: MaxEIRP index to dBm (TS001-1.0.4 §5.9). */
export const MAX_EIRP_DBM = [8, 10, 12, 13, 14, 16, 18, 20, 21, 24, 26, 27, 29, 30, 33, 36];

const UNIX_SECONDS_OF_GPS_EPOCH = 315_964_800;
/** GPS time runs ahead of UTC by the leap seconds since 1980: 18 since 2017, no further one announced. */
const LEAP_SECONDS = 18;

export const number = (fields: MacFields, name: string): number => Number(fields[name]);
export const megahertz = (hz: number): string => `${hz / 1_000_000} MHz`;
export const list = (words: string[], and = 'and'): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${and} ${words.at(-1)}`;
const seconds = (count: number): string => (count === 1 ? '1 second' : `${count} seconds`);

/** Sentence for an answer whose flags say what the device accepts. */
export function verdict(what: string, parts: Record<string, string>) {
  return (fields: MacFields): string => {
    const refused = Object.keys(parts).filter((name) => fields[name] !== true);
    if (refused.length === 0) return `The device accepts the ${what}.`;
    return `The device refuses the ${what}: ${list(refused.map((name) => parts[name] ?? name))} not possible.`;
  };
}

export function linkCheckAns(fields: MacFields): string {
  const count = number(fields, 'gatewayCount');
  const gateways = count === 1 ? '1 gateway' : `${count} gateways`;
  return `${gateways} received the link check, ${number(fields, 'margin')} dB above the demodulation floor.`;
}

/** Indices of set bits, runs joined: `0–2`, `5`. */
export function channelRuns(mask: number): string[] {
  const runs: string[] = [];
  for (let channel = 0; channel < 16; channel += 1) {
    if ((mask & (1 << channel)) === 0) continue;
    const first = channel;
    while ((mask & (1 << (channel + 1))) !== 0 && channel < 15) channel += 1;
    runs.push(first === channel ? `${first}` : `${first}–${channel}`);
  }
  return runs;
}

function channelsOfMask(mask: number): string {
  const runs = channelRuns(mask);
  return runs.length === 0 ? 'no channel' : `channels ${list(runs)}`;
}

export function linkAdrReq(fields: MacFields): string {
  const dr = number(fields, 'dataRate');
  const power = number(fields, 'txPower');
  const repeats = number(fields, 'nbTrans');
  const control = number(fields, 'chMaskCntl');
  // 15 means "keep what you have" (TS001-1.0.4 §5.2); 6 switches all channels on in EU868.
  const rate = dr === 15 ? 'the data rate it has' : dataRateWords(dr);
  const dbm = txPowerDbm(power);
  const strength = power === 15 ? 'the power it has' : dbm === null ? `power index ${power}` : `${dbm} dBm`;
  const channels =
    control === 0 ? channelsOfMask(number(fields, 'chMask')) : control === 6 ? 'all channels' : null;
  const mask =
    channels ?? `channel mask 0x${number(fields, 'chMask').toString(16).padStart(4, '0')} of page ${control}`;
  const times =
    repeats === 0 ? '' : repeats === 1 ? ', each message once' : `, each message ${repeats} times`;
  return `The network asks the device to use ${rate} at ${strength} on ${mask}${times}.`;
}

export function dutyCycleReq(fields: MacFields): string {
  const exponent = number(fields, 'maxDutyCycle');
  if (exponent === 0) return 'The network lifts its limit on the time that the device may send.';
  return `The network asks the device to send at most 1/${2 ** exponent} of the time.`;
}

export function rxParamSetupReq(fields: MacFields): string {
  const offset = number(fields, 'rx1DrOffset');
  const second = `${megahertz(number(fields, 'frequencyHz'))} with ${dataRateWords(number(fields, 'rx2DataRate'))}`;
  return `The network moves the second receive window to ${second} and sets the data rate offset of the first to ${offset}.`;
}

export function devStatusAns(fields: MacFields): string {
  const battery = number(fields, 'battery');
  const supply =
    battery === 0
      ? 'is powered externally'
      : battery === 255
        ? 'cannot measure its battery'
        : `has ${Math.round((battery / 254) * 100)} % battery`;
  return `The device ${supply}; the last request reached it with ${number(fields, 'margin')} dB margin.`;
}

export function newChannelReq(fields: MacFields): string {
  const frequencyHz = number(fields, 'frequencyHz');
  const index = number(fields, 'chIndex');
  if (frequencyHz === 0) return `The network switches channel ${index} off.`;
  const rates = `DR${number(fields, 'minDataRate')} to DR${number(fields, 'maxDataRate')}`;
  return `The network sets channel ${index} to ${megahertz(frequencyHz)} for ${rates}.`;
}

export function rxTimingSetupReq(fields: MacFields): string {
  // 0 means 1 (TS001-1.0.4 §5.7).
  return `The network opens the first receive window ${seconds(number(fields, 'delay') || 1)} after a message.`;
}

export function txParamSetupReq(fields: MacFields): string {
  const dwell = (name: string): string => (fields[name] === true ? 'at most 400 ms' : 'without a limit');
  const power = MAX_EIRP_DBM[number(fields, 'maxEirp')];
  return `The network limits power to ${power} dBm; uplinks last ${dwell('uplinkDwellTime')}, downlinks ${dwell('downlinkDwellTime')}.`;
}

export function dlChannelReq(fields: MacFields): string {
  return `The network answers channel ${number(fields, 'chIndex')} on ${megahertz(number(fields, 'frequencyHz'))}.`;
}

/** The moment of a DeviceTimeAns, ISO 8601. */
export function deviceTime(fields: MacFields): string {
  const gps = number(fields, 'gpsSeconds') + number(fields, 'fraction') / 256;
  return new Date((gps + UNIX_SECONDS_OF_GPS_EPOCH - LEAP_SECONDS) * 1000).toISOString();
}

export const deviceTimeAns = (fields: MacFields): string =>
  `The network tells the time: ${deviceTime(fields)}.`;

/** GPS time of DeviceTimeAns for a moment in Unix seconds. */
export function deviceTimeFields(unixSeconds: number): { gpsSeconds: number; fraction: number } {
  const gps = unixSeconds - UNIX_SECONDS_OF_GPS_EPOCH + LEAP_SECONDS;
  return { gpsSeconds: Math.floor(gps), fraction: Math.floor((gps - Math.floor(gps)) * 256) };
}

export function pingSlotInfoReq(fields: MacFields): string {
  return `The device opens a ping slot every ${seconds(2 ** number(fields, 'periodicity'))}.`;
}

export function pingSlotChannelReq(fields: MacFields): string {
  const frequencyHz = number(fields, 'frequencyHz');
  const where = frequencyHz === 0 ? 'the default frequency' : megahertz(frequencyHz);
  return `The network sets ping slots to ${where} with ${dataRateWords(number(fields, 'dataRate'))}.`;
}

export function beaconTimingAns(fields: MacFields): string {
  const ms = number(fields, 'delay') * 30;
  return `The next beacon comes within ${ms} ms to ${ms + 30} ms on channel ${number(fields, 'channel')}.`;
}

export function beaconFreqReq(fields: MacFields): string {
  const frequencyHz = number(fields, 'frequencyHz');
  return `The network sends beacons on ${frequencyHz === 0 ? 'the default frequency' : megahertz(frequencyHz)}.`;
}
