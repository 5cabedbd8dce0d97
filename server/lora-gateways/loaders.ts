import 'server-only';
import { load } from '#server/http/load.ts';
import { listGateways } from './read-gateways.ts';

export const loadGateways = () => load(listGateways);
