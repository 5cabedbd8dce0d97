import { setTimeout as sleep } from 'node:timers/promises';
import ipaddr from 'ipaddr.js';
import type postgres from 'postgres';
import type { Clock } from '#server/platform/clock.ts';
import { createOutgoingHttp, type OutgoingHttp } from '#server/platform/outgoing-http.ts';
import type { ScriptRunner } from './decode/decode-batch.ts';
import { sendByDriver } from './deliver/send.ts';
import type { HandOver } from './hand-over.ts';
import { Pipeline } from './pipeline.ts';

/** Time that tests move by hand. */
export class TestClock implements Clock {
  #now: number;

  constructor(now = Date.now()) {
    this.#now = now;
  }

  now(): Date {
    return new Date(this.#now);
  }

  advance(ms: number): void {
    this.#now += ms;
  }
}

/** For scenes without scripts: that one is asked for is a fault of the test. */
export const noScripts: ScriptRunner = {
  runBatch: () => Promise.reject(new Error('this test has no scripts')),
};

export function loopbackHttp(): OutgoingHttp {
  return createOutgoingHttp({
    allowHttp: true,
    testRanges: [ipaddr.parseCIDR('127.0.0.0/8')],
    ownHosts: [],
    ownPorts: [],
  });
}

export function testPipeline(
  http: OutgoingHttp,
  more: { clock?: Clock; scripts?: ScriptRunner; handOver?: HandOver | null } = {},
): Pipeline {
  const { clock, scripts = noScripts, handOver = null } = more;
  return new Pipeline({
    scripts,
    send: sendByDriver(http),
    random: () => 0.5,
    handOver,
    ...(clock ? { clock } : {}),
  });
}

/** Waits for something that happens by itself; fails with its name when it does not. */
export async function until(
  what: string,
  isSo: () => boolean | Promise<boolean>,
  ms = 10_000,
): Promise<void> {
  const end = performance.now() + ms;
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error(`did not happen within ${ms} ms: ${what}`);
    await sleep(10);
  }
}

export function countOf(sql: postgres.Sql, table: string, customerId: string): Promise<number> {
  return sql<
    [{ n: number }]
  >`select count(*)::int as n from ${sql(table)} where customer_id = ${customerId}`.then(([{ n }]) => n);
}

/** So many messages of the customer have come to rest, whichever way they went. */
export async function isRecorded(sql: postgres.Sql, customerId: string, messages: number): Promise<boolean> {
  const [stored, waiting] = await Promise.all([
    countOf(sql, 'uplinks', customerId),
    countOf(sql, 'uplink_queue', customerId),
  ]);
  return stored === messages && waiting === 0;
}
