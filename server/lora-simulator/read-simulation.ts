import { type Actor, authorize } from '#server/access/actor.ts';
import { systemClock } from '#server/platform/clock.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { notFound } from '#server/platform/errors.ts';
import { simulatedDeviceSchema } from './contract.ts';
import { openMemory } from './memory.ts';
import { modelFor } from './models/registry.ts';
import { settingsOf, simulationRefusal, stateOf } from './rules.ts';
import { type Simulatable, selectSimulatable } from './simulation.sql.ts';
import { type Simulation, simulationSettingsSchema } from './simulation-contract.ts';

export async function getSimulation(actor: Actor, { id }: { id: string }): Promise<Simulation> {
  const scope = authorize(actor, 'devices.read');
  return tenantTransaction(scope, async (tx) => {
    const found = await selectSimulatable(tx, scope, id);
    if (!found) throw notFound('devices');
    const refusal = refusalOf(found);
    const { kept } = found;
    if (!kept) return { refusal, settings: defaultsFor(found), simulated: null };
    const device = simulatedDeviceSchema.parse(kept.device);
    const memory = await openMemory(tx, kept, kept.memory);
    const isDeactivated = found.there?.status === 'deactivated';
    const simulated = stateOf({ ...kept, device, memory, isDeactivated }, systemClock.now());
    return { refusal, settings: settingsOf(device), simulated };
  });
}

/** What keeps a device from being simulated, as it stands. */
export function refusalOf({ devEui, appKey, connection, there, wish }: Simulatable) {
  const isThere = there !== null && wish !== 'DELETED';
  const registration = connection && { provider: connection.provider, isThere };
  return simulationRefusal({ devEui, hasAppKey: appKey !== null, registration });
}

const defaultsFor = ({ slug, decoders }: Simulatable): Simulation['settings'] =>
  simulationSettingsSchema.parse({ model: modelFor({ slug, decoders }) });
