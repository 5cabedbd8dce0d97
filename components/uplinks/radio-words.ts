import type { DeviceEvent } from '#server/protocols/device-event.ts';
import type { GatewayReception, RadioSettings } from '#server/protocols/lorawan/event.ts';

/** 868.3 MHz · SF9 BW125: as engineers write it, in every language. */
export function channelWords({ frequencyHz, spreadingFactor, bandwidthHz }: RadioSettings): string {
  const parts = [
    frequencyHz === null ? null : `${Number((frequencyHz / 1e6).toFixed(4))} MHz`,
    spreadingFactor === null ? null : `SF${spreadingFactor}${bandwidthHz ? ` BW${bandwidthHz / 1000}` : ''}`,
  ];
  return parts.filter(Boolean).join(' · ') || '–';
}

export function radioOf(event: DeviceEvent): RadioSettings | null {
  return 'radio' in event ? event.radio : null;
}

export function receptionsOf(event: DeviceEvent): GatewayReception[] {
  return 'receptions' in event ? event.receptions : [];
}

/** A frame counter of either direction; null for what has none. */
export function frameCounterOf(event: DeviceEvent): number | null {
  if (event.kind === 'uplink') return event.fCntUp;
  if (event.kind === 'downlink-sent' || event.kind === 'ack') return event.fCntDown;
  return event.kind === 'location' ? event.fCntUp : null;
}

export function payloadOf(event: DeviceEvent): string {
  if (event.kind === 'uplink') return event.frmPayload;
  return event.kind === 'downlink-sent' ? (event.frmPayload ?? '') : '';
}
