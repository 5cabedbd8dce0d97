import 'server-only';
import { z } from 'zod';
import type { TableQuery } from '#components/ui/data-table/table-query.ts';
import { load, loadWith } from '#server/http/load.ts';
import { byIdSchema, idSchema } from '#server/platform/contract.ts';
import { chooseFlows } from './choose-flows.ts';
import { type FlowChoice, flowChoicesSchema } from './contract.ts';
import { listFlowRows, readFlowHours } from './list-flow-rows.ts';
import { getFlow, listDeviceFlows, listFlows } from './read-flows.ts';

export const loadFlows = (query: TableQuery) => load((actor) => listFlows(actor, query));

export const loadFlow = (id: string) => loadWith(byIdSchema, { id }, getFlow);

export const loadDeviceFlows = (deviceId: string) =>
  loadWith(z.strictObject({ deviceId: idSchema }), { deviceId }, listDeviceFlows);

export const loadFlowRows = (query: TableQuery) => load((actor) => listFlowRows(actor, query));

export const loadFlowHours = (id: string) =>
  loadWith(byIdSchema, { id }, async (actor) => (await readFlowHours(actor, [id])).get(id) ?? []);

/** Of these ids those that are there: an address may name anything. */
export async function loadNamedFlows(ids: readonly unknown[]): Promise<FlowChoice[]> {
  const parsed = flowChoicesSchema.safeParse({ ids });
  return parsed.success ? (await load((actor) => chooseFlows(actor, parsed.data))).items : [];
}
