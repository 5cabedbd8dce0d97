import type { Network } from '#server/device-types/contract.ts';
import type { EncoderKey } from './encoders.ts';

/** A type of the platform's catalogue. Names of real products are theirs; everything else is in our words. */
export interface CatalogueType {
  /** Where programs know the type by an id of its own. */
  id?: string;
  slug: string;
  name: string;
  description: string | null;
  /** managed: bought with the platform; own: brought by the customer. */
  category: 'managed' | 'own';
  group: 'Sensors' | 'Trackers' | 'Other';
  networks: Network[];
  /** Of own LoRa types: who makes the keys. */
  loraKeys?: 'generated' | 'preset';
  /** Keys of built-in decoders (server/decoders/built-in). */
  decoders?: string[];
  encoders?: EncoderKey[];
  expectedIntervalSeconds?: number;
  batteryChemistry?: string;
}

const GEOLOCATION = ['lora-geolocation'];
/** Beside it where the catalogue names it: by gateways that the customer owns. */
const LOCATED = [...GEOLOCATION, 'lora-on-premises'];
const RAW = ['raw-lora', 'raw-lora-v2'];
const EXTENDED = ['raw-lora-extended', 'raw-lora-extended-v2'];
const THINGSML = ['thingsml-lora', 'thingsml-lora-v2'];
const SENML = ['thingsml-json', 'thingsml-json-v2'];
const ELSYS = ['elsys-ers-v9', 'elsys-ers-v9-v2', 'elsys-ers-v9-v3'];

/** An own LoRa type of whose payload nothing is public: raw data and scripts of the customer. */
const OWN_LORA: Partial<CatalogueType> = {
  loraKeys: 'preset',
  decoders: [...LOCATED, ...RAW],
  encoders: ['raw-lora'],
};

const managed = (
  group: CatalogueType['group'],
  networks: Network[],
  slug: string,
  name: string,
  description: string | null = null,
  more: Partial<CatalogueType> = {},
): CatalogueType => ({ slug, name, description, category: 'managed', group, networks, ...more });

const own = (
  group: CatalogueType['group'],
  networks: Network[],
  slug: string,
  name: string,
  description: string | null = null,
  more: Partial<CatalogueType> = {},
): CatalogueType => ({ slug, name, description, category: 'own', group, networks, ...more });

const SENSORS: CatalogueType[] = [
  managed(
    'Sensors',
    ['lora'],
    'kpn-conditionsensor-co2-ii',
    'KPN Conditionsensor CO2 II',
    'Indoor climate and CO2; an ELSYS ERS CO2.',
    {
      // The device is an ELSYS ERS: what it sends, the decoder of that family reads.
      decoders: [...GEOLOCATION, 'environment-monitoring', 'environment-monitoring-v2', 'elsys-ers-v9-v2'],
      encoders: ['elsys-ers'],
      batteryChemistry: 'Li-SOCl2',
    },
  ),
  managed('Sensors', ['lora'], 'kpn-conditionsensor-co2-iii', 'KPN Conditionsensor CO2 III'),
  managed(
    'Sensors',
    ['lora'],
    'kpn-conditionsensor-co2-iii-motion',
    'KPN Conditionsensor CO2 III motion',
    'Indoor climate, CO2 and motion, with a battery that can be charged.',
  ),
  managed('Sensors', ['lora'], 'kpn-filltag-i', 'KPN FillTag I', 'Filling level of waste containers.', {
    decoders: GEOLOCATION,
  }),
  managed(
    'Sensors',
    ['lora'],
    'kpn-filltag-ii',
    'KPN FillTag II',
    'Filling level of waste containers; a Syren II-L.',
  ),
  own(
    'Sensors',
    ['lora'],
    '1m2m-ed1608',
    '1M2M ED1608',
    'The ED1608 series with its default firmware: Full, Basic and Radio-Only.',
    {
      loraKeys: 'preset',
      decoders: [...GEOLOCATION, ...RAW, '1m2m-ed16xx', '1m2m-ed16xx-v2'],
      encoders: ['raw-lora'],
    },
  ),
  own('Sensors', ['lora'], 'elsys-ers', 'Elsys ERS', 'Room sensors of the ELSYS ERS family.', {
    loraKeys: 'preset',
    decoders: [...LOCATED, ...RAW, ...ELSYS],
    encoders: ['raw-lora'],
    batteryChemistry: 'Li-SOCl2',
  }),
  own(
    'Sensors',
    ['generic'],
    'device-simulator',
    'Device Simulator (Mobile Phone app)',
    'A telephone as a device: its sensors, sent as SenML.',
    { decoders: SENML, encoders: ['senml'] },
  ),
  own(
    'Sensors',
    ['generic'],
    'generic-internet',
    'Generic Device (Internet connected)',
    'Any device or program that reaches the platform over the Internet.',
    { decoders: SENML, encoders: ['senml'] },
  ),
  own('Sensors', ['cellular'], 'generic-m2m', 'Generic M2M device', 'A device with a SIM.', {
    decoders: [...SENML, 'digital-matter'],
    encoders: ['senml'],
  }),
  own(
    'Sensors',
    ['cellular'],
    'generic-m2m-internet',
    'Generic M2M device (with Internet connection)',
    'A device with a SIM whose messages come over the Internet.',
    { decoders: SENML },
  ),
  own(
    'Sensors',
    ['lora'],
    'generic-lora-preset',
    'Generic LoRa device (preset connectivity)',
    'Came with its own DevEUI, AppEUI and AppKey, which are entered here.',
    {
      loraKeys: 'preset',
      decoders: [...LOCATED, ...RAW, ...EXTENDED, ...THINGSML, 'cayenne-lpp'],
      encoders: ['raw-lora'],
    },
  ),
  own(
    'Sensors',
    ['lora'],
    'own-lora',
    'Generic LoRa device (programmable)',
    'Gets its DevEUI, AppEUI and AppKey here, to be programmed into it.',
    {
      loraKeys: 'generated',
      decoders: [...LOCATED, ...RAW, ...EXTENDED, ...THINGSML, 'cayenne-lpp'],
      encoders: ['raw-lora'],
    },
  ),
];

const TRACKERS: CatalogueType[] = [
  managed(
    'Trackers',
    ['cellular'],
    'kpn-global-tracker-autonomous',
    'KPN Global Tracker Autonomous',
    'GPS tracker with a SIM and a battery.',
  ),
  managed('Trackers', ['lora'], 'kpn-locationtag-i', 'KPN LocationTag I', 'Also known as Viloc Tag.', {
    decoders: LOCATED,
    encoders: ['payload', 'locationtag-i-modes'],
  }),
  managed('Trackers', ['lora'], 'kpn-locationtag-ii', 'KPN LocationTag II', 'Also known as Security Tag.', {
    decoders: LOCATED,
    encoders: ['locationtag-ii-modes'],
  }),
  managed(
    'Trackers',
    ['lora'],
    'kpn-locationtag-ii-v2',
    'KPN LocationTag II v2',
    'Location and movement, with NFC and FSK.',
    { decoders: LOCATED, encoders: ['locationtag-ii-v2'] },
  ),
  managed(
    'Trackers',
    ['lora'],
    'kpn-locationtag-ii-v2-expert-mode',
    'KPN LocationTag II v2 Expert Mode',
    'The same with lifebeat and sensitivity to be set.',
    { decoders: LOCATED, encoders: ['locationtag-ii-v2-expert'] },
  ),
  managed(
    'Trackers',
    ['cellular'],
    'digital-matter',
    'Digital Matter',
    'GPS trackers, wired or on battery; one decoder for all of them.',
    { decoders: ['digital-matter'] },
  ),
  managed('Trackers', ['cellular'], 'kpn-global-tracker-wired', 'KPN Global Tracker Wired'),
  managed('Trackers', ['lora'], 'kpn-locationtag-ii-v3', 'KPN LocationTag II v3'),
  managed('Trackers', ['lora'], 'kpn-locationtag-iii-with-gps', 'KPN LocationTag III (with GPS)'),
  managed('Trackers', ['lora'], 'kpn-locationtag-iii-without-gps', 'KPN LocationTag III (without GPS)'),
  managed('Trackers', ['lora'], 'kpn-locationtag-iii-v2', 'KPN LocationTag III v2', 'Counts rotations.', {
    decoders: GEOLOCATION,
  }),
  managed('Trackers', ['lora'], 'kpn-locationtag-iii-v2-buffer', 'KPN LocationTag III v2 Buffer'),
  managed(
    'Trackers',
    ['lora'],
    'kpn-locationtag-iii-v3',
    'KPN LocationTag III v3',
    'Location and movement.',
    { decoders: EXTENDED },
  ),
  managed('Trackers', ['lora'], 'kpn-locationtag-iii-v4', 'KPN LocationTag III v4'),
  managed(
    'Trackers',
    ['lora'],
    'kpn-locationtag-v',
    'KPN LocationTag V',
    'Also known as StreamLineTM-2001/P1A5.',
    { decoders: LOCATED },
  ),
  managed('Trackers', ['cellular'], 'kpn-locationtag-vi', 'KPN LocationTag VI', '2G and LTE-M, with GPS.'),
  managed('Trackers', ['lora'], 'kpn-locationtag-ws', 'KPN LocationTag WS'),
  own('Trackers', ['lora'], 'streamline-lora', 'Streamline LoRa', null, OWN_LORA),
  own('Trackers', ['cellular'], 'streamline-m2m', 'Streamline M2M'),
  own('Trackers', ['lora'], 'viloc', 'Viloc', null, OWN_LORA),
];

/** A sensor of a maker who publishes how its payloads are laid out. */
const published = (
  slug: string,
  name: string,
  description: string,
  decoder: string,
  batteryChemistry?: string,
): CatalogueType =>
  own('Sensors', ['lora'], slug, name, description, {
    loraKeys: 'preset',
    decoders: [...LOCATED, ...RAW, decoder],
    encoders: ['raw-lora'],
    ...(batteryChemistry ? { batteryChemistry } : {}),
  });

const LITHIUM = 'Li-SOCl2';

const OF_MAKERS: CatalogueType[] = [
  published(
    'milesight-em300',
    'Milesight EM300 series',
    'Climate with a contact, a leak sensor or a pulse input; EM320 too.',
    'milesight-em300',
    LITHIUM,
  ),
  published(
    'milesight-am100',
    'Milesight AM100 series',
    'Indoor climate, CO2, light and activity.',
    'milesight-am100',
  ),
  published(
    'milesight-am300',
    'Milesight AM300 series',
    'Air quality indoors: CO2, VOC, particulate matter, presence.',
    'milesight-am300',
  ),
  published(
    'milesight-em400',
    'Milesight EM400 series',
    'Distance and level, with tilt and position.',
    'milesight-em400',
    LITHIUM,
  ),
  published(
    'dragino-lht65',
    'Dragino LHT65',
    'Climate with a socket for a further sensor; LHT65N too.',
    'dragino-lht65',
    'Li-MnO2',
  ),
  published(
    'dragino-lse01',
    'Dragino LSE01',
    'Moisture, temperature and conductivity of soil.',
    'dragino-lse01',
    LITHIUM,
  ),
  published('dragino-lds02', 'Dragino LDS02', 'Doors; LDS01 and the leak sensor LWL02 too.', 'dragino-lds02'),
  published(
    'decentlab-dl-trs12',
    'Decentlab DL-TRS12',
    'Moisture, temperature and conductivity of soil.',
    'decentlab-dl-trs12',
  ),
  published(
    'decentlab-dl-iam',
    'Decentlab DL-IAM',
    'Indoor climate, light, CO2, VOC and motion.',
    'decentlab-dl-iam',
  ),
  published(
    'decentlab-dl-ctd10',
    'Decentlab DL-CTD10',
    'Level, temperature and conductivity of water.',
    'decentlab-dl-ctd10',
  ),
  published('decentlab-dl-mbx', 'Decentlab DL-MBX', 'Distance and level by ultrasound.', 'decentlab-dl-mbx'),
  published(
    'decentlab-dl-sht35',
    'Decentlab DL-SHT35',
    'Temperature and humidity of air.',
    'decentlab-dl-sht35',
  ),
  published(
    'sensative-strips',
    'Sensative Strips',
    'Thin sensors for climate, doors, leaks and presence.',
    'sensative-strips',
  ),
  published(
    'browan-tabs',
    'Browan Tabs',
    'Door, motion, air quality, light and water sensors.',
    'browan-tabs',
  ),
  published(
    'adeunis-ftd',
    'Adeunis Field Test Device',
    'Tests the reach of a network, with a position.',
    'adeunis-ftd',
  ),
];

/** Ids under which programs know types already. */
const IDS: Record<string, string> = {
  'kpn-conditionsensor-co2-iii-motion': '9629ddf1-b1c0-410b-b6a1-5003afd6e26c',
  'own-lora': '1e7f596c-6eb4-44d2-bec6-0d93181d4330',
  'kpn-locationtag-i': '00338b9a-25f8-43e5-ba36-7555bc00ad83',
  'kpn-locationtag-ii': '2f16485d-1301-4d11-9fb8-1b74b5a8909f',
  'kpn-locationtag-ii-v2': '43d4122f-b2ce-486b-9ede-d5463d2a822d',
  'kpn-locationtag-iii-v2': '65f45046-10e5-4b97-9367-7f3f7a3fd7bd',
  'kpn-locationtag-iii-v3': 'e1befe2e-db63-4c11-8c45-5c838458284e',
  'kpn-locationtag-v': 'be8617b8-831c-4781-84ed-d535b862eace',
  'kpn-locationtag-vi': '6deea70f-ed48-4a87-be99-86fb34570fa7',
};

export const CATALOGUE: readonly CatalogueType[] = [
  ...SENSORS,
  ...TRACKERS,
  ...OF_MAKERS,
  managed('Other', [], 'kpn-fsk-basestation', 'KPN FSK Basestation'),
].map((type) => (IDS[type.slug] ? { ...type, id: IDS[type.slug] as string } : type));
