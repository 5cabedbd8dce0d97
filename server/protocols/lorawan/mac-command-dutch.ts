import { dataRateWords, txPowerDbm } from './data-rate.ts';
import {
  channelRuns,
  deviceTime,
  list,
  MAX_EIRP_DBM,
  type MacFields,
  megahertz,
  number,
} from './mac-command-words.ts';
import type { MacCommand } from './mac-commands.ts';

/** What mac-command-words.ts says, in Dutch, by the names of mac-command-table.ts. */

const says = (sentence: string) => (): string => sentence;
const seconds = (count: number): string => (count === 1 ? '1 seconde' : `${count} seconden`);

function verdict(what: string, parts: Record<string, string>) {
  return (fields: MacFields): string => {
    const refused = Object.keys(parts).filter((name) => fields[name] !== true);
    if (refused.length === 0) return `Het apparaat aanvaardt ${what}.`;
    const which = list(
      refused.map((name) => parts[name] ?? name),
      'en',
    );
    return `Het apparaat weigert ${what}: ${which} niet mogelijk.`;
  };
}

function channelsOf(fields: MacFields): string {
  const [mask, control] = [number(fields, 'chMask'), number(fields, 'chMaskCntl')];
  if (control === 6) return 'alle kanalen';
  if (control !== 0) return `kanaalmasker 0x${mask.toString(16).padStart(4, '0')} van pagina ${control}`;
  const runs = channelRuns(mask);
  return runs.length === 0 ? 'geen kanaal' : `kanalen ${list(runs, 'en')}`;
}

function linkAdrReq(fields: MacFields): string {
  const [dr, power, repeats] = [
    number(fields, 'dataRate'),
    number(fields, 'txPower'),
    number(fields, 'nbTrans'),
  ];
  const rate = dr === 15 ? 'zijn huidige datasnelheid' : dataRateWords(dr);
  const dbm = txPowerDbm(power);
  const strength =
    power === 15
      ? 'met zijn huidige vermogen'
      : dbm === null
        ? `met vermogensindex ${power}`
        : `met ${dbm} dBm`;
  const times =
    repeats === 0 ? '' : repeats === 1 ? ', elk bericht één keer' : `, elk bericht ${repeats} keer`;
  return `Het netwerk vraagt het apparaat ${rate} te gebruiken, ${strength} op ${channelsOf(fields)}${times}.`;
}

function devStatusAns(fields: MacFields): string {
  const battery = number(fields, 'battery');
  const supply =
    battery === 0
      ? 'heeft externe voeding'
      : battery === 255
        ? 'kan zijn batterij niet meten'
        : `heeft ${Math.round((battery / 254) * 100)} % batterij`;
  return `Het apparaat ${supply}; de laatste vraag bereikte het met ${number(fields, 'margin')} dB marge.`;
}

const frequencyOf = (fields: MacFields, none: string): string =>
  number(fields, 'frequencyHz') === 0 ? none : megahertz(number(fields, 'frequencyHz'));

function newChannelReq(fields: MacFields): string {
  const index = number(fields, 'chIndex');
  if (number(fields, 'frequencyHz') === 0) return `Het netwerk schakelt kanaal ${index} uit.`;
  const rates = `DR${number(fields, 'minDataRate')} tot DR${number(fields, 'maxDataRate')}`;
  return `Het netwerk zet kanaal ${index} op ${megahertz(number(fields, 'frequencyHz'))} voor ${rates}.`;
}

function txParamSetupReq(fields: MacFields): string {
  const dwell = (name: string): string => (fields[name] === true ? 'hoogstens 400 ms' : 'onbeperkt');
  const power = MAX_EIRP_DBM[number(fields, 'maxEirp')];
  return `Het netwerk beperkt het vermogen tot ${power} dBm; uplinks duren ${dwell('uplinkDwellTime')}, downlinks ${dwell('downlinkDwellTime')}.`;
}

function beaconTimingAns(fields: MacFields): string {
  const ms = number(fields, 'delay') * 30;
  return `Het volgende baken komt over ${ms} ms tot ${ms + 30} ms op kanaal ${number(fields, 'channel')}.`;
}

const WORDS: Record<string, (fields: MacFields) => string> = {
  LinkCheckReq: says('Het apparaat vraagt hoe goed het ontvangen wordt.'),
  LinkCheckAns: (fields) => {
    const count = number(fields, 'gatewayCount');
    const heard = count === 1 ? '1 gateway ontving' : `${count} gateways ontvingen`;
    return `${heard} de verbindingscontrole, ${number(fields, 'margin')} dB boven de demodulatiegrens.`;
  },
  LinkADRReq: linkAdrReq,
  LinkADRAns: verdict('de radio-instellingen', {
    chMaskAck: 'kanaalmasker',
    dataRateAck: 'datasnelheid',
    powerAck: 'vermogen',
  }),
  DutyCycleReq: (fields) => {
    const exponent = number(fields, 'maxDutyCycle');
    if (exponent === 0) return 'Het netwerk heft zijn grens aan de zendtijd van het apparaat op.';
    return `Het netwerk vraagt het apparaat hoogstens 1/${2 ** exponent} van de tijd te zenden.`;
  },
  DutyCycleAns: says('Het apparaat aanvaardt de duty cycle.'),
  RXParamSetupReq: (fields) =>
    `Het netwerk verplaatst het tweede ontvangstvenster naar ${megahertz(number(fields, 'frequencyHz'))} met ${dataRateWords(number(fields, 'rx2DataRate'))} en zet de datasnelheidsverschuiving van het eerste op ${number(fields, 'rx1DrOffset')}.`,
  RXParamSetupAns: verdict('de ontvangstvensters', {
    channelAck: 'frequentie',
    rx2DataRateAck: 'datasnelheid',
    rx1DrOffsetAck: 'datasnelheidsverschuiving',
  }),
  DevStatusReq: says('Het netwerk vraagt naar batterij en ontvangst.'),
  DevStatusAns: devStatusAns,
  NewChannelReq: newChannelReq,
  NewChannelAns: verdict('het kanaal', { frequencyAck: 'frequentie', dataRateRangeAck: 'datasnelheden' }),
  RXTimingSetupReq: (fields) =>
    `Het netwerk opent het eerste ontvangstvenster ${seconds(number(fields, 'delay') || 1)} na een bericht.`,
  RXTimingSetupAns: says('Het apparaat aanvaardt de ontvangstvertraging.'),
  TxParamSetupReq: txParamSetupReq,
  TxParamSetupAns: says('Het apparaat aanvaardt de zendgrenzen.'),
  DlChannelReq: (fields) =>
    `Het netwerk beantwoordt kanaal ${number(fields, 'chIndex')} op ${megahertz(number(fields, 'frequencyHz'))}.`,
  DlChannelAns: verdict('het downlinkkanaal', {
    frequencyAck: 'frequentie',
    uplinkFrequencyExists: 'uplinkkanaal',
  }),
  DeviceTimeReq: says('Het apparaat vraagt de tijd.'),
  DeviceTimeAns: (fields) => `Het netwerk geeft de tijd: ${deviceTime(fields)}.`,
  PingSlotInfoReq: (fields) =>
    `Het apparaat opent elke ${seconds(2 ** number(fields, 'periodicity'))} een pingslot.`,
  PingSlotInfoAns: says('Het netwerk heeft de pingslots genoteerd.'),
  PingSlotChannelReq: (fields) =>
    `Het netwerk zet pingslots op ${frequencyOf(fields, 'de standaardfrequentie')} met ${dataRateWords(number(fields, 'dataRate'))}.`,
  PingSlotChannelAns: verdict('de pingslots', { frequencyAck: 'frequentie', dataRateAck: 'datasnelheid' }),
  BeaconTimingReq: says('Het apparaat vraagt wanneer het volgende baken komt.'),
  BeaconTimingAns: beaconTimingAns,
  BeaconFreqReq: (fields) => `Het netwerk zendt bakens op ${frequencyOf(fields, 'de standaardfrequentie')}.`,
  BeaconFreqAns: verdict('de bakenfrequentie', { frequencyAck: 'frequentie' }),
};

export function macWordsDutch({
  name,
  fields,
  words,
}: Pick<MacCommand, 'name' | 'fields' | 'words'>): string {
  const said = WORDS[name];
  if (said) return said(fields);
  // Of a command that nobody knows its bytes are all there is to say.
  return words
    .replace(/^Proprietary command/, 'Eigen opdracht')
    .replace(/^Unknown command/, 'Onbekende opdracht')
    .replace('from there on the bytes are', 'vanaf daar zijn de bytes');
}
