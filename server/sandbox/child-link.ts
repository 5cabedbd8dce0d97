import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { type LaunchPlan, launch } from './launch.ts';
import { LONGEST_LINE, type WireBatch, type WireReady } from './wire.ts';

export interface LinkEvents {
  ready(state: WireReady): void;
  /** One line of JSON, any shape. Throwing ends the child. */
  line(value: unknown): void;
  /** The child is gone, for whatever reason; `complaint` is the end of what it wrote to its error stream. */
  gone(complaint: string): void;
}

const COMPLAINT_CHARS = 2_000;

/** One child process and its two pipes; knows nothing of calls. */
export class ChildLink {
  private readonly child: ChildProcess;
  private readonly events: LinkEvents;
  private held = '';
  private complaint = '';
  private isReady = false;
  private isGone = false;

  constructor(plan: LaunchPlan, events: LinkEvents) {
    this.events = events;
    this.child = launch(plan);
    this.child.stdout?.setEncoding('utf8').on('data', (text: string) => this.receive(text));
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.complaint = (this.complaint + text).slice(-COMPLAINT_CHARS);
    });
    // A write to a child that just died fails here; its end is told by `exit`.
    this.child.stdin?.on('error', () => undefined);
    this.child.on('error', (error) => this.end(error.message));
    this.child.on('exit', () => this.end(this.complaint));
  }

  send(batch: WireBatch): void {
    this.child.stdin?.write(`${JSON.stringify(batch)}\n`);
  }

  kill(): void {
    this.child.kill('SIGKILL');
  }

  /** Milliseconds of processor time used so far; null where the system does not tell. Ticks of 10 ms. */
  processorMs(): number | null {
    try {
      const text = readFileSync(`/proc/${this.child.pid}/stat`, 'latin1');
      const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
      return (Number(fields[11]) + Number(fields[12])) * 10;
    } catch {
      return null;
    }
  }

  private receive(text: string): void {
    if (this.isGone) return;
    const parts = (this.held + text).split('\n');
    this.held = parts.pop() ?? '';
    try {
      if (this.held.length > LONGEST_LINE) throw new Error('the child sent an endless line');
      for (const part of parts) this.hear(JSON.parse(part));
    } catch (error) {
      this.complaint = error instanceof Error ? error.message : String(error);
      this.kill();
    }
  }

  private hear(value: unknown): void {
    if (this.isReady) {
      this.events.line(value);
      return;
    }
    this.isReady = true;
    this.events.ready(value as WireReady);
  }

  private end(complaint: string): void {
    if (this.isGone) return;
    this.isGone = true;
    this.events.gone(complaint);
  }
}
