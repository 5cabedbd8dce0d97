import type { Script } from './script.ts';

interface Kept {
  script: Script;
  bytes: number;
  expires: number;
}

/** A script whose loading ran out of time may only have met a bad moment; it is tried again after this. */
const RETRY_TIMEOUT_MS = 10_000;

/** Scripts by key, least recently used first out, bounded by the bytes of their images. */
export class ScriptCache {
  private readonly kept = new Map<string, Kept>();
  private readonly maxBytes: number;
  private bytes = 0;

  constructor(maxBytes: number) {
    this.maxBytes = maxBytes;
  }

  get(key: string, now: number): Script | null {
    const found = this.kept.get(key);
    if (!found) return null;
    this.kept.delete(key);
    if (found.expires <= now) {
      this.bytes -= found.bytes;
      return null;
    }
    this.kept.set(key, found);
    return found.script;
  }

  put(key: string, script: Script, now: number): void {
    const bytes = 512 + script.source.length * 2 + (script.image?.ownBytes ?? 0);
    const expires = script.failure?.name === 'Timeout' ? now + RETRY_TIMEOUT_MS : Number.POSITIVE_INFINITY;
    this.kept.set(key, { script, bytes, expires });
    this.bytes += bytes;
    for (const [oldKey, old] of this.kept) {
      if (this.bytes <= this.maxBytes || oldKey === key) break;
      this.kept.delete(oldKey);
      this.bytes -= old.bytes;
    }
  }
}
