import type { Actor } from '#server/access/actor.ts';
import type { Cause } from '#server/diagnosis/contract.ts';
import type { Clinic } from '#server/diagnosis/faults/clinic.fixture.ts';

/** A day that was lived, and what was planted in it. */
export interface Day {
  clinic: Clinic;
  ill: { id: string; name: string; cause: Cause; actor: Actor }[];
  healthy: string[];
}

/** Something of the product that is to notice what is wrong, asked at the end of the day. */
export interface Finder {
  name: string;
  find(day: Day): Promise<{ lines: string[]; passed: boolean }>;
}
