import 'server-only';
import { load } from '#server/http/load.ts';
import { getCustomer } from './read-settings.ts';

export const loadCustomer = () => load(getCustomer);
