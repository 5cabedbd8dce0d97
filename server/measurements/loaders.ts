import 'server-only';
import type { z } from 'zod';
import { load, loadWith } from '#server/http/load.ts';
import { byIdSchema } from '#server/platform/contract.ts';
import { getKept } from './find-kept.ts';
import { installationWeeks } from './installation-weeks.ts';
import { getSeries, listNames } from './read-measurements.ts';
import { namesQuerySchema, seriesQuerySchema } from './series-contract.ts';

export const loadNames = (query: z.input<typeof namesQuerySchema>) =>
  loadWith(namesQuerySchema, query, listNames);

export const loadSeries = (query: z.input<typeof seriesQuerySchema>) =>
  loadWith(seriesQuerySchema, query, getSeries);

export const loadKept = (id: string) => loadWith(byIdSchema, { id }, getKept);

export const loadInstallationWeeks = () => load(async () => installationWeeks());
