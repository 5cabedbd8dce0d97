import { type Field, METADATA } from './columns-contract.ts';

/** What vendors, network servers and other portals call these columns; compared without case, spaces and signs. */
const NAMES: Record<Exclude<Field, `metadata:${string}`>, string[]> = {
  deviceId: ['deviceid', 'deviceuuid', 'thingid', 'thingsid', 'id'],
  devEui: [
    'deveui',
    'deviceeui',
    'loradeveui',
    'lorawandeveui',
    'endpointdeveui',
    'hardwareeui',
    'eui',
    'eui64',
    'deveui64',
    'deveuihex',
    'loraeui',
  ],
  joinEui: [
    'joineui',
    'appeui',
    'applicationeui',
    'loraappeui',
    'lorawanappeui',
    'appeuihex',
    'joineuiappeui',
    'appeuijoineui',
    'lorajoineui',
    'lorawanjoineui',
  ],
  appKey: [
    'appkey',
    'applicationkey',
    'loraappkey',
    'lorawanappkey',
    'appkeyhex',
    'otaakey',
    'otaaappkey',
    'appsleutel',
  ],
  imei: ['imei', 'imeinumber', 'imeinummer', 'imeinr', 'modemimei', 'deviceimei'],
  iccid: [
    'iccid',
    'simiccid',
    'simnumber',
    'simnummer',
    'simcardnumber',
    'simcard',
    'simkaart',
    'sim',
    'iccidnumber',
    'simid',
  ],
  dvnUuid: ['dvnuuid', 'uuid', 'deviceuniqueid'],
  sharedSecret: ['sharedsecret', 'secret', 'devicesecret', 'gedeeldgeheim'],
  name: [
    'name',
    'naam',
    'devicename',
    'thingname',
    'label',
    'apparaatnaam',
    'displayname',
    'nodename',
    'sensorname',
    'sensornaam',
    'endpointname',
  ],
  barcode: [
    'barcode',
    'streepjescode',
    'serial',
    'serialnumber',
    'serialno',
    'serienummer',
    'serienr',
    'sn',
    'qrcode',
    'assettag',
  ],
  description: [
    'description',
    'omschrijving',
    'beschrijving',
    'comment',
    'comments',
    'remark',
    'remarks',
    'opmerking',
    'opmerkingen',
    'notes',
    'note',
  ],
  tags: ['tags', 'tag', 'labels', 'keywords', 'trefwoorden'],
  latitude: ['latitude', 'lat', 'breedtegraad', 'gpslatitude', 'gpslat', 'locationlatitude', 'wgs84lat'],
  longitude: [
    'longitude',
    'lon',
    'lng',
    'long',
    'lengtegraad',
    'gpslongitude',
    'gpslon',
    'gpslng',
    'locationlongitude',
    'wgs84lon',
  ],
  altitude: ['altitude', 'alt', 'elevation', 'hoogte', 'gpsaltitude', 'locationaltitude'],
  type: [
    'type',
    'devicetype',
    'devicespecification',
    'devicespecificationid',
    'devicetypeid',
    'apparaattype',
    'model',
    'deviceprofile',
    'typename',
  ],
  project: ['project', 'projectname', 'projectid', 'projectnaam'],
  flow: ['flow', 'flowname', 'flowid', 'devicegroup', 'devicegroupname', 'devicegroupid', 'flownaam'],
  status: ['status', 'simstatus', 'state', 'newstatus', 'targetstatus'],
  ratePlan: ['rateplan', 'tariefplan', 'newrateplan', 'tarief'],
  communicationPlan: ['communicationplan', 'communicatieplan', 'commplan'],
};

const BY_NAME = new Map<string, Field>(
  Object.entries(NAMES).flatMap(([field, names]) => names.map((name) => [name, field as Field] as const)),
);

const METADATA_HEADER = /^\s*(?:metadata|meta)\s*[:.]\s*(\S(?:.{0,98}\S)?)\s*$/i;

/** The field that a heading names, whatever its spelling; null: it names none. */
export function fieldOfHeading(heading: string): Field | null {
  const metadata = METADATA_HEADER.exec(heading)?.[1];
  if (metadata) return metadata === '__proto__' ? null : `${METADATA}${metadata}`;
  // "DevEUI (hex)", "Name *": what stands in brackets explains.
  const bare = heading.replace(/\(.*?\)|\[.*?\]/g, '');
  for (const text of [bare, heading]) {
    const found = BY_NAME.get(
      text
        .toLowerCase()
        .normalize('NFKD')
        .replace(/[^a-z0-9]/g, ''),
    );
    if (found) return found;
  }
  return null;
}
