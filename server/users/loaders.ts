import 'server-only';
import { load } from '#server/http/load.ts';
import { listUsers } from './read-users.ts';

export const loadUsers = () => load(listUsers);
