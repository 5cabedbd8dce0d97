import type { SimulatorLinkState } from './contract.ts';

export interface SenderFacts {
  network: string | null;
  secret: string | null;
}

/** Only what posts its own messages, and can sign them. */
export function linkRefusal({ network, secret }: SenderFacts): SimulatorLinkState['refusal'] {
  if (network === null) return 'no-address';
  return secret === null ? 'no-secret' : null;
}

/** The address of the ingestion for a network. */
export function pathOfNetwork(network: string): string {
  return network === 'cellular' ? '/ingestion/m2m/senml/v1' : '/ingestion/ip/senml/v1';
}
