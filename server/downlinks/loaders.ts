import 'server-only';
import { loadWith } from '#server/http/load.ts';
import { byIdSchema } from '#server/platform/contract.ts';
import { getDeviceDownlinks } from './read-downlinks.ts';

/** The latest of a device, and what it can be sent now. */
export const loadDeviceDownlinks = (id: string) => loadWith(byIdSchema, { id }, getDeviceDownlinks);
