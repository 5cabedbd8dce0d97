import { inflateRawSync } from 'node:zlib';
import { sheetError } from './sheet-error.ts';
import { LIMITS } from './sheet-row.ts';

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const STORED = 0;
const DEFLATED = 8;

/**
 * A workbook is a ZIP archive, whose stated sizes may lie: its parts are unpacked once into nothing, up to a limit,
 * before the reader of workbooks unpacks them without one (APPNOTE.TXT 4.3.12, 4.3.16).
 */
export function checkUnpackedSize(bytes: Uint8Array, limit: number = LIMITS.unpackedBytes): void {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = file.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || end + 22 > file.length || file.readUInt32LE(end) !== END)
    throw sheetError('broken-workbook');
  let at = file.readUInt32LE(end + 16);
  let left = limit;
  try {
    for (let n = file.readUInt16LE(end + 10); n > 0; n--) {
      if (file.readUInt32LE(at) !== ENTRY) throw sheetError('broken-workbook');
      const [method, size, header] = [
        file.readUInt16LE(at + 10),
        file.readUInt32LE(at + 20),
        file.readUInt32LE(at + 42),
      ];
      const from = header + 30 + file.readUInt16LE(header + 26) + file.readUInt16LE(header + 28);
      left -= unpackedSize(file.subarray(from, from + size), method, left);
      at += 46 + file.readUInt16LE(at + 28) + file.readUInt16LE(at + 30) + file.readUInt16LE(at + 32);
    }
  } catch (error) {
    const code = (error as { code?: string }).code;
    if (code === 'ERR_BUFFER_TOO_LARGE') throw sheetError('unpacks-too-large', { limit });
    if (code === 'ERR_OUT_OF_RANGE' || code?.startsWith('Z_')) throw sheetError('broken-workbook');
    throw error;
  }
}

function unpackedSize(part: Buffer, method: number, left: number): number {
  if (method === STORED) return part.length;
  if (method !== DEFLATED) throw sheetError('broken-workbook');
  if (left <= 0) throw Object.assign(new Error('too large'), { code: 'ERR_BUFFER_TOO_LARGE' });
  return inflateRawSync(part, { maxOutputLength: left }).length;
}
