import type { DeviceEvent } from '#server/protocols/device-event.ts';
import type { GatewayReception, RadioSettings } from '#server/protocols/lorawan/event.ts';

/** 868.3: as engineers write it, in every language. */
export const megahertz = (hz: number): string => String(Number((hz / 1e6).toFixed(4)));

/** LC2 · 868.3 MHz · BW125, with what the network server told of it. */
export function channelWords({ channel, subBand, frequencyHz, bandwidthHz }: RadioSettings): string {
  const parts = [
    channel ? `${channel}${subBand ? ` (${subBand})` : ''}` : null,
    frequencyHz === null ? null : `${megahertz(frequencyHz)} MHz`,
    bandwidthHz ? `BW${bandwidthHz / 1000}` : null,
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
