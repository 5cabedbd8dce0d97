import 'server-only';
import { loadWith } from '#server/http/load.ts';
import { getTwin } from './read-twin.ts';
import { twinOfSchema } from './twin-contract.ts';

export const loadTwin = (deviceId: string) => loadWith(twinOfSchema, { deviceId }, getTwin);
