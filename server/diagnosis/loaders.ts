import 'server-only';
import { allowed } from '#server/access/allowed.ts';
import { loadWith } from '#server/http/load.ts';
import { byIdSchema } from '#server/platform/contract.ts';
import type { Remedy } from './contract.ts';
import { diagnoseDevice } from './diagnose-device.ts';
import { diagnoseDestination, diagnoseFlow } from './diagnose-flows.ts';

/** What the reader may do about a finding at once. */
export async function loadRemedies(): Promise<Record<Remedy, boolean>> {
  const may = await allowed(
    'devices.update',
    'lora-registrations.update',
    'decoders.update',
    'destinations.update',
  );
  return {
    'activate-device': may['devices.update'],
    'retry-registration': may['lora-registrations.update'],
    'resume-decoder': may['decoders.update'],
    'resume-destination': may['destinations.update'],
  };
}

export const loadDeviceDiagnosis = (id: string) =>
  loadWith(byIdSchema, { id }, (actor, input) => diagnoseDevice(actor, input));

export const loadFlowDiagnosis = (id: string) =>
  loadWith(byIdSchema, { id }, (actor, input) => diagnoseFlow(actor, input));

export const loadDestinationDiagnosis = (id: string) =>
  loadWith(byIdSchema, { id }, (actor, input) => diagnoseDestination(actor, input));
