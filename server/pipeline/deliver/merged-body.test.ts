import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toShape } from '#server/measurements/shape.ts';
import { good } from '#server/protocols/garbage.fixture.ts';
import type { SenmlRecord } from '#server/protocols/senml/record.ts';
import { resolveSenml } from '#server/protocols/senml/resolve-senml.ts';
import type { PackForm } from '#server/protocols/senml/serialize-senml.ts';
import { messageBody } from './item.ts';
import { type MessagePart, mergedBody } from './merged-body.ts';

const URN = 'urn:dev:DEVEUI:0059AC00001B3461:';

function part(bt: number, records: SenmlRecord[], more: { urn?: string; form?: PackForm } = {}): MessagePart {
  const { urn = URN, form } = more;
  const [first, ...rest] = records;
  const resolved = good(resolveSenml([{ bn: urn, bt, ...first }, ...rest], { now: 0 }));
  const time = new Date(Math.round(bt * 1000));
  const shape = good(toShape(resolved, urn, time));
  return { urn, shape, row: { time, v: shape.v, rest: form ? { ...shape.rest, form } : shape.rest } };
}

const payload = part(1599058944, [
  { n: 'temperature', u: 'Cel', v: 21.5 },
  { n: 'timeOrigin', vs: 'NETWORK' },
]);
const place = part(1599058945, [
  { n: 'latitude', u: 'lat', v: 52.1 },
  { n: 'timeOrigin', vs: 'NETWORK' },
]);

describe('packs that go as one', () => {
  it('have the base time of the newest, the older records a time before it, and equal names twice', () => {
    expect(JSON.parse(mergedBody([place, payload]))).toEqual([
      { bn: URN, bt: 1599058945, n: 'temperature', u: 'Cel', t: -1, v: 21.5 },
      { n: 'timeOrigin', t: -1, vs: 'NETWORK' },
      { n: 'latitude', u: 'lat', v: 52.1 },
      { n: 'timeOrigin', vs: 'NETWORK' },
    ]);
  });

  it('keep the base names that they came by', () => {
    const urn = 'urn:dev:IMEI:490154203237518:';
    const other = part(1599058945, [{ n: 'level', v: 3 }], { urn });
    expect(JSON.parse(mergedBody([other, payload, place]))).toMatchObject([
      { bn: URN, n: 'temperature' },
      { n: 'timeOrigin' },
      { n: 'latitude' },
      { n: 'timeOrigin' },
      { bn: urn, n: 'level' },
    ]);
  });

  it('are in the former form where all of them are', () => {
    const [a, b] = [payload, place].map((of) => ({
      ...of,
      row: { ...of.row, rest: { ...of.row.rest, form: 'former' as const } },
    }));
    expect(JSON.parse(mergedBody([a, b] as MessagePart[]))[0]).toEqual({ bn: URN, bt: 1599058945 });
    expect(JSON.parse(mergedBody([a as MessagePart, place]))[0]).toHaveProperty('n', 'temperature');
  });

  it('one alone is written as ever', () => {
    expect(mergedBody([payload])).toBe(messageBody(payload.urn, payload.shape, payload.row));
  });

  it('are the same bytes in whichever order they came, and resolve to all that each of them said', () => {
    const record = fc.record({
      n: fc.constantFrom('a', 'b', 'c'),
      v: fc.integer({ min: 0, max: 9 }),
      t: fc.constantFrom(0, 0.25, 3, 60),
    });
    const packs = fc.array(
      fc.tuple(fc.integer({ min: 0, max: 20_000 }), fc.array(record, { minLength: 1, maxLength: 4 })),
      {
        minLength: 2,
        maxLength: 4,
      },
    );
    fc.assert(
      fc.property(packs, fc.infiniteStream(fc.nat()), (made, chance) => {
        const parts = made.map(([ms, records]) => part(1_599_058_000 + ms / 1000, records));
        const shuffled = parts.map((of) => ({ of, by: chance.next().value })).toSorted((x, y) => x.by - y.by);
        const body = mergedBody(parts);
        expect(mergedBody(shuffled.map(({ of }) => of))).toBe(body);
        const told = (text: string) =>
          good(resolveSenml(JSON.parse(text), { now: 0 })).map(
            ({ n, t, v }) => `${n} ${Math.round(t * 1e3)} ${v}`,
          );
        const each = parts.flatMap((of) => told(mergedBody([of])));
        expect(told(body).toSorted()).toEqual(each.toSorted());
      }),
      { numRuns: 300 },
    );
  });
});
