import 'server-only';
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from '#server/access/demo-contract.ts';
import { env } from '#server/platform/env.ts';

/** The sign-in page of an installation with demo data names its accounts; any other names nobody. */
export function demoAccounts(): { accounts: typeof DEMO_ACCOUNTS; password: string } | null {
  const { DEMO, EMBEDDED_POSTGRES } = env();
  return DEMO && EMBEDDED_POSTGRES ? { accounts: DEMO_ACCOUNTS, password: DEMO_PASSWORD } : null;
}
