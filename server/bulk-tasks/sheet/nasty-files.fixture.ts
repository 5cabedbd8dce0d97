import writeXlsxFile from 'write-excel-file/node';

/** Sheets as they really come: each says what must come of it, cell by cell. */
interface NastyFile {
  name: string;
  bytes: () => Uint8Array | Promise<Uint8Array>;
  /** Of the whole file. */
  fault?: string;
  /** Identifiers (DevEUI) that would be written, in order, with their names. */
  good?: [devEui: string, name: string][];
  /** Row → column and cause of each refusal. */
  refused?: Record<number, [column: string | null, code: string]>;
  /** Asked of it: what the mapping must be. */
  mapping?: (string | null)[];
}

const E1 = '0004A30B001C0001';
const E2 = '0004A30B001C0002';
const E3 = '0004A30B001C0003';
const JOIN = '70B3D57ED0000001';
const K = (n: number) => n.toString(16).toUpperCase().padStart(32, 'A1B2C3D4E5F60718293A4B5C6D7E8F90');
/** Whatever a sheet looks like: to each of its devices belong these keys, and no other's. */
export const keysOf = (devEui: string) => ({
  joinEui: JOIN,
  appKey: K([E1, E2, E3].indexOf(devEui) + 1 || 1),
});
const utf8 = (text: string) => Buffer.from(text, 'utf8');
const HEAD = 'DevEUI,JoinEUI,AppKey,Name';
const row = (eui: string, n: number, name: string) => `${eui},${JOIN},${K(n)},${name}`;
const two: [string, string][] = [
  [E1, 'Pump 1'],
  [E2, 'Pump 2'],
];
const body = [row(E1, 1, 'Pump 1'), row(E2, 2, 'Pump 2')];
const csv = (...lines: string[]) => utf8(lines.join('\n'));
const swapped16 = (text: string) => Buffer.from(text, 'utf16le').swap16();
const HEADER_CELLS = ['DevEUI', 'JoinEUI', 'AppKey', 'Name'];
type XlsxCell = string | number | boolean | Date | null;
const xlsx = async (rows: XlsxCell[][]): Promise<Uint8Array> => {
  const data = rows.map((cells) =>
    cells.map((value) =>
      value === null
        ? null
        : value instanceof Date
          ? { value, type: Date, format: 'yyyy-mm-dd' }
          : {
              value,
              type: typeof value === 'number' ? Number : typeof value === 'boolean' ? Boolean : String,
            },
    ),
  );
  return (writeXlsxFile as unknown as (d: unknown) => { toBuffer(): Promise<Buffer> })(data).toBuffer();
};

export const NASTY_FILES: NastyFile[] = [
  {
    name: 'plain comma',
    bytes: () => csv(HEAD, ...body),
    good: two,
    mapping: ['devEui', 'joinEui', 'appKey', 'name'],
  },
  { name: 'CRLF', bytes: () => utf8([HEAD, ...body, ''].join('\r\n')), good: two },
  { name: 'old Mac CR', bytes: () => utf8([HEAD, ...body].join('\r')), good: two },
  { name: 'line ends mixed', bytes: () => utf8(`${HEAD}\r\n${body[0]}\n${body[1]}\r\n`), good: two },
  { name: 'semicolons', bytes: () => utf8([HEAD, ...body].join('\n').replaceAll(',', ';')), good: two },
  { name: 'tabs', bytes: () => utf8([HEAD, ...body].join('\n').replaceAll(',', '\t')), good: two },
  { name: 'pipes', bytes: () => utf8([HEAD, ...body].join('\n').replaceAll(',', '|')), good: two },
  {
    name: 'sep= in the first line',
    bytes: () => utf8(`sep=;\r\n${[HEAD, ...body].join('\r\n').replaceAll(',', ';')}`),
    good: two,
  },
  { name: 'UTF-8 with BOM', bytes: () => utf8(`\ufeff${[HEAD, ...body].join('\n')}`), good: two },
  {
    name: 'UTF-16 LE with BOM',
    bytes: () => Buffer.from(`\ufeff${[HEAD, ...body].join('\r\n')}`, 'utf16le'),
    good: two,
  },
  { name: 'UTF-16 BE with BOM', bytes: () => swapped16(`\ufeff${[HEAD, ...body].join('\r\n')}`), good: two },
  {
    name: 'UTF-16 LE without BOM',
    bytes: () => Buffer.from([HEAD, ...body].join('\r\n'), 'utf16le'),
    good: two,
  },
  { name: 'UTF-16 BE without BOM', bytes: () => swapped16([HEAD, ...body].join('\r\n')), good: two },
  {
    name: 'Windows-1252',
    bytes: () => Buffer.from([HEAD, row(E1, 1, 'Caf\u00e9 \u0080 na\u00efef')].join('\n'), 'latin1'),
    good: [[E1, 'Café € naïef']],
  },
  {
    name: 'names in many scripts',
    bytes: () => csv(HEAD, row(E1, 1, '泵 Насос 🚰')),
    good: [[E1, '泵 Насос 🚰']],
  },
  {
    name: 'quotes, commas, doubled quotes and a bare inch',
    bytes: () => csv(HEAD, row(E1, 1, '"Pump ""A"", north"'), row(E2, 2, '5" pipe')),
    good: [
      [E1, 'Pump "A", north'],
      [E2, '5" pipe'],
    ],
  },
  {
    name: 'commas in the text of a semicolon file',
    bytes: () =>
      csv('DevEUI;JoinEUI;AppKey;Name', `${E1};${JOIN};${K(1)};a, b, c`, `${E2};${JOIN};${K(2)};d, e, f`),
    good: [
      [E1, 'a, b, c'],
      [E2, 'd, e, f'],
    ],
  },
  {
    name: 'titles above the header',
    bytes: () => csv('Delivery 2026-11', '', 'Vendor;;;', HEAD, ...body),
    good: two,
  },
  {
    name: 'no header at all',
    bytes: () => csv(...body),
    good: two,
    mapping: ['devEui', 'joinEui', 'appKey', 'name'],
  },
  {
    name: 'no header, JoinEUI first',
    bytes: () => csv(`${JOIN},Pump 1,${E1},${K(1)}`, `${JOIN},Pump 2,${E2},${K(2)}`),
    good: two,
    mapping: ['joinEui', 'name', 'devEui', 'appKey'],
  },
  {
    name: 'headings nobody knows',
    bytes: () => csv('Foo,Bar,Baz,Naam', ...body),
    good: two,
    mapping: ['devEui', 'joinEui', 'appKey', 'name'],
  },
  {
    name: 'headings in other words and spelling',
    bytes: () =>
      csv('Device EUI (hex);App-EUI;APP KEY *;Device Name;Serienummer', `${E1};${JOIN};${K(1)};Pump 1;X1`),
    good: [[E1, 'Pump 1']],
    mapping: ['devEui', 'joinEui', 'appKey', 'name', 'barcode'],
  },
  {
    name: 'a column of something else',
    bytes: () => csv(`Lot,${HEAD},Price`, `7,${body[0]},1.20`, `8,${body[1]},1.20`),
    good: two,
    mapping: [null, 'devEui', 'joinEui', 'appKey', 'name', null],
  },
  {
    name: 'identifiers with separators, prefixes and lower case',
    bytes: () =>
      csv(
        'DevEUI;JoinEUI;AppKey;Name',
        `00-04-a3-0b-00-1c-00-01;70:b3:d5:7e:d0:00:00:01;${K(1).toLowerCase()};Pump 1`,
        `0x0004A30B001C0002;${JOIN};"{0x${K(2).match(/../g)?.join(', 0x')}}";Pump 2`,
        `urn:dev:DEVEUI:${E3}:;${JOIN};${K(3)};Pump 3`,
      ),
    good: [...two, [E3, 'Pump 3']],
  },
  {
    name: 'digits that Excel rounded',
    bytes: () =>
      csv(HEAD, row('7,07605E+15', 1, 'x').replace('7,07605E+15', '7.07605E+15'), row(E2, 2, 'Pump 2')),
    good: [[E2, 'Pump 2']],
    refused: { 2: ['DevEUI', 'scientific'] },
  },
  {
    name: 'digits that a Dutch Excel rounded',
    bytes: () =>
      csv('DevEUI;JoinEUI;AppKey;Name', `7,07605E+15;${JOIN};${K(1)};x`, `${E2};${JOIN};${K(2)};Pump 2`),
    good: [[E2, 'Pump 2']],
    refused: { 2: ['DevEUI', 'scientific'] },
  },
  {
    name: 'an E that is a hexadecimal digit',
    bytes: () => csv(HEAD, row('1234567890123E45', 1, 'Pump 1')),
    good: [['1234567890123E45', 'Pump 1']],
  },
  {
    name: 'lost leading zeros',
    bytes: () => csv(HEAD, row('4300010010002', 1, 'x'), row(E2, 2, 'Pump 2')),
    good: [[E2, 'Pump 2']],
    refused: { 2: ['DevEUI', 'leading-zeros'] },
  },
  {
    name: 'fifteen digits kept of sixteen',
    bytes: () =>
      csv(
        HEAD,
        row('7076050000001230', 1, 'a'),
        row('7076050000004560', 2, 'b'),
        row('7076050000007890', 3, 'c'),
      ),
    good: [],
    refused: { 2: ['DevEUI', 'digits-lost'], 3: ['DevEUI', 'digits-lost'], 4: ['DevEUI', 'digits-lost'] },
  },
  {
    name: 'formulas that went wrong',
    bytes: () => csv(HEAD, row('#N/A', 1, 'x'), row(E2, 2, '#REF!'), row(E3, 3, '########')),
    good: [],
    refused: { 2: ['DevEUI', 'excel-error'], 3: ['Name', 'excel-error'], 4: ['Name', 'excel-error'] },
  },
  {
    name: 'text kept as text by ="…" and by an apostrophe',
    bytes: () => csv(HEAD, `"=""${E1}""",${JOIN},${K(1)},Pump 1`, row(`'${E2}`, 2, 'Pump 2')),
    good: two,
  },
  {
    name: 'our own export: neutralised formulas',
    bytes: () => csv(HEAD, row(E1, 1, "'=cmd"), row(E2, 2, "'-5 degrees"), row(E3, 3, "'s-Hertogenbosch")),
    good: [
      [E1, '=cmd'],
      [E2, '-5 degrees'],
      [E3, "'s-Hertogenbosch"],
    ],
  },
  {
    name: 'invisible characters and odd spaces',
    bytes: () => csv(HEAD, `\u200b${E1}\u00a0,${JOIN}, ${K(1)} ,\u00a0 Pump 1 \u00a0`),
    good: [[E1, 'Pump 1']],
  },
  {
    name: 'too short, too long, not hexadecimal, empty',
    bytes: () =>
      csv(
        HEAD,
        row('0004A30B001C00', 1, 'a'),
        row(`${E1}00`, 2, 'b'),
        row('0004A30B001C00XY', 3, 'c'),
        row('', 4, 'd'),
        row(E2, 2, 'Pump 2'),
      ),
    good: [[E2, 'Pump 2']],
    refused: {
      2: ['DevEUI', 'lorawan.dev-eui-length'],
      3: ['DevEUI', 'lorawan.dev-eui-length'],
      4: ['DevEUI', 'lorawan.dev-eui-not-hex'],
      5: ['DevEUI', 'required'],
    },
  },
  {
    name: 'a key too short, a key with a stranger in it',
    bytes: () => csv(HEAD, `${E1},${JOIN},ABCD,a`, `${E2},${JOIN},${'Z'.repeat(32)},b`),
    good: [],
    refused: { 2: ['AppKey', 'lorawan.app-key-length'], 3: ['AppKey', 'lorawan.app-key-not-hex'] },
  },
  {
    name: 'the same device twice, the same way',
    bytes: () => csv(HEAD, body[0] as string, body[0] as string, body[1] as string),
    good: two,
    refused: { 3: ['DevEUI', 'duplicate'] },
  },
  {
    name: 'the same device twice, in other words',
    bytes: () => csv(HEAD, body[0] as string, row(E1.toLowerCase(), 9, 'Another'), body[1] as string),
    good: [[E2, 'Pump 2']],
    refused: { 2: ['DevEUI', 'duplicate-differs'], 3: ['DevEUI', 'duplicate-differs'] },
  },
  {
    name: 'a comma too many moves what follows',
    bytes: () => csv(HEAD, row(E1, 1, 'Pump 1, north'), body[1] as string),
    good: [[E2, 'Pump 2']],
    refused: { 2: ['E', 'extra-cells'] },
  },
  {
    name: 'rows cut short',
    bytes: () => csv(HEAD, `${E1},${JOIN}`, body[1] as string),
    good: [[E2, 'Pump 2']],
    refused: { 2: ['AppKey', 'required'] },
  },
  {
    name: 'blank lines and empty rows',
    bytes: () => csv('', HEAD, '', body[0] as string, ',,,', '', body[1] as string, '', ''),
    good: two,
  },
  {
    name: 'a name too long, a name with a line break, a bell',
    bytes: () => csv(HEAD, row(E1, 1, 'x'.repeat(256)), row(E2, 2, '"two\nlines"'), row(E3, 3, 'be\u0007ll')),
    good: [],
    refused: {
      2: ['Name', 'too-long'],
      3: ['Name', 'control-characters'],
      4: ['Name', 'control-characters'],
    },
  },
  {
    name: 'text that a converter lost',
    bytes: () => csv(HEAD, row(E1, 1, 'Caf\ufffd')),
    good: [],
    refused: { 2: ['Name', 'unreadable-characters'] },
  },
  {
    name: 'a quote that never closes',
    bytes: () => csv(HEAD, row(E1, 1, '"Pump 1'), ...Array.from({ length: 20 }, (_, n) => row(E2, n, 'x'))),
    fault: 'open-quote',
  },
  {
    name: 'an endless cell',
    bytes: () => csv(HEAD, row(E1, 1, `"${'x'.repeat(80_000)}"`)),
    fault: 'record-too-long',
  },
  { name: 'nothing', bytes: () => Buffer.alloc(0), fault: 'empty' },
  { name: 'only blank lines', bytes: () => utf8('\n\n  \n'), fault: 'empty' },
  { name: 'a header and nothing below', bytes: () => csv(HEAD), fault: 'empty' },
  {
    name: 'a picture',
    bytes: () => Buffer.from('89504e470d0a1a0a0000000d4948445200000000', 'hex'),
    fault: 'not-a-sheet',
  },
  { name: 'a PDF', bytes: () => utf8('%PDF-1.7\nDevEUI,Name\n'), fault: 'not-a-sheet' },
  {
    name: 'a web page called .xls',
    bytes: () => utf8('<html><table><tr><td>DevEUI</td></tr></table></html>'),
    fault: 'not-a-sheet',
  },
  {
    name: 'an old Excel file',
    bytes: () => Buffer.from('d0cf11e0a1b11ae1000000', 'hex'),
    fault: 'old-excel',
  },
  {
    name: 'a broken archive',
    bytes: () => Buffer.concat([Buffer.from('504b0304', 'hex'), Buffer.alloc(200, 7)]),
    fault: 'broken-workbook',
  },
  {
    name: 'a workbook',
    bytes: () => xlsx([HEADER_CELLS, [E1, JOIN, K(1), 'Pump 1'], [E2, JOIN, K(2), 'Pump 2']]),
    good: two,
  },
  {
    name: 'a workbook that made numbers of identifiers',
    bytes: () =>
      xlsx([
        HEADER_CELLS,
        [7_076_050_000_000_012, JOIN, K(1), 'a'],
        [4_300_010_010_002, JOIN, K(2), 'b'],
        [E3, JOIN, K(3), 'Pump 3'],
      ]),
    good: [[E3, 'Pump 3']],
    refused: { 2: ['DevEUI', 'scientific'], 3: ['DevEUI', 'leading-zeros'] },
  },
  {
    name: 'a workbook that made a date of a name',
    bytes: () => xlsx([HEADER_CELLS, [E1, JOIN, K(1), new Date(Date.UTC(2026, 4, 1))], [E2, JOIN, K(2), 12]]),
    good: [[E2, '12']],
    refused: { 2: ['Name', 'date-cell'] },
  },
  {
    name: 'a workbook with titles and a gap',
    bytes: () =>
      xlsx([
        ['Our delivery', null, null, null],
        [null, null, null, null],
        HEADER_CELLS,
        [E1, JOIN, K(1), 'Pump 1'],
      ]),
    good: [[E1, 'Pump 1']],
  },
  {
    name: 'too many columns',
    bytes: () => csv(HEAD, `${body[0]},${Array.from({ length: 300 }, () => 'x').join(',')}`),
    fault: 'too-many-columns',
  },
  {
    name: 'more rows than are taken',
    bytes: () =>
      csv(HEAD, ...Array.from({ length: 100_030 }, (_, n) => `${n.toString(16).padStart(16, '0')},,,`)),
    fault: 'too-many-rows',
  },
  {
    name: 'metadata and an accent in its key',
    bytes: () => csv(`${HEAD},metadata:étage`, `${body[0]},2`),
    good: [[E1, 'Pump 1']],
    mapping: ['devEui', 'joinEui', 'appKey', 'name', 'metadata:étage'],
  },
  {
    name: 'a metadata key that is no key',
    bytes: () => csv(`${HEAD},metadata:__proto__`, `${body[0]},2`),
    good: [[E1, 'Pump 1']],
    mapping: ['devEui', 'joinEui', 'appKey', 'name', null],
  },
  {
    name: 'the same heading twice',
    bytes: () => csv('DevEUI,DevEUI,JoinEUI,AppKey,Name', `${E1},ignored,${JOIN},${K(1)},Pump 1`),
    good: [[E1, 'Pump 1']],
    mapping: ['devEui', null, 'joinEui', 'appKey', 'name'],
  },
];
