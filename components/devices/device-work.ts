import type { PlanChoice } from '#server/sims/contract.ts';
import type { NamedOption } from './device-columns.tsx';

export interface DeviceRights {
  create: boolean;
  update: boolean;
  delete: boolean;
  link: boolean;
  network: boolean;
  firmware: boolean;
  send: boolean;
  sims: boolean;
  retire: boolean;
}

/** What there is to do with devices, and to choose for it: the same in every list that they stand in. */
export interface DeviceWork {
  rights: DeviceRights;
  projects: NamedOption[];
  /** Connectivity plans of the customer's network servers. */
  plans: NamedOption[];
  /** Versions, each named with the type that it is for. */
  firmware: NamedOption[];
  simPlans: PlanChoice[];
}
