import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe } from 'vitest';
import { debianProgram } from '#server/platform/test-programs.ts';
import type { HandOver } from './hand-over.ts';
import { type Nats, startNats } from './stream/nats.fixture.ts';
import { openNatsHandOver } from './stream/nats-hand-over.ts';

export interface TestHandOver {
  /** Of a worker or a door of its own; null: by the queue in Postgres. */
  open(): Promise<HandOver | null>;
}

/** Tests that need a nats-server; where there is none, the name says why they are skipped. */
export function describeNats(name: string, tests: (program: string) => void): void {
  const found = debianProgram('nats-server', 'nats-server');
  if ('path' in found) describe(name, () => tests(found.path));
  else describe.skip(`${name} (skipped: ${found.missing})`, () => tests(''));
}

/** The same tests over both ways from accepting to recording. Where there is no nats-server, the name says so. */
export function describeHandOvers(tests: (handOver: TestHandOver) => void): void {
  describe('by the queue in Postgres', () => tests({ open: () => Promise.resolve(null) }));
  describeNats('by NATS JetStream', (program) => {
    let nats: Nats;
    const opened: HandOver[] = [];
    const stream = `test-${randomBytes(4).toString('hex')}`;
    const open = async () => {
      const one = await openNatsHandOver({ url: nats.url, name: stream });
      opened.push(one);
      return one;
    };
    beforeAll(async () => {
      nats = await startNats(program);
    });
    afterAll(async () => {
      await Promise.all(opened.map((one) => one.close()));
      await nats.stop();
    });
    tests({ open });
  });
}
