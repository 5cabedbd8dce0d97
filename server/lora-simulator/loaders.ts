import 'server-only';
import { loadWith } from '#server/http/load.ts';
import { byIdSchema } from '#server/platform/contract.ts';
import { getSimulation } from './read-simulation.ts';

export const loadSimulation = (id: string) => loadWith(byIdSchema, { id }, getSimulation);
