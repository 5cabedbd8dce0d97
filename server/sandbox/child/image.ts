import type { Machine } from './machine.ts';

interface Segment {
  at: number;
  bytes: Uint8Array;
}

/** What a machine's memory held at one moment: its static data and its heap. */
export interface Image {
  /** In the order of their addresses; those that equal another image's are that image's bytes. */
  segments: Segment[];
  /** Where the heap ended. */
  end: number;
  /** Bytes that are this image's own. */
  ownBytes: number;
}

/** Emscripten's default and this build's; the self-test of the engine proves it. */
const STACK_BYTES = 5 * 1024 * 1024;
const PAGE = 4096;

/**
 * Takes and puts back images of a machine (design/sandbox.md "The image in short"). Memory lies as
 * [static data][stack, growing down][heap up to the break]; between calls the stack is empty, so it is never copied.
 */
export class Imager {
  private readonly machine: Machine;
  private readonly staticEnd: number;
  private readonly breakWord: number;
  /** Nothing above this was written since it was last wiped. */
  private dirtyEnd: number;

  constructor(machine: Machine) {
    this.machine = machine;
    this.staticEnd = machine.stackTop - STACK_BYTES;
    if (this.staticEnd <= 1024) throw new Error('the engine’s memory is not laid out as expected');
    this.breakWord = findBreakWord(machine, this.staticEnd);
    this.dirtyEnd = this.currentBreak();
  }

  /** Most of a script's image equals the one it was loaded into (160 of 250 KB for a small one): only the rest is stored. */
  take(like?: Image): Image {
    const { stackTop } = this.machine;
    const image: Image = { segments: [], end: this.currentBreak(), ownBytes: 0 };
    if (like) {
      for (const { at, bytes } of like.segments) this.addDifferences(image, at, bytes);
      if (image.end > like.end) this.addOwn(image, like.end, image.end);
    } else {
      this.addOwn(image, 0, this.staticEnd);
      this.addOwn(image, stackTop, image.end);
    }
    return image;
  }

  private addDifferences(image: Image, start: number, known: Uint8Array): void {
    const { heap } = this.machine;
    const end = Math.min(start + known.length, start < this.staticEnd ? this.staticEnd : image.end);
    const isSame = (at: number) => {
      const to = Math.min(at + PAGE, end);
      return Buffer.compare(heap.subarray(at, to), known.subarray(at - start, to - start)) === 0;
    };
    for (let at = start; at < end; ) {
      const same = isSame(at);
      let to = at + PAGE;
      while (to < end && isSame(to) === same) to += PAGE;
      to = Math.min(to, end);
      if (same) image.segments.push({ at, bytes: known.subarray(at - start, to - start) });
      else this.addOwn(image, at, to);
      at = to;
    }
  }

  private addOwn(image: Image, start: number, end: number): void {
    if (end <= start) return;
    image.segments.push({ at: start, bytes: this.machine.heap.slice(start, end) });
    image.ownBytes += end - start;
  }

  putBack(image: Image): void {
    const { heap } = this.machine;
    this.dirtyEnd = Math.max(this.dirtyEnd, this.currentBreak());
    for (const { at, bytes } of image.segments) heap.set(bytes, at);
  }

  /** After `putBack`, before another script runs: nothing of the last one may be left, not even out of reach. */
  wipeRest(image: Image): void {
    const { heap, stackTop } = this.machine;
    const USED_STACK = 192 * 1024;
    heap.fill(0, stackTop - USED_STACK, stackTop);
    if (this.dirtyEnd > image.end) heap.fill(0, image.end, this.dirtyEnd);
    this.dirtyEnd = image.end;
  }

  private currentBreak(): number {
    const value = this.machine.words[this.breakWord] ?? 0;
    const end = this.machine.heap.length;
    // A guest that wrote over it would make us copy the wrong bytes; then everything counts as used.
    return value >= this.machine.stackTop && value <= end ? value : end;
  }
}

/**
 * The allocator's break is the one word of static data that ends up behind a large block when that is allocated,
 * and it is the highest such word (the allocator also keeps the address of its topmost chunk).
 */
function findBreakWord(machine: Machine, staticEnd: number): number {
  const BIG = 1024 * 1024;
  const before = machine.words.slice(0, staticEnd >> 2);
  const block = machine.allocate(BIG);
  let found = -1;
  let highest = 0;
  for (let i = 0; i < before.length; i++) {
    const was = before[i] ?? 0;
    const is = machine.words[i] ?? 0;
    if (was < machine.stackTop || is < block + BIG || is > machine.heap.length || is - was < BIG / 2)
      continue;
    if (is > highest) {
      highest = is;
      found = i;
    }
  }
  if (found < 0) throw new Error('the break of the engine’s heap was not found');
  return found;
}
