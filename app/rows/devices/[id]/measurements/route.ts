import { tableRowsOf } from '#server/http/table-rows.ts';
import { listMeasurementRows } from '#server/measurements/read-measurements.ts';

export const GET = tableRowsOf(listMeasurementRows);
