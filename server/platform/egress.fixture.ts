import type { EgressPolicy } from './outgoing-address.ts';
import { egressPolicy } from './outgoing-policy.ts';

type Environment = Parameters<typeof egressPolicy>[0];

/** For tests whose receivers listen on this machine: what an installation lets through, and its loopback. */
export function loopbackPolicy(change: Partial<Environment> = {}): EgressPolicy {
  const environment: Environment = {
    NODE_ENV: 'test',
    ALLOW_HTTP_DESTINATIONS: false,
    EGRESS_ALLOW_TEST_CIDR: '127.0.0.0/8',
    EMBEDDED_POSTGRES: false,
    DEMO: false,
    HOST: '127.0.0.1',
    PORT: 3000,
    INGEST_PORT: 3001,
    DATABASE_URL: 'postgres://127.0.0.1:5432/things',
    ...change,
  };
  return egressPolicy(environment, 'https://portal.example');
}
