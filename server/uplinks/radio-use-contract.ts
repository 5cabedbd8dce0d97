import { z } from 'zod';
import { idSchema, zoneSchema } from '#server/platform/contract.ts';

const instantSchema = z.union([z.date(), z.iso.datetime({ offset: true })]).transform((at) => new Date(at));

const DAY_MS = 86_400_000;
/** The history reaches back five weeks; nobody asks for more. */
export const MOST_RADIO_DAYS = 62;

export const radioUseQuerySchema = z
  .strictObject({
    deviceId: idSchema,
    from: instantSchema,
    to: instantSchema,
    /** Whose days and hours the slots are. */
    zone: zoneSchema.default('UTC'),
  })
  .refine(({ from, to }) => to > from, { path: ['to'], message: 'must lie after from' })
  .refine(({ from, to }) => to.getTime() - from.getTime() <= MOST_RADIO_DAYS * DAY_MS, {
    path: ['from'],
    message: `must lie at most ${MOST_RADIO_DAYS} days before to`,
  });
export type RadioUseQuery = z.output<typeof radioUseQuerySchema>;

/** Frames of one slot on one channel with one spreading factor; without any there is no cell. */
export interface RadioCell {
  /** Index in `slots`. */
  slot: number;
  /** Hz; null where the network server does not tell it. */
  frequency: number | null;
  spreadingFactor: number | null;
  uplinks: number;
  downlinks: number;
}

export interface RadioUse {
  from: Date;
  to: Date;
  /** Of the reader's clock; 24: the days of their calendar. */
  slotHours: 1 | 6 | 24;
  /** When each slot begins; the first may begin before `from`. */
  slots: Date[];
  cells: RadioCell[];
}
