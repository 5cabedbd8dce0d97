import { pipeline, Readable } from 'node:stream';
import { crc32, createDeflateRaw } from 'node:zlib';

/** A part of an archive: its bytes come when they are taken. */
export interface ZipPart {
  name: string;
  chunks: AsyncIterable<Uint8Array>;
}

/** What 32 bits can tell of a part (APPNOTE.TXT 4.4.8); an archive that said less than there is would be broken. */
const LARGEST = 0xffff_ffff;
/** Sizes follow the bytes (4.3.9), names are UTF-8 (4.4.4). */
const FLAGS = 0x0808;
const VERSION = 20;
const DEFLATED = 8;
/** 1 January 1980, the first day that a ZIP knows. */
const DAY = 0x0021;
const FAST = 3;

interface Written {
  name: Buffer;
  at: number;
  crc: number;
  packed: number;
  size: number;
}

/** An archive of parts one after the other, of which no more than what is being packed is ever held. */
export async function* zipped(parts: Iterable<ZipPart>): AsyncGenerator<Uint8Array> {
  const written: Written[] = [];
  let at = 0;
  for (const { name, chunks } of parts) {
    const part: Written = { name: Buffer.from(name), at, crc: 0, packed: 0, size: 0 };
    for (const bytes of [localHeader(part), part.name]) {
      at += bytes.length;
      yield bytes;
    }
    for await (const bytes of packed(part, chunks)) {
      at += bytes.length;
      yield bytes;
    }
    const sizes = numbers('4444', 0x08074b50, part.crc, part.packed, part.size);
    at += sizes.length;
    yield sizes;
    written.push(part);
  }
  const directory = Buffer.concat(written.flatMap((part) => [centralHeader(part), part.name]));
  if (at > LARGEST) throw tooLarge();
  yield directory;
  yield numbers('42222442', ...[0x06054b50, 0, 0, written.length, written.length, directory.length, at, 0]);
}

async function* packed(part: Written, chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const deflate = createDeflateRaw({ level: FAST });
  // What goes wrong in the source comes out of the loop below.
  pipeline(Readable.from(measured(part, chunks), { objectMode: true, highWaterMark: 1 }), deflate, () => {});
  for await (const bytes of deflate as AsyncIterable<Buffer>) {
    part.packed += bytes.length;
    yield bytes;
  }
  if (part.packed > LARGEST) throw tooLarge();
}

async function* measured(part: Written, chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const bytes of chunks) {
    part.crc = crc32(bytes, part.crc);
    part.size += bytes.length;
    if (part.size > LARGEST) throw tooLarge();
    yield bytes;
  }
}

const tooLarge = () => new Error('a part of the archive would be larger than 4 GB');

const localHeader = ({ name }: Written) =>
  numbers('42222244422', 0x04034b50, VERSION, FLAGS, DEFLATED, 0, DAY, 0, 0, 0, name.length, 0);

const centralHeader = ({ name, at, crc, packed, size }: Written) =>
  numbers(
    '42222224442222244',
    ...[
      0x02014b50,
      VERSION,
      VERSION,
      FLAGS,
      DEFLATED,
      0,
      DAY,
      crc,
      packed,
      size,
      name.length,
      0,
      0,
      0,
      0,
      0,
      at,
    ],
  );

/** Each as long as its digit says, the lowest byte first. */
function numbers(lengths: string, ...values: number[]): Buffer {
  const bytes = Buffer.alloc([...lengths].reduce((sum, length) => sum + Number(length), 0));
  let at = 0;
  for (const [n, value] of values.entries()) at = bytes.writeUIntLE(value, at, Number(lengths[n]));
  return bytes;
}
