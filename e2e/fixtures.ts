import { execFileSync } from 'node:child_process';
import { test as base, expect, type Page } from '@playwright/test';

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

interface Watch {
  /** Fails the test when something on this page breaks the content policy, throws, or asks another machine. */
  watch: (page: Page) => void;
  /** What the browser is bound to complain of in a test, since that is what it is about. */
  expectedFaults: RegExp[];
}

/** A page of the test is watched from its beginning; what else it opens, it hands to `watch`. */
export const test = base.extend<Watch>({
  expectedFaults: [[], { option: true }],
  watch: [
    async ({ page, expectedFaults }, use) => {
      const faults: string[] = [];
      const watch = (one: Page) => noteFaults(one, faults);
      watch(page);
      await use(watch);
      expect(faults.filter((fault) => !expectedFaults.some((one) => one.test(fault)))).toEqual([]);
    },
    { auto: true },
  ],
});

function noteFaults(page: Page, faults: string[]): void {
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
}

export { expect };
