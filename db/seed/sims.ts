import { pipelineSql } from '#server/platform/database.ts';
import { outgoingHttp } from '#server/platform/outgoing-http.ts';
import { changeSims } from '#server/sims/change-sims.ts';
import { createSimAccount } from '#server/sims/create-account.ts';
import { linkSim } from '#server/sims/link-sim.ts';
import { setSimPlan } from '#server/sims/set-plan.ts';
import { updateSimAccount } from '#server/sims/update-account.ts';
import { workSystemAccount } from '#server/sims/work-account.ts';
import type { World } from './world.ts';

const SIMS = 30;
/** As somebody typed it in; the platform has no such plan, so what is asked for with it is refused. */
const NO_PLAN = 'Pool 1 GB';

/**
 * An account at the simulated SIM platform for every customer, in use for a while: SIMs in all states with a month of
 * use, those of the M2M devices in them, and one change that the platform refused. By the worker's own way.
 */
export async function plantSims(worlds: readonly World[]): Promise<void> {
  const accounts: { world: World; id: string }[] = [];
  for (const world of worlds) {
    const { id } = await createSimAccount(world.actor, {
      name: 'Cellular subscription',
      description: 'Simulated, so that everything can be tried out',
      platform: 'simulated',
      settings: { simCount: SIMS, delayMs: 0 },
      credentials: {},
    });
    accounts.push({ world, id });
  }
  await workAll();
  for (const { world, id } of accounts) {
    await setSimPlan(world.actor, { accountId: id, kind: 'rate', name: NO_PLAN, apns: [] });
    await fillDevices(world, id);
  }
  await workAll();
  for (const { world, id } of accounts)
    await updateSimAccount(world.actor, { id, settings: { simCount: SIMS, delayMs: 400 } });
}

async function workAll(): Promise<void> {
  const { signal } = new AbortController();
  while (await workSystemAccount({ http: outgoingHttp(), signal }));
}

/** Each in the modem that its device says, as the network would tell. */
async function fillDevices({ actor, customerId }: World, accountId: string): Promise<void> {
  const sql = pipelineSql();
  const devices = await sql<{ id: string; imei: string }[]>`
    select d.id, n.identifier as imei from devices d
    join network_adapters n on n.device_id = d.id and n.network = 'cellular'
    where d.customer_id = ${customerId} order by d.name`;
  const sims = await sql<{ id: string; iccid: string }[]>`
    select id, iccid from sims where account_id = ${accountId} and status = 'ACTIVATED' order by iccid`;
  for (const [at, device] of devices.entries()) {
    const sim = sims[at];
    if (!sim) break;
    await sql`update simulated_sims set sim = jsonb_set(sim, '{imei}', to_jsonb(${device.imei}::text)) where iccid = ${sim.iccid}`;
    await sql`update sims set imei = ${device.imei} where id = ${sim.id}`;
    await linkSim(actor, { deviceId: device.id, simId: sim.id, replace: false });
  }
  const refused = sims.at(-1);
  if (refused) await changeSims(actor, { ids: [refused.id], change: { ratePlan: NO_PLAN } });
}
