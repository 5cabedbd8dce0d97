import type { Network } from '#server/device-types/contract.ts';

/** Address of each network's tab on the page of a device. */
export const NETWORK_TABS = { lora: 'lora', cellular: 'm2m', generic: 'internet' } as const satisfies Record<
  Network,
  string
>;
