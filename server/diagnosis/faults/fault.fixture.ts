import type { Cause } from '../contract.ts';
import type { Clinic } from './clinic.fixture.ts';
import type { Receivers } from './receivers.fixture.ts';

/** One thing that goes wrong, as it is planted, and the cause that has to be told first. */
export interface Fault {
  name: string;
  cause: Cause;
  /** Before anything is sent; answers with the device that has no data, and what happens once messages came. */
  plant(
    clinic: Clinic,
    receivers: Receivers,
  ): Promise<{ id: string; ward?: Clinic; afterwards?: () => Promise<unknown> }>;
}

/** A flow with nothing wrong. */
export const well = (clinic: Clinic, receivers: Receivers) => clinic.flow(receivers.of(200));

const HOUR_MS = 3_600_000;

/** So many hours before the diagnosis. */
export const before = (clinic: Clinic, hours: number) => new Date(clinic.now.getTime() - hours * HOUR_MS);
