import { describe, expect, it } from 'vitest';
import type { OfferFacts } from '#server/downlinks/rules.ts';
import { firmwareWays, isTold, type OfferedTo, offerRefusal, typeRefusal } from './way-rules.ts';

const FACTS: OfferFacts = {
  isManaged: false,
  isActive: true,
  isInFlow: true,
  adapters: [{ network: 'lora', urn: 'urn:dev:DEVEUI:1:' }],
  spreadingFactor: 7,
  hasSecret: false,
  hasMqtt: false,
  pending: 0,
  connection: { id: 'c', name: 'Network', isReady: true, canSend: true },
};
const device = (facts: Partial<OfferFacts> = {}, more: Partial<OfferedTo> = {}): OfferedTo => ({
  deviceTypeId: 't',
  isReachable: false,
  reported: null,
  open: null,
  facts: { ...FACTS, ...facts },
  ...more,
});
const version = (more: object = {}) => ({
  version: '2.3',
  deviceTypeId: 't',
  hasFile: false,
  command: { port: 6, payloadHex: '3e' },
  ...more,
});
const http = { network: 'generic' as const, urn: 'urn:dev:DVNUUID:1:' };
const lora = { network: 'lora' as const, urn: 'urn:dev:DEVEUI:1:' };

describe('what a type takes', () => {
  const type = (networks: string[], category: 'own' | 'managed' = 'own') => ({ networks, category });
  const [person, system] = [{ kind: 'user' }, { kind: 'system' }];
  const [file, command] = [
    { fileName: 'a.bin', command: null },
    { fileName: null, command: {} },
  ];

  it.each([
    [person, type(['lora']), file, 'firmware.type-without-http'],
    [person, type(['lora', 'generic']), file, undefined],
    [person, type(['cellular']), file, undefined],
    [person, type(['lora']), command, undefined],
    [person, type(['cellular']), command, 'firmware.type-without-lora'],
    [person, type(['lora'], 'managed'), command, 'devices.type-managed'],
    [system, type(['lora'], 'managed'), command, undefined],
    [person, type(['cellular'], 'managed'), file, undefined],
  ])('%j %j %j: %s', (actor, of, given, code) => {
    expect(typeRefusal(actor, of, given)?.code).toBe(code);
  });

  it('is what the form offers', () => {
    expect(firmwareWays(type(['lora', 'generic']))).toEqual({ file: true, command: true });
    expect(firmwareWays(type(['lora'], 'managed'))).toEqual({ file: false, command: false });
  });
});

describe('a command for a device', () => {
  const refused = (to: OfferedTo, of = version()) => offerRefusal(of, to)?.code ?? null;

  it.each([
    [device(), null],
    [device({ isManaged: true }), null],
    [device({ isActive: false }), 'downlinks.cannot-send.deactivated'],
    [device({ isInFlow: false }), 'downlinks.cannot-send.no-flow'],
    [device({ adapters: [] }), 'downlinks.cannot-send.no-network'],
    [device({ connection: null }), 'downlinks.cannot-send.not-on-network'],
    [device({ connection: null, adapters: [lora, http] }), 'downlinks.cannot-send.not-on-network'],
    [
      device({ connection: { id: 'c', name: 'N', isReady: true, canSend: false } }),
      'downlinks.cannot-send.network-cannot-send',
    ],
    [device({ pending: 5 }), 'downlinks.queue-full'],
    [device({ pending: 5 }, { open: { id: 'v', downlink: { state: 'PENDING' } } }), null],
    [device({ pending: 5 }, { open: { id: 'v', downlink: { state: 'EXECUTING' } } }), 'downlinks.queue-full'],
    [device({}, { deviceTypeId: 'other' }), 'firmware.other-type'],
    [device({}, { reported: '2.3' }), 'firmware.runs-already'],
  ])('%j: %s', (to, code) => {
    expect(refused(to)).toBe(code);
  });

  it('is as long as its data rate carries', () => {
    const long = version({ command: { port: 1, payloadHex: 'ff'.repeat(52) } });
    expect(refused(device({ spreadingFactor: 12 }), long)).toBe('downlinks.payload-too-long-now');
    expect(refused(device({ spreadingFactor: 9 }), long)).toBeNull();
  });
});

it('of both ways it is the radio, where the device can be told over it', () => {
  const both = version({ hasFile: true });
  expect(isTold(both, device({ adapters: [lora, http] }))).toBe(true);
  expect(isTold(both, device({ adapters: [lora, http], connection: null }))).toBe(false);
  expect(isTold(version({ hasFile: true, command: null }), device())).toBe(false);
  const away = device({ adapters: [http], connection: null });
  expect(offerRefusal(both, { ...away, isReachable: true })).toBeNull();
  expect(offerRefusal(both, away)?.code).toBe('firmware.not-reachable');
});
