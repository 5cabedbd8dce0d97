import type { Machine } from './machine.ts';

/** What a machine's memory held at one moment: its static data and its heap. */
export interface Image {
  low: Uint8Array;
  high: Uint8Array;
}

/** Emscripten's default and this build's; the self-test of the engine proves it. */
const STACK_BYTES = 5 * 1024 * 1024;

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

  take(): Image {
    const { heap, stackTop } = this.machine;
    return { low: heap.slice(0, this.staticEnd), high: heap.slice(stackTop, this.currentBreak()) };
  }

  putBack(image: Image): void {
    const { heap, stackTop } = this.machine;
    this.dirtyEnd = Math.max(this.dirtyEnd, this.currentBreak());
    heap.set(image.low, 0);
    heap.set(image.high, stackTop);
  }

  /** After `putBack`, before another script runs: nothing of the last one may be left, not even out of reach. */
  wipeRest(image: Image): void {
    const { heap, stackTop } = this.machine;
    const USED_STACK = 192 * 1024;
    heap.fill(0, stackTop - USED_STACK, stackTop);
    const end = stackTop + image.high.length;
    if (this.dirtyEnd > end) heap.fill(0, end, this.dirtyEnd);
    this.dirtyEnd = end;
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
