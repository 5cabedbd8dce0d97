import { describe, expect, it } from 'vitest';
import type { GatewayReception } from '#server/protocols/lorawan/event.ts';
import { newMemory, type SimulatedMemory } from './contract.ts';
import { hearDownlink, hearJoinAccept, sendJoinRequest, sendUplink } from './device-side.ts';
import type { Heard } from './network-heard.ts';
import { hearJoinRequest } from './network-join.ts';
import { hearUplink } from './network-uplink.ts';
import { derivedKey } from './new-device.ts';

const IDS = { devEui: '0059AC0000180001', joinEui: '0059AC00000FFFFF' };
const KEY = derivedKey('right');
const RECEPTION: GatewayReception = { gatewayId: '0016C001F153A14C', rssi: -100, snr: 5, esp: -101.2 };
let minute = 0;

function heard(dr = 5): Heard {
  const radio = { frequencyHz: 868_100_000, spreadingFactor: 12 - dr, bandwidthHz: 125_000, dr };
  const at = new Date(Date.UTC(2025, 10, 21, 10, minute++));
  return { devEui: IDS.devEui, at, radio, receptions: [RECEPTION] };
}

function joined(): SimulatedMemory {
  const memory = newMemory({ device: KEY, network: KEY });
  const request = sendJoinRequest(memory.device, IDS);
  const { downlink } = hearJoinRequest(memory.network, request, heard());
  expect(hearJoinAccept(memory.device, downlink as Uint8Array)).toBe(true);
  return memory;
}

const content = { fPort: 5, payload: '0100e202320401f3', confirmed: false, adr: true, requests: '' };
const battery = { battery: 0.5, snr: 3 };

describe('join', () => {
  it('gives both sides the same session', () => {
    const memory = joined();
    expect(memory.device.session).not.toBeNull();
    expect(memory.device.session).toEqual(memory.network.session);
  });

  it('is told as a request and as accepted, with the address of the session', () => {
    const memory = newMemory({ device: KEY, network: KEY });
    const { events } = hearJoinRequest(memory.network, sendJoinRequest(memory.device, IDS), heard());
    expect(events).toMatchObject([
      { kind: 'join', accepted: false, devAddr: null, ...IDS, devNonce: 1 },
      { kind: 'join', accepted: true, devAddr: memory.network.session?.devAddr, devNonce: 1 },
    ]);
  });

  it('with another AppKey is not answered', () => {
    const memory = newMemory({ device: derivedKey('wrong'), network: KEY });
    const { events, downlink } = hearJoinRequest(
      memory.network,
      sendJoinRequest(memory.device, IDS),
      heard(),
    );
    expect(downlink).toBeNull();
    expect(events).toMatchObject([
      { kind: 'join', accepted: false },
      { kind: 'log', code: 'UPLINK_MIC', level: 'error' },
    ]);
    expect(memory.network.session).toBeNull();
  });

  it('an accept made with another AppKey is not believed', () => {
    const memory = newMemory({ device: KEY, network: KEY });
    const { downlink } = hearJoinRequest(memory.network, sendJoinRequest(memory.device, IDS), heard());
    memory.device.appKey = derivedKey('wrong');
    expect(hearJoinAccept(memory.device, downlink as Uint8Array)).toBe(false);
    expect(memory.device.session).toBeNull();
  });

  it('a join request sent again is refused for its nonce', () => {
    const memory = newMemory({ device: KEY, network: KEY });
    const request = sendJoinRequest(memory.device, IDS);
    hearJoinRequest(memory.network, request, heard());
    const { events, downlink } = hearJoinRequest(memory.network, request, heard());
    expect(downlink).toBeNull();
    expect(events[1]).toMatchObject({ kind: 'log', code: 'OTAA' });
  });

  it('a new join is a new session with new keys', () => {
    const memory = joined();
    const before = memory.device.session;
    const { downlink } = hearJoinRequest(memory.network, sendJoinRequest(memory.device, IDS), heard());
    hearJoinAccept(memory.device, downlink as Uint8Array);
    expect(memory.device.session?.devAddr).not.toBe(before?.devAddr);
    expect(memory.device.session?.nwkSKey).not.toBe(before?.nwkSKey);
    expect(memory.device.fCntUp).toBe(0);
  });
});

describe('data frames', () => {
  it('are read by the network with their counter and payload', () => {
    const memory = joined();
    for (const fCntUp of [0, 1, 2]) {
      const { events } = hearUplink(memory.network, sendUplink(memory.device, content), heard(), undefined);
      expect(events[0]).toMatchObject({
        kind: 'uplink',
        fCntUp,
        fPort: 5,
        frmPayload: content.payload,
        adr: true,
      });
    }
  });

  it('of a session that the network does not have are nobody’s', () => {
    const memory = joined();
    const stranger = joined();
    const bytes = sendUplink(stranger.device, content);
    memory.network.session = {
      ...(memory.network.session as NonNullable<typeof memory.network.session>),
      devAddr: '00000001',
    };
    expect(hearUplink(memory.network, bytes, heard(), undefined)).toEqual({ events: [], downlink: null });
  });

  it('with a changed byte are refused by their MIC', () => {
    const memory = joined();
    const bytes = sendUplink(memory.device, content);
    bytes[10] = (bytes[10] as number) ^ 1;
    const { events } = hearUplink(memory.network, bytes, heard(), undefined);
    expect(events).toMatchObject([{ kind: 'log', code: 'UPLINK_MIC' }]);
    expect(memory.network.lastFCntUp).toBeNull();
  });

  it('sent again are acknowledged again and told once', () => {
    const memory = joined();
    const bytes = sendUplink(memory.device, { ...content, confirmed: true });
    const first = hearUplink(memory.network, bytes, heard(), undefined);
    const second = hearUplink(memory.network, bytes, heard(), undefined);
    expect(first.events[0]).toMatchObject({ kind: 'uplink', confirmed: true });
    expect(second.events).toMatchObject([
      { kind: 'log', code: 'UPLINK_F_CNT_RETRANSMISSION' },
      { kind: 'downlink-sent', ack: true },
    ]);
    expect(hearDownlink(memory.device, second.downlink as Uint8Array, battery)).toEqual({
      acknowledged: true,
      told: null,
    });
  });
});

describe('downlinks', () => {
  it('with the wrong session are not heard', () => {
    const memory = joined();
    const { downlink } = hearUplink(
      memory.network,
      sendUplink(memory.device, { ...content, confirmed: true }),
      heard(),
      undefined,
    );
    expect(hearDownlink(joined().device, downlink as Uint8Array, battery)).not.toBeNull();
    const other = joined();
    (other.device.session as { nwkSKey: string }).nwkSKey = derivedKey('another');
    expect(hearDownlink(other.device, downlink as Uint8Array, battery)).toBeNull();
  });

  it('ADR: after twenty good frames the device is told to go faster, obeys and says so', () => {
    const memory = joined();
    memory.device.dr = 2;
    for (let n = 0; n < 20; n++) {
      const { downlink } = hearUplink(
        memory.network,
        sendUplink(memory.device, content),
        heard(2),
        undefined,
      );
      if (downlink) hearDownlink(memory.device, downlink, battery);
    }
    expect(memory.device.dr).toBe(5);
    const { events } = hearUplink(memory.network, sendUplink(memory.device, content), heard(5), undefined);
    // LinkADRAns: channel mask, data rate and power accepted.
    expect(events[0]).toMatchObject({ kind: 'uplink', macCommands: '0307' });
  });

  it('DevStatusReq once a day, answered with battery and margin', () => {
    const memory = joined();
    hearUplink(memory.network, sendUplink(memory.device, content), heard(), undefined);
    const tomorrow = { ...heard(), at: new Date(Date.UTC(2025, 10, 22, 12)) };
    const { downlink } = hearUplink(memory.network, sendUplink(memory.device, content), tomorrow, undefined);
    hearDownlink(memory.device, downlink as Uint8Array, battery);
    const { events } = hearUplink(memory.network, sendUplink(memory.device, content), tomorrow, undefined);
    expect(events[1]).toMatchObject({ kind: 'status', batteryLevel: 50, externalPower: false });
  });

  it('LinkCheckReq is answered', () => {
    const memory = joined();
    const { downlink } = hearUplink(
      memory.network,
      sendUplink(memory.device, { ...content, requests: '02' }),
      heard(),
      undefined,
    );
    expect(downlink).not.toBeNull();
  });

  it('settings: a confirmed downlink, told as sent and, after the next uplink, as acknowledged', () => {
    const memory = joined();
    const settings = { fPort: 6, payload: '3e021200' };
    hearUplink(memory.network, sendUplink(memory.device, content), heard(), settings);
    const later = { ...heard(), at: new Date(Date.UTC(2025, 10, 30)) };
    const sent = hearUplink(memory.network, sendUplink(memory.device, content), later, settings);
    const told = sent.events.find((event) => event.kind === 'downlink-sent');
    expect(told).toMatchObject({ fPort: 6, frmPayload: '3e021200', confirmed: true, transmitted: true });
    hearDownlink(memory.device, sent.downlink as Uint8Array, battery);
    const { events } = hearUplink(memory.network, sendUplink(memory.device, content), heard(), settings);
    expect(events.slice(0, 2)).toMatchObject([
      { kind: 'ack', acknowledged: true, fCntDown: told?.fCntDown },
      { kind: 'uplink', ack: true },
    ]);
  });
});
