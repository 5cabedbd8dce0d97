import { and, asc, eq, gt, sql } from 'drizzle-orm';
import { simulatedSims } from '#db/schema/sims.ts';
import { pipelineDatabase } from '#server/platform/database.ts';
import { type SimulatedSim, simulatedSimSchema } from './simulated-sim.ts';

interface Account {
  customerId: string;
  accountId: string;
}

const ofAccount = ({ customerId, accountId }: Account) =>
  and(eq(simulatedSims.customerId, customerId), eq(simulatedSims.accountId, accountId));

export async function countSystemSimulatedSims(account: Account): Promise<number> {
  return pipelineDatabase().$count(simulatedSims, ofAccount(account));
}

export async function insertSystemSimulatedSims(
  { customerId, accountId }: Account,
  made: { iccid: string; sim: SimulatedSim }[],
): Promise<void> {
  if (made.length === 0) return;
  await pipelineDatabase()
    .insert(simulatedSims)
    .values(made.map(({ iccid, sim }) => ({ iccid, sim, customerId, accountId })))
    .onConflictDoNothing();
}

export async function selectSystemSimulatedSims(
  account: Account,
  { after, limit }: { after: string; limit: number },
): Promise<{ iccid: string; sim: SimulatedSim }[]> {
  const rows = await pipelineDatabase()
    .select({ iccid: simulatedSims.iccid, sim: simulatedSims.sim })
    .from(simulatedSims)
    .where(and(ofAccount(account), gt(simulatedSims.iccid, after)))
    .orderBy(asc(simulatedSims.iccid))
    .limit(limit);
  return rows.map(({ iccid, sim }) => ({ iccid, sim: simulatedSimSchema.parse(sim) }));
}

export async function selectSystemSimulatedSim(
  account: Account,
  iccid: string,
): Promise<SimulatedSim | null> {
  const [row] = await pipelineDatabase()
    .select({ sim: simulatedSims.sim })
    .from(simulatedSims)
    .where(and(ofAccount(account), eq(simulatedSims.iccid, iccid)));
  return row ? simulatedSimSchema.parse(row.sim) : null;
}

/** Decides on the SIM as it stands, locked; null when there is none. What `change` gives back is stored unless it is a text. */
export function changeSystemSimulatedSim(
  account: Account,
  iccid: string,
  change: (sim: SimulatedSim) => SimulatedSim | string,
): Promise<SimulatedSim | string | null> {
  return pipelineDatabase().transaction(async (tx) => {
    const which = and(ofAccount(account), eq(simulatedSims.iccid, iccid));
    const [row] = await tx.select({ sim: simulatedSims.sim }).from(simulatedSims).where(which).for('update');
    if (!row) return null;
    const after = change(simulatedSimSchema.parse(row.sim));
    if (typeof after !== 'string')
      await tx.update(simulatedSims).set({ sim: after, modifiedAt: sql`now()` }).where(which);
    return after;
  });
}
