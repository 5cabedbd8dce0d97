import { describe, expect, it } from 'vitest';
import { FairQueue } from './fair-queue.ts';
import { readAnswer } from './read-answer.ts';
import { Strikes } from './strikes.ts';

const fill = (queue: FairQueue<{ tenant: string; n: number }>, tenant: string, count: number) => {
  for (let n = 0; n < count; n++) queue.push({ tenant, n });
};
const shape = (jobs: { tenant: string; n: number }[]) =>
  jobs.map(({ tenant, n }) => `${tenant}${n}`).join(' ');

describe('FairQueue', () => {
  it('lets a newcomer in beside a tenant with a long queue, and keeps the order of each', () => {
    const queue = new FairQueue<{ tenant: string; n: number }>();
    fill(queue, 'a', 100);
    fill(queue, 'b', 2);
    queue.took('a', 1);
    queue.took('b', 1);
    expect(shape(queue.take(10))).toBe('a0 a1 a2 a3 a4 b0 b1 a5 a6 a7');
    expect(queue.size).toBe(92);
  });

  it('shares time, not calls: slow tenants get one run a turn, behind the others', () => {
    const queue = new FairQueue<{ tenant: string; n: number }>();
    queue.took('slow', 100);
    queue.took('quick', 0.1);
    fill(queue, 'slow', 50);
    fill(queue, 'quick', 50);
    const taken = queue.take(20);
    expect(taken.filter((job) => job.tenant === 'slow')).toHaveLength(1);
    expect(taken.at(-1)?.tenant).toBe('slow');
  });

  it('puts back in the old order, and gives up what others need', () => {
    const queue = new FairQueue<{ tenant: string; n: number }>();
    fill(queue, 'a', 4);
    fill(queue, 'b', 2);
    queue.putBack(queue.take(3));
    expect(shape(queue.takeOthers('a'))).toBe('b0 b1');
    expect(shape(queue.takeAll())).toBe('a0 a1 a2 a3');
    expect(queue.size).toBe(0);
  });
});

describe('Strikes', () => {
  it('suspends at the third kill within ten minutes, once', () => {
    const strikes = new Strikes();
    const minutes = (n: number) => n * 60_000;
    expect([0, 5, 10.1, 14].map((at) => strikes.strike('k', minutes(at)))).toEqual([
      false,
      false,
      false,
      true,
    ]);
    expect(strikes.strike('k', minutes(14.1))).toBe(false);
    expect(strikes.isSuspended('k')).toBe(true);
    strikes.reset('k');
    expect([strikes.isSuspended('k'), strikes.strike('k', minutes(15))]).toEqual([false, false]);
  });
});

describe('readAnswer', () => {
  const answer = { output: [{ a: 1 }], logs: [], error: null, durationMs: 1.23456 };

  it('takes the known keys only', () => {
    expect(readAnswer({ ...answer, killed: true, extra: 1 }, 'things/main')).toEqual({
      ...answer,
      durationMs: 1.235,
    });
  });

  it.each([
    ['logs that are none', { ...answer, logs: 'x' }],
    ['a log of another kind', { ...answer, logs: [{ level: 'fatal', message: '' }] }],
    ['too many logs', { ...answer, logs: new Array(5_000).fill({ level: 'log', message: '' }) }],
    ['no duration', { ...answer, durationMs: '1' }],
    ['an error that is none', { ...answer, error: { name: 1 } }],
  ])('throws at %s', (_what, forged) => {
    expect(() => readAnswer(forged, 'things/main')).toThrow();
  });

  it('cuts what is too long and refuses what is too deep', () => {
    const deep = JSON.parse(`${'['.repeat(65)}1${']'.repeat(65)}`);
    expect(readAnswer({ ...answer, output: deep }, 'things/main').error?.message).toContain('64 levels');
    const error = { name: 'n'.repeat(500), message: 'm'.repeat(5_000), line: -1, column: 1.5 };
    const told = readAnswer({ ...answer, error }, 'things/main').error;
    expect([told?.name.length, told?.message.length, told?.line, told?.column]).toEqual([
      100,
      2048,
      null,
      null,
    ]);
  });

  it('takes out keys that a merge would follow', () => {
    const output = JSON.parse('[{"__proto__": {"x": 1}, "b": 2}]');
    expect(JSON.stringify(readAnswer({ ...answer, output }, 'things/main').output)).toBe('[{"b":2}]');
  });

  const texts = { warnings: [], errors: [] };
  it.each([
    ['things/main', {}],
    ['things/main', 'x'],
    ['ts013/decodeUplink', null],
    ['ts013/decodeUplink', { data: {}, warnings: 5, errors: [] }],
    ['ts013/decodeUplink', { data: {}, warnings: [], errors: [{}] }],
    ['ts013/decodeDownlink', { ...texts, data: 5 }],
    ['ts013/encodeDownlink', { ...texts, bytes: [256], fPort: 1 }],
    ['ts013/encodeDownlink', { ...texts, bytes: '0102', fPort: 1 }],
    ['ts013/encodeDownlink', { ...texts, bytes: [1], fPort: 224 }],
    ['format/main', { body: 'x', encoding: 'text', contentType: 'a/b\r\nX: y' }],
  ] as const)('does not believe a child of %s that says %j', (entry, output) => {
    expect(readAnswer({ ...answer, output }, entry)).toMatchObject({
      output: null,
      error: { name: 'BadResult' },
    });
  });
});
