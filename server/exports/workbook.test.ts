import { crc32, inflateRawSync } from 'node:zlib';
import readExcelFile from 'read-excel-file/node';
import { describe, expect, it } from 'vitest';
import { WORKBOOK_ROWS } from './contract.ts';
import type { CellValue } from './definition.ts';
import { workbook } from './workbook.ts';
import { zipped } from './zip.ts';

async function bytesOf(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts);
}

async function* pagesOf<T>(...pages: T[][]): AsyncGenerator<T[]> {
  yield* pages;
}

const columns = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ name: `column ${at}`, of: (row: CellValue[]) => row[at] }));
const rowsOf = async (file: Buffer) => (await readExcelFile(file))[0]?.data ?? [];

describe('a workbook', () => {
  it('holds every kind of value in its type, on its place, over pages', async () => {
    const at = new Date('2026-11-21T20:15:30.000Z');
    const first: CellValue[] = ['=1+1', 12.5, true, at, null, '', ['a', 'b'], Number.NaN];
    const second: CellValue[] = ['<&>"\' \r\n end', -1e-7, false, null, 'x', '_x0041_', [], 'a\u0001b\ud800'];
    const rows = await rowsOf(await bytesOf(workbook(columns(8), pagesOf([first], [], [second]))));
    expect(rows[0]).toEqual(columns(8).map(({ name }) => name));
    expect(rows[1]).toEqual(['=1+1', 12.5, true, at, null, null, 'a, b', 'NaN']);
    expect(rows[2]?.slice(1, 4)).toEqual([-1e-7, false, null]);
    expect(rows[2]?.[0]).toMatch(/^<&>"' \r?\n end$/);
    expect(rows[2]?.[7]).toBe('ab\ufffd');
  });

  it('escapes what Excel would take for a character’s number', async () => {
    const file = await bytesOf(workbook(columns(1), pagesOf([['_x0041_']])));
    expect(partOf(file, 'xl/worksheets/sheet1.xml')).toContain('_x005F_x0041_');
  });

  it('has columns beyond Z', async () => {
    const row = Array.from({ length: 60 }, (_, at) => (at % 7 === 0 ? at : null));
    const rows = await rowsOf(await bytesOf(workbook(columns(60), pagesOf([row]))));
    expect(rows[1]?.slice(0, 57)).toEqual(row.slice(0, 57));
  });

  it('reads a page when the one before is away, and lets it go', async () => {
    let read = 0;
    async function* pages() {
      for (; read < 500; read++) yield Array.from({ length: 1000 }, (_, at) => [`row ${read} ${at}`, at]);
    }
    const chunks = workbook(columns(2), pages())[Symbol.asyncIterator]();
    let bytes = 0;
    while (read < 20) bytes += (await chunks.next()).value?.length ?? 0;
    expect(bytes).toBeGreaterThan(0);
    expect(read).toBeLessThan(25);
    await chunks.return?.();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(read).toBeLessThan(30);
  });

  it('ends with the error of its source, and beyond the rows that Excel has', async () => {
    async function* broken(): AsyncGenerator<CellValue[][]> {
      yield [['one']];
      throw new Error('the source is gone');
    }
    await expect(bytesOf(workbook(columns(1), broken()))).rejects.toThrow('the source is gone');
    const page = Array.from({ length: WORKBOOK_ROWS + 1 }, () => []);
    await expect(bytesOf(workbook([], pagesOf(page)))).rejects.toMatchObject({
      code: 'exports.too-many-rows',
    });
  });
});

describe('an archive', () => {
  it('tells of each part where it is, how long and its checksum', async () => {
    const text = 'some text, '.repeat(1000);
    async function* chunks() {
      yield Buffer.from(text.slice(0, 5000));
      yield Buffer.from(text.slice(5000));
    }
    const file = await bytesOf(zipped([{ name: 'a/é.txt', chunks: chunks() }]));
    expect(partOf(file, 'a/é.txt')).toBe(text);
  });
});

/** Read by the directory at the end alone, as readers do. */
function partOf(file: Buffer, wanted: string): string {
  const end = file.length - 22;
  expect(file.readUInt32LE(end)).toBe(0x06054b50);
  let at = file.readUInt32LE(end + 16);
  for (let n = 0; n < file.readUInt16LE(end + 10); n++) {
    expect(file.readUInt32LE(at)).toBe(0x02014b50);
    const [crc, packed, size, length] = [16, 20, 24]
      .map((o) => file.readUInt32LE(at + o))
      .concat(file.readUInt16LE(at + 28));
    const name = file.toString('utf8', at + 46, at + 46 + (length as number));
    const local = file.readUInt32LE(at + 42);
    expect(file.readUInt32LE(local)).toBe(0x04034b50);
    const from = local + 30 + file.readUInt16LE(local + 26);
    const bytes = inflateRawSync(file.subarray(from, from + (packed as number)));
    expect([bytes.length, crc32(bytes)]).toEqual([size, crc]);
    if (name === wanted) return bytes.toString('utf8');
    at += 46 + (length as number);
  }
  throw new Error(`no part ${wanted}`);
}
