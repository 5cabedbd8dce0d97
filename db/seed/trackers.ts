import { createDevice } from '#server/devices/create-device.ts';
import { createFlow } from '#server/flows/create-flow.ts';
import { linkDestination } from '#server/flows/link-destination.ts';
import { toggleDecoder } from '#server/flows/toggle-decoder.ts';
import { createConnection } from '#server/lora-networks/create-connection.ts';
import type { Acceptor } from '#server/pipeline/accept/acceptor.ts';
import { type Answers, acceptAt } from './history.ts';
import { builtIn, imeiOf } from './m2m.ts';
import type { World } from './world.ts';

const MINUTE_MS = 60_000;
const EVERY_MS = 20 * MINUTE_MS;
const HOURS = 12;
const CONNECTION = 'Trackers of the vans';
const FLOW = {
  name: 'Service vans',
  description: 'Where the vans are, as their trackers report it over HTTP',
};
const VANS = ['Service van 1', 'Service van 2'];

/** Digital Matter trackers of a customer: their server's connection, and half a day on the road. */
export async function plantTrackers(world: World, acceptor: Acceptor, now: Date): Promise<Answers> {
  const answers: Answers = new Map();
  const { actor, plan, projects, types, destinations } = world;
  const [projectId, deviceTypeId] = [projects.get('yard'), types.get('digital-matter')];
  if (!projectId || !deviceTypeId) return answers;
  const { id: connectionId, secret } = await createConnection(actor, {
    name: CONNECTION,
    provider: 'digital-matter',
  });
  const flow = await createFlow(actor, { projectId, ...FLOW });
  const decoderId = await builtIn('digital-matter');
  await toggleDecoder(actor, { flowId: flow.id, deviceTypeId, decoderId, enabled: true });
  const dashboard = destinations.get('dashboard');
  if (dashboard) await linkDestination(actor, { flowId: flow.id, destinationId: dashboard.id });
  const imeis: string[] = [];
  for (const name of VANS) {
    const imei = imeiOf(`${plan.key} ${name}`);
    imeis.push(imei);
    const place = { projectId, deviceTypeId, barcode: null, tags: ['van'], flowIds: [flow.id] };
    await createDevice(actor, {
      ...place,
      name,
      description: 'Reports its way every twenty minutes',
      cellular: { imei },
    });
  }
  const steps = (HOURS * 60 * MINUTE_MS) / EVERY_MS;
  const told: Promise<number>[] = [];
  for (let step = steps; step >= 0; step--)
    for (const [n, imei] of imeis.entries()) {
      const at = new Date(now.getTime() - step * EVERY_MS);
      const body = Buffer.from(JSON.stringify(reportOf(imei, n, steps - step, at)));
      const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' };
      const path = `/ingestion/digitalmatter/${connectionId}`;
      told.push(acceptAt(acceptor, at, { method: 'POST', path, query: '', headers, body }));
    }
  for (const status of await Promise.all(told)) answers.set(status, (answers.get(status) ?? 0) + 1);
  return answers;
}

/** A round through the harbour, standing still in between. */
function reportOf(imei: string, n: number, step: number, at: Date) {
  const angle = (step / 12 + n) * Math.PI;
  const isMoving = step % 6 < 4;
  const moment = at.toISOString().slice(0, 19).replace('T', ' ');
  return {
    SerNo: 410_000 + n,
    IMEI: imei,
    ProdId: 85,
    FW: '85.2.1.4',
    Records: [
      {
        SeqNo: 900 + step,
        Reason: isMoving ? 11 : 3,
        DateUTC: moment,
        Fields: [
          {
            FType: 0,
            GpsUTC: moment,
            Lat: Number((51.945 + Math.sin(angle) * 0.02).toFixed(6)),
            Long: Number((4.09 + Math.cos(angle) * 0.05).toFixed(6)),
            Alt: 3,
            Spd: isMoving ? 900 + 40 * (step % 7) : 0,
            Head: Math.round((step * 15 + n * 180) % 360),
            PDOP: 14,
            PosAcc: 6,
            GpsStat: 3,
          },
          { FType: 2, DIn: isMoving ? 1 : 0, DOut: 0, DevStat: 1 },
          {
            FType: 6,
            AnalogueData: { '1': 4_080, '2': isMoving ? 1_390 : 1_250, '3': 1_900 + 20 * (step % 9) },
          },
        ],
      },
    ],
  };
}
