import { type Actor, authorize } from '#server/access/actor.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { selectFlowChoices } from './choices.sql.ts';
import type { FlowChoices, FlowChoicesQuery } from './contract.ts';

const SHOWN = 50;

/** Flows to choose from, wherever one is chosen: what is beyond these is found by its name. */
export async function chooseFlows(actor: Actor, query: FlowChoicesQuery): Promise<FlowChoices> {
  const scope = authorize(actor, 'flows.read');
  const most = query.ids ? query.ids.length : SHOWN;
  const found = await tenantTransaction(scope, (tx) => selectFlowChoices(tx, scope, query, most + 1));
  return { items: found.slice(0, most), more: found.length > most };
}
