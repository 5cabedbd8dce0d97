import 'server-only';
import { load, loadWith } from '#server/http/load.ts';
import { byIdSchema } from '#server/platform/contract.ts';
import { getDeviceType, listDeviceTypes } from './read-device-types.ts';

export const loadDeviceTypes = () => load(listDeviceTypes);

export const loadDeviceType = (id: string) => loadWith(byIdSchema, { id }, getDeviceType);
