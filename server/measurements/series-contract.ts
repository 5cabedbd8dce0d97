import { z } from 'zod';
import { cursorSchema, idSchema } from '#server/platform/contract.ts';
import type { RecordValue } from '#server/protocols/senml/record.ts';
import type { Measurement } from './contract.ts';

/** Reading history: which names a device has, series for graphs, packs for tables. */

const instantSchema = z.union([z.date(), z.iso.datetime({ offset: true })]).transform((at) => new Date(at));

const rangeShape = { deviceId: idSchema, from: instantSchema, to: instantSchema };
const inOrder = ({ from, to }: { from: Date; to: Date }) => to > from;
const mustBeAfter = { path: ['to'], message: 'must lie after from' };

export const namesQuerySchema = z.strictObject(rangeShape).refine(inOrder, mustBeAfter);
export type NamesQuery = z.output<typeof namesQuerySchema>;

export const MAX_POINTS = 2000;

export const seriesQuerySchema = z
  .strictObject({
    ...rangeShape,
    names: z.array(z.string().min(1).max(200)).min(1).max(2),
    decoderId: idSchema.optional(),
    /** At most; a shorter series comes as it was measured. */
    points: z.number().int().min(10).max(MAX_POINTS).default(500),
  })
  .refine(inOrder, mustBeAfter);
export type SeriesQuery = z.output<typeof seriesQuerySchema>;

export const packsQuerySchema = z
  .strictObject({
    ...rangeShape,
    names: z.array(z.string().min(1).max(200)).max(50).optional(),
    cursor: cursorSchema.optional(),
    limit: z.number().int().min(1).max(500).default(50),
  })
  .refine(inOrder, mustBeAfter);
export type PacksQuery = z.output<typeof packsQuerySchema>;

export interface MeasuredName {
  name: string;
  units: string[];
  kind: 'number' | 'text' | 'boolean' | 'data';
  packs: number;
  lastAt: Date;
}

/** Of one measurement (n = 1) or of all in a bucket; min and max keep the extremes that an average hides. */
export interface SeriesPoint {
  at: Date;
  avg: number;
  min: number;
  max: number;
  n: number;
}

export interface Series {
  name: string;
  unit: string | null;
  /** Width of a bucket; null where the points are single measurements. */
  bucketSeconds: number | null;
  points: SeriesPoint[];
}

export interface PackItem {
  id: number;
  uplinkId: number;
  decoderId: string;
  time: Date;
  receivedAt: Date;
  records: Measurement[];
}

/** Columns of the table of measurements that the data brings: `m:temperature`. */
export const MEASURED = 'm:';

/** What a message told of one moment. */
export interface MeasurementRow {
  /** Of the pack; which of its moments `part` says. */
  id: number;
  part: number;
  uplinkId: number;
  decoderId: string;
  time: Date;
  receivedAt: Date;
  /** By name. */
  values: Record<string, RecordValue>;
}

/** What is older than some moment; counted up to so many packs. */
export interface OldMeasurements {
  packs: number;
  devices: number;
  /** There are more than were counted. */
  isMore: boolean;
}

export const MOST_OLD = 100_000;

export const MAX_TRACK_POINTS = 500;

export const trackQuerySchema = z.strictObject(rangeShape).refine(inOrder, mustBeAfter);
export type TrackQuery = z.output<typeof trackQuerySchema>;

export interface TrackPoint {
  at: Date;
  latitude: number;
  longitude: number;
  /** Metres within which it was; null where it was not told. */
  radius: number | null;
  uplinkId: number;
}

/** Oldest first. */
export interface Track {
  /** Places told in the period; the map shows some of them evenly where they are many. */
  total: number;
  points: TrackPoint[];
}
