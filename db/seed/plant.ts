import { setTimeout as sleep } from 'node:timers/promises';
import { setDestinationStatus } from '#server/destinations/update-destination.ts';
import { setDevicesStatus } from '#server/devices/update-device.ts';
import { linkDestination } from '#server/flows/link-destination.ts';
import { adoptRegisteredSystem, insertSimulatedDevicesSystem } from '#server/lora-simulator/repository.ts';
import { sendByDriver } from '#server/pipeline/deliver/send.ts';
import { Pipeline } from '#server/pipeline/pipeline.ts';
import { pipelineSql } from '#server/platform/database.ts';
import { outgoingHttp } from '#server/platform/outgoing-http.ts';
import { createSandbox } from '#server/sandbox/sandbox.ts';
import { startDemoReceivers } from '#server/worker/demo-receivers.ts';
import { plantOperator } from './accounts.ts';
import { plantAlerts } from './alerts.ts';
import { backdate } from './backdate.ts';
import { plantBulkTasks } from './bulk.ts';
import { plantCallers } from './callers.ts';
import { seedCatalogue } from './catalogue/seed-catalogue.ts';
import { plantFirmwareCommands } from './firmware-commands.ts';
import { type PlantedDevice, plantFleet } from './fleet.ts';
import { type Answers, behindAtMost, historyClock, tellHistory } from './history.ts';
import { plantInstructions } from './instructions.ts';
import { plantM2m } from './m2m.ts';
import type { PlannedCustomer } from './plan.ts';
import { plantRegistrations } from './registrations.ts';
import { plantSenders } from './senders.ts';
import { plantSims } from './sims.ts';
import { plantTrackers } from './trackers.ts';
import { known, plantWorld, type World } from './world.ts';

export interface PlantOptions {
  customers: { plan: PlannedCustomer; id: string }[];
  now: Date;
  days: number;
  /** The end of history that is delivered too: before it no flow had a destination. */
  deliveredHours: number;
  /** Devices, their keys and all chance follow from it. */
  seed: string;
  receiverPort(): Promise<number>;
  say(text: string): void;
}

export interface Planted {
  worlds: World[];
  fleet: PlantedDevice[];
  /** Answers of the ingestion, by status. */
  answers: Answers;
}

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/**
 * Customers with everything they have, and a past made by the simulator and the very pipeline that works for real
 * messages: only its clock follows history. The database is empty of these customers; receivers run meanwhile.
 */
export async function plant(options: PlantOptions): Promise<Planted> {
  const { now, days, deliveredHours } = options;
  await seedCatalogue();
  await plantOperator();
  const worlds: World[] = [];
  for (const { plan, id } of options.customers) worlds.push(await plantWorld(plan, id, options.receiverPort));
  const fleet: PlantedDevice[] = [];
  for (const world of worlds) fleet.push(...(await plantFleet(world, options)));
  const began = new Date(now.getTime() - days * DAY_MS);
  const linkedAt = new Date(now.getTime() - deliveredHours * HOUR_MS);
  const answers: Answers = new Map();
  const add = (told: Answers) => {
    for (const [status, count] of told) answers.set(status, (answers.get(status) ?? 0) + count);
  };
  const tell = async (pipeline: Pipeline, from: Date, to: Date) => {
    const told = await tellHistory(pipeline.acceptor, { devices: fleet, from, to }, progress(options, began));
    add(told);
  };
  await withPipeline(async (pipeline) => {
    await tell(pipeline, began, linkedAt);
    await act(worlds, fleet);
    await tell(pipeline, linkedAt, now);
    for (const world of worlds) add(await plantSenders(world, pipeline.acceptor, now));
    for (const world of worlds) add(await plantM2m(world, pipeline.acceptor, now));
    for (const world of worlds) add(await plantTrackers(world, pipeline.acceptor, now));
    await plantCallers(pipeline.acceptor, now);
    await behindAtMost(0);
    await deliveriesTried();
  });
  await backdate(
    worlds.map(({ customerId }) => customerId),
    fleet,
    began,
  );
  await insertSimulatedDevicesSystem(fleet, now);
  await plantRegistrations(worlds, fleet);
  await adoptRegisteredSystem();
  await plantInstructions(worlds, fleet);
  await plantFirmwareCommands(worlds, fleet);
  await plantSims(worlds);
  for (const world of worlds) await plantBulkTasks(world, fleet);
  await plantAlerts(worlds, fleet, began, now);
  return { worlds, fleet, answers };
}

function progress({ say, now }: PlantOptions, began: Date): (until: Date) => void {
  let said = 0;
  return (until) => {
    const percent = Math.floor(
      ((until.getTime() - began.getTime()) / (now.getTime() - began.getTime())) * 100,
    );
    if (percent < said + 25 || percent === 100) return;
    said = percent - (percent % 25);
    say(`  demo history: ${percent} %`);
  };
}

async function withPipeline(work: (pipeline: Pipeline) => Promise<void>): Promise<void> {
  const sandbox = createSandbox();
  const stopping = new AbortController();
  const receivers = startDemoReceivers(stopping.signal);
  const pipeline = new Pipeline({
    scripts: sandbox,
    send: sendByDriver(outgoingHttp()),
    clock: historyClock,
  });
  try {
    await pipeline.start();
    await work(pipeline);
  } finally {
    await pipeline.stop();
    await sandbox.stop();
    stopping.abort();
    await receivers;
  }
}

/** What their owners did some hours ago: flows got their destinations, one of them was paused, a device deactivated. */
async function act(worlds: readonly World[], fleet: readonly PlantedDevice[]): Promise<void> {
  for (const { plan, actor, flows, destinations, customerId } of worlds) {
    for (const { id, kind } of destinations.values()) {
      if (kind === 'paused') await setDestinationStatus(actor, { id, status: 'paused' });
    }
    for (const { key, destinations: linked } of plan.flows) {
      for (const destination of linked) {
        const destinationId = known(destinations, destination).id;
        await linkDestination(actor, { flowId: known(flows, key), destinationId });
      }
    }
    const ids = fleet.flatMap(({ customerId: owner, deviceId, planned }) =>
      owner === customerId && deviceId && planned.behaviour === 'deactivated' ? [deviceId] : [],
    );
    if (ids.length > 0) await setDevicesStatus(actor, { ids, status: 'DEACTIVATED' });
  }
  // The pipeline hears of it by notice; what it has in hand is done by then.
  await sleep(500);
}

/** Every message to a living receiver is there but what waits for its partners; those to the dead and the paused one wait. */
async function deliveriesTried(): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    const [row] = await pipelineSql()<{ open: number }[]>`
      select count(*)::int as open from delivery_queue q join destinations d on d.id = q.destination_id
      where d.status = 'active' and d.failures_in_a_row = 0 and q.attempts = 0 and q.held_until is null`;
    if (row?.open === 0) return;
    await sleep(100);
  }
  throw new Error('The demo’s messages were not delivered to its own receivers.');
}
