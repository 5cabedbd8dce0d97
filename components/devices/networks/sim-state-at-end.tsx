'use client';
import { SimState } from '#components/sims/sim-status.tsx';
import type { DeviceSim } from '#server/sims/contract.ts';

/** What it is and what it is to become, at the end of its line as the other values are. */
export function SimStateAtEnd({ sim }: { sim: DeviceSim }) {
  return (
    <span className="inline-flex justify-end">
      <SimState of={sim} />
    </span>
  );
}
