import type { Network } from '#server/device-types/contract.ts';

/** Address of each network's tab on the page of a device. */
export const NETWORK_TABS = { lora: 'lora', cellular: 'm2m', generic: 'internet' } as const satisfies Record<
  Network,
  string
>;

/** What its makers call the number that a device goes by on each network, in every language. */
export const IDENTIFIER_NAMES = {
  lora: 'DevEUI',
  cellular: 'IMEI',
  generic: 'DvnUUID',
} as const satisfies Record<Network, string>;
