import type { LoraStatus } from '#server/devices/contract.ts';
import type { DeviceHead } from '#server/devices/health-contract.ts';
import type { DeviceSim } from '#server/sims/contract.ts';

const PENDING_EVERY_MS = 2_000;
const EVERY_MS = 60_000;

/** What the worker does at a network server or a SIM platform is told by nobody: while it is under way it is asked for. */
export const askAgainMs = (isPending: boolean): number => (isPending ? PENDING_EVERY_MS : EVERY_MS);

export const isUnderWay = ({ device }: Pick<DeviceHead, 'device'>): boolean =>
  device.connectivity.some(({ state }) => state.startsWith('PENDING'));

export const isChanging = (sim: DeviceSim | null): boolean =>
  sim?.changes.some(({ state }) => state === 'pending') ?? false;

/** Neither under way at its network server nor refused there. */
export const isAtRest = (status: LoraStatus): boolean => status !== 'FAILED' && !status.startsWith('PENDING');
