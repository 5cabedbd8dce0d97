import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { beginsWithBareNewline, LineEnds } from '../protocols/http/line-ends.ts';

/** As the parser behind it limits a head. */
const HEAD_LIMIT = 16 * 1024;
/** Longer than any request line of ours. */
const LINE_LIMIT = 8 * 1024;
const INGESTION = /^[A-Z]{3,8} \/ingestion\//;

/**
 * Hands a connection on once its first line is there. Node's parser is strict about line ends, and its one switch for
 * that opens much else; devices of the original platform's own library end their header lines in a bare LF. Such a
 * connection, to the ingestion only, is read through a normaliser and parsed as strictly as the others; those go on
 * untouched.
 * @param waitMs for the first line
 */
export function withLineEnds(socket: Socket, waitMs: number, hand: (connection: Duplex) => void): void {
  let seen: Buffer = Buffer.alloc(0);
  const late = setTimeout(() => socket.destroy(), waitMs).unref();
  const ignored = () => socket.destroy();
  const settle = (connection: () => Duplex) => {
    clearTimeout(late);
    socket.off('data', look).off('end', ended).off('error', ignored);
    socket.pause();
    if (seen.length > 0) socket.unshift(seen);
    hand(connection());
    socket.resume();
  };
  const look = (bytes: Buffer) => {
    seen = seen.length > 0 ? Buffer.concat([seen, bytes]) : bytes;
    const isBare = beginsWithBareNewline(seen);
    if (isBare === null && seen.length < LINE_LIMIT) return;
    const mayBe = isBare === true && INGESTION.test(seen.subarray(0, 64).toString('latin1'));
    settle(() => (mayBe ? new Normalised(socket) : socket));
  };
  const ended = () => settle(() => socket);
  socket.on('data', look).on('end', ended).on('error', ignored);
  socket.once('close', () => clearTimeout(late));
}

/** A socket whose requests come with lines that end in CRLF. */
class Normalised extends Duplex {
  readonly #socket: Socket;
  readonly #ends = new LineEnds(HEAD_LIMIT);

  constructor(socket: Socket) {
    super();
    this.#socket = socket;
    socket.on('data', (bytes) => this.#take(bytes));
    socket.on('end', () => this.push(null));
    socket.on('error', (error) => this.destroy(error));
    socket.on('close', () => this.destroy());
    socket.on('timeout', () => this.emit('timeout'));
  }

  get remoteAddress(): string | undefined {
    return this.#socket.remoteAddress;
  }

  setTimeout(ms: number): this {
    this.#socket.setTimeout(ms);
    return this;
  }

  override _read(): void {
    this.#socket.resume();
  }

  override _write(bytes: Uint8Array, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#socket.write(bytes, done);
  }

  override _final(done: () => void): void {
    this.#socket.end(done);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#socket.destroy();
    done(error);
  }

  #take(bytes: Buffer): void {
    const read = this.#ends.push(bytes);
    if (read === null) {
      this.#socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      this.#socket.removeAllListeners('data').resume();
      return;
    }
    if (read.length > 0 && !this.push(read)) this.#socket.pause();
  }
}
