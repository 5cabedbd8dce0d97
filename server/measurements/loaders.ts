import 'server-only';
import type { z } from 'zod';
import { loadWith } from '#server/http/load.ts';
import { getSeries, listNames } from './read-measurements.ts';
import { namesQuerySchema, seriesQuerySchema } from './series-contract.ts';

export const loadNames = (query: z.input<typeof namesQuerySchema>) =>
  loadWith(namesQuerySchema, query, listNames);

export const loadSeries = (query: z.input<typeof seriesQuerySchema>) =>
  loadWith(seriesQuerySchema, query, getSeries);
