import type { DeviceType, Network } from '#server/device-types/contract.ts';

export type NextStep =
  | { kind: 'enter'; network: Network }
  | { kind: 'register' | 'power' | 'secret' | 'sim' | 'simulator' | 'link' };

interface Added {
  type: Pick<DeviceType, 'slug' | 'networks'>;
  /** Networks whose information is the reader's to bring, and those of them that was brought of. */
  brought: readonly Network[];
  networks: readonly Network[];
  hasSim: boolean;
  isLinked: boolean;
}

/** What is left to do until a device that was just added is heard, in the order in which it is done. */
export function nextSteps({ type, brought, networks, hasSim, isLinked }: Added): NextStep[] {
  const missing = brought.filter((network) => !networks.includes(network));
  const isKnown = (network: Network) => type.networks.includes(network) && !missing.includes(network);
  const isSimulator = type.slug === 'device-simulator';
  const kinds: Exclude<NextStep['kind'], 'enter'>[] = [
    ...(isKnown('lora') ? (['register', 'power'] as const) : []),
    ...(!isSimulator && (isKnown('cellular') || isKnown('generic')) ? (['secret'] as const) : []),
    ...(type.networks.includes('cellular') && !hasSim ? (['sim'] as const) : []),
    ...(isSimulator && isKnown('generic') ? (['simulator'] as const) : []),
    ...(isLinked ? [] : (['link'] as const)),
  ];
  return [
    ...missing.map((network) => ({ kind: 'enter' as const, network })),
    ...kinds.map((kind) => ({ kind })),
  ];
}
