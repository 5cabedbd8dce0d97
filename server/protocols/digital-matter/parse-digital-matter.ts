import type { ParseResult } from '../parse-result.ts';
import { attempt, BodyFault } from '../provider-envelope/body-fault.ts';
import { type Fields, jsonFields } from '../provider-envelope/fields.ts';
import { toUtcMilliseconds } from '../provider-envelope/instant.ts';
import type {
  DigitalMatterDigital,
  DigitalMatterField,
  DigitalMatterGps,
  DigitalMatterRecord,
} from './report.ts';

const MOST_RECORDS = 500;
const UINT32 = 4_294_967_295;

/** Positions, inputs and outputs, and the two kinds of numbered readings. */
const READ = [0, 2, 6, 7];

/** The records of a report, in its order; fields whose layout is not public come as they are. */
export function parseDigitalMatter(body: Uint8Array): ParseResult<DigitalMatterRecord[]> {
  return attempt(() => {
    const root = jsonFields(body, 'exact');
    const imei = root.required('IMEI', root.scalar('IMEI'));
    if (!/^\d{15}$/.test(imei))
      throw new BodyFault('envelope.bad-identifier', 'IMEI is not 15 digits', 'IMEI');
    const head = {
      imei,
      serial: root.required('SerNo', root.integer('SerNo', 0, UINT32)),
      product: root.integer('ProdId', 0, UINT32) ?? null,
      firmware: root.scalar('FW') ?? null,
    };
    const records = root.children('Records');
    if (records.length === 0)
      throw new BodyFault('envelope.missing', 'Records is missing or empty', 'Records');
    if (records.length > MOST_RECORDS)
      throw new BodyFault('envelope.out-of-range', `A report has ${MOST_RECORDS} records at most`, 'Records');
    return records.map((record) => readRecord(head, record));
  });
}

type Head = Pick<DigitalMatterRecord, 'imei' | 'serial' | 'product' | 'firmware'>;

function readRecord(head: Head, record: Fields): DigitalMatterRecord {
  const sequence = record.required('SeqNo', record.integer('SeqNo', 0, UINT32));
  const occurredAt = record.required('DateUTC', utc(record, 'DateUTC'));
  const fields = record
    .children('Fields')
    .map((field) => ({ field, type: field.integer('FType', 0, 65_535) }));
  // Of a kind that comes twice the last one is the newest.
  const last = (type: number) => fields.findLast((one) => one.type === type)?.field;
  const [gps, digital, ...analogue] = READ.map(last);
  const others = fields.flatMap(({ field, type }) =>
    type === undefined || READ.includes(type) ? [] : [asItCame(field, type)],
  );
  return {
    kind: 'digital-matter',
    ...head,
    sequence,
    occurredAt,
    identity: `digital-matter|${head.serial}|${sequence}|${occurredAt}`,
    reason: record.integer('Reason', 0, 65_535) ?? null,
    gps: gps ? readGps(gps) : null,
    digital: digital ? readDigital(digital) : null,
    analogue: Object.assign(
      {},
      ...analogue.map((field) => field && readAnalogue(field.childOrEmpty('AnalogueData'))),
    ),
    ...(others.length > 0 ? { others } : {}),
  };
}

function asItCame(field: Fields, type: number): DigitalMatterField {
  const rest = field.names().filter((name) => name !== 'FType');
  return {
    type,
    json: JSON.stringify(Object.fromEntries(rest.map((name) => [name, field.raw(name) ?? null]))),
  };
}

/** null of a tracker that has no fix and says so by leaving its position out. */
function readGps(field: Fields): DigitalMatterGps | null {
  const latitude = within(field, 'Lat', 90);
  const longitude = within(field, 'Long', 180);
  if (latitude === undefined || longitude === undefined) return null;
  const speedAccuracy = field.number('SpdAcc');
  return {
    fixedAt: utc(field, 'GpsUTC') ?? null,
    latitude,
    longitude,
    altitude: field.number('Alt') ?? null,
    speed: field.number('Spd') ?? null,
    heading: field.number('Head') ?? null,
    pdop: field.number('PDOP') ?? null,
    accuracy: field.number('PosAcc') ?? null,
    status: field.integer('GpsStat', 0, 255) ?? null,
    ...(speedAccuracy === undefined ? {} : { speedAccuracy }),
  };
}

function readDigital(field: Fields): DigitalMatterDigital {
  const bits = (name: string) => field.integer(name, 0, UINT32) ?? null;
  return { inputs: bits('DIn'), outputs: bits('DOut'), status: bits('DevStat') };
}

function readAnalogue(data: Fields): Record<string, number> {
  const known: Record<string, number> = {};
  for (const name of data.names()) {
    const value = /^\d{1,3}$/.test(name) ? data.number(name) : undefined;
    if (value !== undefined) known[name] = value;
  }
  return known;
}

function within(field: Fields, name: string, limit: number): number | undefined {
  const value = field.number(name);
  if (value !== undefined && Math.abs(value) > limit)
    throw new BodyFault('envelope.out-of-range', `${field.at(name)} is beyond ±${limit}`, field.at(name));
  return value;
}

/** The name says that it is UTC: it comes without an offset, with a space or a T. */
function utc(field: Fields, name: string): string | undefined {
  const text = field.text(name);
  if (text === undefined) return undefined;
  const time = toUtcMilliseconds(text) ?? toUtcMilliseconds(`${text}Z`);
  if (time !== null) return time;
  throw new BodyFault('envelope.bad-time', `${field.at(name)} is no moment in UTC`, field.at(name));
}
