import { expect, it } from 'vitest';
import type { Connectivity, NetworkState } from '#server/devices/contract.ts';
import type { DeviceHead } from '#server/devices/health-contract.ts';
import { REGISTRATION_STATUSES } from '#server/lora-registrations/contract.ts';
import type { DeviceSim } from '#server/sims/contract.ts';
import { askAgainMs, isAtRest, isChanging, isUnderWay } from './under-way.ts';

const head = (...states: Connectivity[]) =>
  ({
    device: { connectivity: states.map((state): NetworkState => ({ network: 'lora', state })) },
  }) as unknown as DeviceHead;
const sim = (...states: ('pending' | 'failed')[]) =>
  ({ changes: states.map((state) => ({ state })) }) as unknown as DeviceSim;

it('a device is under way while any of its networks is, whatever it waits for', () => {
  const pending = REGISTRATION_STATUSES.filter((status) => isUnderWay(head('ACTIVE', status)));
  expect(pending).toEqual([
    'PENDING_CREATE',
    'PENDING_UPDATE',
    'PENDING_DEACTIVATE',
    'PENDING_REACTIVATE',
    'PENDING_DELETE',
  ]);
  expect(isUnderWay(head())).toBe(false);
});

it('a registration is at rest where nothing waits and nothing was refused', () => {
  expect(REGISTRATION_STATUSES.filter(isAtRest)).toEqual(['INVENTORY', 'ACTIVE', 'DEACTIVATED']);
});

it('a SIM is changing while something of it waits, not once it was refused', () => {
  expect([isChanging(null), isChanging(sim()), isChanging(sim('failed'))]).toEqual([false, false, false]);
  expect(isChanging(sim('failed', 'pending'))).toBe(true);
});

it('what is under way is asked for as often as the panels ask that stand beside it', () => {
  expect(askAgainMs(true)).toBe(2_000);
  expect(askAgainMs(false)).toBe(60_000);
});
