import 'server-only';
import { load } from '#server/http/load.ts';
import { getDoors } from './read-doors.ts';

export const loadDoors = () => load(getDoors);
