import { expect, it } from 'vitest';
import type { Network } from '#server/device-types/contract.ts';
import { nextSteps } from './next-steps.ts';

const steps = (
  networks: Network[],
  more: Partial<Omit<Parameters<typeof nextSteps>[0], 'type'>> & { slug?: string } = {},
) =>
  nextSteps({
    type: { slug: more.slug ?? 'a-type', networks },
    brought: networks,
    networks,
    hasSim: false,
    isLinked: true,
    ...more,
  }).map((step) => (step.kind === 'enter' ? `enter ${step.network}` : step.kind));

it('what has its network information is brought onto its network, what has not gets it first', () => {
  expect(steps(['lora'])).toEqual(['register', 'power']);
  expect(steps(['lora'], { networks: [] })).toEqual(['enter lora']);
  expect(steps(['lora', 'cellular', 'generic'], { networks: ['generic'] })).toEqual([
    'enter lora',
    'enter cellular',
    'secret',
    'sim',
  ]);
});

it('keys that the portal makes are not asked for', () => {
  expect(steps(['lora'], { brought: [], networks: [] })).toEqual(['register', 'power']);
});

it('a SIM and a flow are named while they are missing', () => {
  expect(steps(['cellular'], { isLinked: false })).toEqual(['secret', 'sim', 'link']);
  expect(steps(['cellular'], { hasSim: true })).toEqual(['secret']);
});

it('a device that is simulated is opened, once there is something to sign with', () => {
  const slug = 'device-simulator';
  expect(steps(['generic'], { slug })).toEqual(['simulator']);
  expect(steps(['generic'], { slug, networks: [] })).toEqual(['enter generic']);
});
