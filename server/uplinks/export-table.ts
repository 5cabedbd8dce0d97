import type { ExportTable } from '#server/exports/definition.ts';
import type { DeviceEvent } from '#server/protocols/device-event.ts';
import { frameContent } from '#server/protocols/lorawan/frame-content.ts';
import { flagsOf } from '#server/protocols/lorawan/frame-flags.ts';
import type { UplinkListItem } from './contract.ts';
import { listUplinks } from './read-uplinks.ts';
import { downCounterOf, shownEvent } from './rules.ts';

const bestOf = (event: DeviceEvent) => ('receptions' in event ? event.receptions[0] : undefined);

/** Messages of one device. */
export const uplinkExport: ExportTable<UplinkListItem> = {
  name: 'messages',
  operation: 'uplinks.read',
  columns: {
    id: (row) => row.id,
    receivedAt: (row) => row.receivedAt,
    occurredAt: (row) => row.occurredAt,
    kind: (row) => row.kind,
    state: (row) => row.state,
    fCntUp: (row) => row.fCntUp,
    fCntDown: ({ event }) => downCounterOf(event),
    fPort: (row) => row.fPort ?? row.asked?.fPort,
    payload: (row) => {
      const event = shownEvent(row);
      return 'frmPayload' in event ? event.frmPayload : null;
    },
    spreadingFactor: (row) => row.spreadingFactor,
    carries: (row) => frameContent(shownEvent(row)),
    confirmation: ({ event }) =>
      !('confirmed' in event) || event.confirmed === null
        ? null
        : event.confirmed
          ? 'confirmed'
          : 'unconfirmed',
    frequency: ({ event }) => ('radio' in event ? event.radio.frequencyHz : null),
    gateways: ({ event }) =>
      event.kind === 'uplink' ? event.gatewayCount : 'receptions' in event ? event.receptions.length : null,
    signal: (row) => row.signal,
    rssi: ({ event }) => bestOf(event)?.rssi,
    snr: ({ event }) => bestOf(event)?.snr,
    flags: ({ event }) =>
      event.kind === 'uplink' || event.kind === 'downlink-sent' ? flagsOf(event).set : null,
    marks: ({ marks }) => marks.map(({ mark, count }) => (count > 0 ? `${mark} ${count}` : mark)),
    packs: (row) => row.packs,
    failures: (row) => row.failures,
    deliveries: (row) => row.deliveries.delivered,
    deliveriesFailed: (row) => row.deliveries.failed,
    deliveriesWaiting: (row) => row.deliveries.waiting,
    bars: 'drawn',
  },
  list: (actor, query, deviceId) => listUplinks(actor, { deviceId, query }),
};
