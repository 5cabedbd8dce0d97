import type { ProjectLimits } from './contract.ts';

/** Of a project that holds whatever comes. */
export const NO_LIMITS: Omit<ProjectLimits, 'id'> = {
  limits: { devices: null, flows: null, destinations: null },
  networkLimits: { lora: null, cellular: null, generic: null },
  allowedNetworks: null,
  allowedDeviceTypeIds: null,
  measurementWeeks: null,
};
