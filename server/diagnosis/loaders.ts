import 'server-only';
import { loadWith } from '#server/http/load.ts';
import { byIdSchema } from '#server/platform/contract.ts';
import { diagnoseDevice } from './diagnose-device.ts';
import { diagnoseDestination, diagnoseFlow } from './diagnose-flows.ts';

export const loadDeviceDiagnosis = (id: string) =>
  loadWith(byIdSchema, { id }, (actor, input) => diagnoseDevice(actor, input));

export const loadFlowDiagnosis = (id: string) =>
  loadWith(byIdSchema, { id }, (actor, input) => diagnoseFlow(actor, input));

export const loadDestinationDiagnosis = (id: string) =>
  loadWith(byIdSchema, { id }, (actor, input) => diagnoseDestination(actor, input));
