import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { good, RUNS } from '../garbage.fixture.ts';
import type { LoraEvent } from '../lorawan/event.ts';
import {
  acks,
  joins,
  locations,
  logs,
  sent,
  statuses,
  uplinks,
} from '../provider-envelope/events.fixture.ts';
import { buildThingsStack, thingsStackJson } from './build-things-stack.ts';
import { parseThingsStack } from './parse-things-stack.ts';

function thereAndBack(event: LoraEvent): LoraEvent | null {
  const message = buildThingsStack(event);
  if (!message) throw new Error(`The Things Stack reports no ${event.kind}`);
  return good(parseThingsStack(thingsStackJson(message)));
}

const downlinks = fc
  .tuple(sent, fc.integer({ min: 1, max: 223 }), fc.boolean(), fc.boolean())
  .map(([event, fPort, confirmed, transmitted]) => ({
    ...event,
    // The Things Stack tells neither gateway nor radio of a downlink.
    gatewayId: null,
    radio: { frequencyHz: null, spreadingFactor: null, bandwidthHz: null, dr: null },
    fPort,
    confirmed,
    transmitted,
    frmPayload: 'beef01',
    failure: transmitted ? null : 'absolute_time: too late',
  }));

const KINDS: Record<string, fc.Arbitrary<LoraEvent>> = {
  // The ADR bit is not told.
  uplinks: uplinks.map((uplink) => ({ ...uplink, adr: null })),
  joins: joins.map((join) => ({ ...join, joinEui: '0059AC00000FFFFF' })),
  acks,
  downlinks,
  locations,
};

describe('round trips', () => {
  it.each(Object.keys(KINDS))('%s', (name) => {
    fc.assert(
      fc.property(KINDS[name] as fc.Arbitrary<LoraEvent>, (event) => {
        expect({ ...thereAndBack(event), identity: '' }).toEqual({ ...event, identity: '' });
      }),
      { numRuns: Math.ceil(RUNS / 4) },
    );
  });

  it('keeps one identity per frame of a session, and another after a new join', () => {
    const [uplink] = fc.sample(uplinks, { seed: 3, numRuns: 1 });
    if (!uplink) throw new Error('no sample');
    const identity = thereAndBack(uplink)?.identity;
    expect(thereAndBack({ ...uplink, occurredAt: '2026-01-01T00:00:00.000Z' })?.identity).toBe(identity);
    expect(thereAndBack({ ...uplink, devAddr: '12345678' })?.identity).not.toBe(identity);
  });
});

it('has nothing for what The Things Stack does not report', () => {
  const [log, status] = [fc.sample(logs, 1)[0], fc.sample(statuses, 1)[0]];
  expect(log && buildThingsStack(log)).toBeNull();
  expect(status && buildThingsStack(status)).toBeNull();
});
