import { readSync, writeSync } from 'node:fs';

/**
 * Blocking lines on stdin and stdout: a child does one thing at a time, and what it has to say must be out before it
 * begins with a script that may never end.
 */
export class Lines {
  private readonly chunk = Buffer.allocUnsafe(256 * 1024);
  private held: Buffer[] = [];
  private waiting: string[] = [];

  /** null when the parent is gone. */
  read(): string | null {
    for (;;) {
      const line = this.waiting.shift();
      if (line !== undefined) return line;
      const count = patiently(() => readSync(0, this.chunk));
      if (count === 0) return null;
      this.take(this.chunk.subarray(0, count));
    }
  }

  write(value: unknown): void {
    const bytes = Buffer.from(`${JSON.stringify(value)}\n`);
    for (let at = 0; at < bytes.length; ) at += patiently(() => writeSync(1, bytes, at));
  }

  private take(bytes: Buffer): void {
    const NEWLINE = 10;
    let from = 0;
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, from)) {
      this.held.push(Buffer.from(bytes.subarray(from, end)));
      this.waiting.push(Buffer.concat(this.held).toString('utf8'));
      this.held = [];
      from = end + 1;
    }
    if (from < bytes.length) this.held.push(Buffer.from(bytes.subarray(from)));
  }
}

const nap = new Int32Array(new SharedArrayBuffer(4));

/** Some parents hand over descriptors that do not block. */
function patiently(operation: () => number): number {
  for (;;) {
    try {
      return operation();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
      Atomics.wait(nap, 0, 0, 1);
    }
  }
}
