import { createHash, createHmac } from 'node:crypto';
import { env } from '#server/platform/env.ts';

/** Owners of the demo; fixed, so that the demo is found again. */
export const DEMO_CUSTOMER_IDS: Record<string, string> = {
  harbour: '00000000-0000-4000-8000-00000000da01',
  lindendam: '00000000-0000-4000-8000-00000000da02',
};

/** Client id and secret of a demo key: the secret follows from the installation's own, since only its hash is stored. */
export function demoApiKey(key: string): { clientId: string; clientSecret: string } {
  const secret = createHmac('sha256', env().NEXTAUTH_SECRET)
    .update(`demo API key|${key}`)
    .digest('base64url');
  return { clientId: `tpk_demo_${key}`, clientSecret: `tps_${secret}` };
}

/** A locally administered EUI-64 that follows from the device's name. */
export function demoDevEui(seed: string): string {
  const digest = createHash('sha256').update(`demo DevEUI|${seed}`).digest('hex').toUpperCase();
  return `0254${digest.slice(0, 12)}`;
}

export const DEMO_JOIN_EUI = '0254500000000001';

/** Marks the destinations whose receiver the demo runs itself (server/worker/demo-receivers.ts). */
export const DEMO_RECEIVER_HEADER = 'Demo-Receiver';
