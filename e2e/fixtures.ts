import { execFileSync } from 'node:child_process';
import { test as base, expect } from '@playwright/test';

export interface DemoInfo {
  portalUrl: string;
  ingestUrl: string;
  users: { email: string; password: string; roles: string[]; customer: string }[];
  apiKeys: { clientId: string; clientSecret: string; roles: string[]; customer: string }[];
  connections: { id: string; provider: string; secret: string; customer: string }[];
  devices: {
    id: string;
    name: string;
    type: string;
    network: string;
    devEui?: string;
    imei?: string;
    dvnUuid?: string;
    customer: string;
  }[];
}

let demoInfo: DemoInfo | undefined;

/** What a program would ask for: the facts of the seeded demo. */
export function demo(): DemoInfo {
  demoInfo ??= JSON.parse(
    execFileSync(process.execPath, ['scripts/demo-info.ts'], { encoding: 'utf8' }),
  ) as DemoInfo;
  return demoInfo;
}

/** Fails a test in whose pages something broke the content policy, threw, or asked another machine. */
export const test = base.extend<{ watched: undefined; expectedFaults: RegExp[] }>({
  /** What the browser is bound to complain of in a test, since that is what it is about. */
  expectedFaults: [[], { option: true }],
  watched: [
    async ({ page, expectedFaults }, use) => {
      const faults: string[] = [];
      page.on('pageerror', (error) => faults.push(`thrown: ${error.message}`));
      page.on('console', (message) => {
        if (message.type() === 'error' && !/status of 40[0-9]/.test(message.text()))
          faults.push(`console: ${message.text()}`);
      });
      page.on('request', (request) => {
        const { hostname, protocol } = new URL(request.url());
        if (/^http/.test(protocol) && !['127.0.0.1', 'localhost'].includes(hostname))
          faults.push(`foreign request: ${request.url()}`);
      });
      await use(undefined);
      expect(faults.filter((fault) => !expectedFaults.some((one) => one.test(fault)))).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
