import type { ExportTable } from '#server/exports/definition.ts';
import { listMeasurementRows } from './read-measurements.ts';
import { MEASURED, type MeasurementRow } from './series-contract.ts';

/** What a device measured, with a column for each name that is asked for. */
export const measurementExport: ExportTable<MeasurementRow> = {
  name: 'measurements',
  operation: 'measurements.read',
  columns: {
    id: (row) => row.id,
    time: (row) => row.time,
    receivedAt: (row) => row.receivedAt,
    message: (row) => row.uplinkId,
    // Each of them has a column that can be asked for.
    others: 'drawn',
  },
  brought: (column) => {
    if (!column.startsWith(MEASURED)) return undefined;
    const name = column.slice(MEASURED.length);
    return (row) => {
      const value = Object.hasOwn(row.values, name) ? row.values[name] : undefined;
      return value?.v ?? value?.vs ?? value?.vb ?? value?.vd ?? value?.s;
    };
  },
  list: (actor, query, deviceId) => listMeasurementRows(actor, { id: deviceId, query }),
};
