import type { ExportTable } from '#server/exports/definition.ts';
import { frameContent } from '#server/protocols/lorawan/frame-content.ts';
import type { UplinkListItem } from './contract.ts';
import { listUplinks } from './read-uplinks.ts';

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
    fPort: (row) => row.fPort,
    payload: ({ event }) =>
      'frmPayload' in event && typeof event.frmPayload === 'string' ? event.frmPayload : null,
    spreadingFactor: (row) => row.spreadingFactor,
    carries: ({ event }) => frameContent(event),
    confirmation: ({ event }) =>
      !('confirmed' in event) || event.confirmed === null
        ? null
        : event.confirmed
          ? 'confirmed'
          : 'unconfirmed',
    frequency: ({ event }) => ('radio' in event ? event.radio.frequencyHz : null),
    gateways: ({ event }) => ('receptions' in event ? event.receptions.length : null),
    signal: (row) => row.signal,
    packs: (row) => row.packs,
    failures: (row) => row.failures,
    deliveries: (row) => row.deliveries.delivered,
    deliveriesFailed: (row) => row.deliveries.failed,
    deliveriesWaiting: (row) => row.deliveries.waiting,
    bars: 'drawn',
  },
  list: (actor, query, deviceId) => listUplinks(actor, { deviceId, query }),
};
