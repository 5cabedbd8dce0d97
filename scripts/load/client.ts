import net from 'node:net';

export interface Answer {
  /** 0: the connection broke before an answer. */
  status: number;
  ms: number;
  /** Milliseconds since 1970 when it was there. */
  at: number;
  /** Seconds; null where the answer does not say. */
  retryAfter: number | null;
}

/**
 * A keep-alive connection that sends one request at a time, written by hand: the generator shares two cores with what
 * it measures.
 */
export class Connection {
  readonly #port: number;
  #socket: net.Socket | null = null;
  #text = '';
  #pending: ((answer: Pick<Answer, 'status' | 'retryAfter'>) => void) | null = null;

  constructor(port: number) {
    this.#port = port;
  }

  async post(head: string, body: Buffer): Promise<Answer> {
    const began = performance.now();
    const answer = await new Promise<Pick<Answer, 'status' | 'retryAfter'>>((resolve) => {
      this.#pending = resolve;
      const socket = this.#socket ?? this.#open();
      socket.cork();
      socket.write(`${head}content-length: ${body.length}\r\n\r\n`, 'latin1');
      socket.write(body);
      socket.uncork();
    });
    const now = performance.now();
    return { ...answer, ms: now - began, at: performance.timeOrigin + now };
  }

  close(): void {
    this.#socket?.destroy();
  }

  #open(): net.Socket {
    const socket = net.connect(this.#port, '127.0.0.1').setNoDelay(true);
    this.#socket = socket;
    this.#text = '';
    socket.on('data', (chunk) => this.#read(chunk.toString('latin1')));
    socket.on('error', () => {});
    socket.on('close', () => {
      if (this.#socket === socket) this.#socket = null;
      this.#answer(0);
    });
    return socket;
  }

  #read(chunk: string): void {
    this.#text += chunk;
    const end = this.#text.indexOf('\r\n\r\n');
    if (end < 0) return;
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(this.#text)?.[1] ?? 0);
    if (this.#text.length < end + 4 + length) return;
    const status = Number(this.#text.slice(9, 12));
    const wait = status === 200 ? null : /\r\nretry-after: (\d+)/i.exec(this.#text.slice(0, end));
    this.#text = this.#text.slice(end + 4 + length);
    this.#answer(status, wait ? Number(wait[1]) : null);
  }

  #answer(status: number, retryAfter: number | null = null): void {
    const pending = this.#pending;
    this.#pending = null;
    pending?.({ status, retryAfter });
  }
}
