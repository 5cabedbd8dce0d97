import { createHash } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import { PLATFORM_CUSTOMER_ID } from '#db/columns.ts';
import { decoders } from '#db/schema/device-types.ts';
import { createDevice } from '#server/devices/create-device.ts';
import { createFlow } from '#server/flows/create-flow.ts';
import { toggleDecoder } from '#server/flows/toggle-decoder.ts';
import type { Acceptor } from '#server/pipeline/accept/acceptor.ts';
import { pipelineDatabase } from '#server/platform/database.ts';
import { generateSecret } from '#server/platform/generate-secret.ts';
import { hasLuhnCheck } from '#server/protocols/device-identifiers.ts';
import { deviceUrn } from '#server/protocols/senml/device-urn.ts';
import { messageToken } from '#server/protocols/senml/message-token.ts';
import { type Answers, acceptAt } from './history.ts';
import type { World } from './world.ts';

const HOUR_MS = 3_600_000;
const HOURS = 12;
const FLOW = {
  name: 'Pumps',
  description: 'Pumps with a SIM: they run where no gateway is',
};
const PUMPS = ['Pump Dock 4', 'Pump Dock 7'];
/** Added before anybody had it in hand: its network information follows later. */
const SPARE = 'Pump spare';

/** M2M devices of a customer: two that post every hour, one that is not linked to its network yet. */
export async function plantM2m(world: World, acceptor: Acceptor, now: Date): Promise<Answers> {
  const answers: Answers = new Map();
  const { actor, plan, projects, types } = world;
  const [projectId, deviceTypeId] = [projects.get('yard'), types.get('generic-m2m')];
  if (!projectId || !deviceTypeId) return answers;
  const flow = await createFlow(actor, { projectId, ...FLOW });
  await toggleDecoder(actor, {
    flowId: flow.id,
    deviceTypeId,
    decoderId: await builtIn('thingsml-json-v2'),
    enabled: true,
  });
  const place = { projectId, deviceTypeId, barcode: null, tags: ['pump'], flowIds: [flow.id] };
  const requests: { at: number; urn: string; secret: string }[] = [];
  for (const name of PUMPS) {
    const [imei, secret] = [imeiOf(`${plan.key} ${name}`), generateSecret()];
    const cellular = { imei, sharedSecret: secret };
    await createDevice(actor, { ...place, name, description: 'Keeps the dock dry', cellular });
    for (let n = HOURS; n >= 0; n--)
      requests.push({ at: now.getTime() - n * HOUR_MS, urn: deviceUrn('IMEI', imei), secret });
  }
  await createDevice(actor, { ...place, name: SPARE, description: 'On the shelf', flowIds: [] });
  requests.sort((a, b) => a.at - b.at);
  const told = requests.map((one) => acceptAt(acceptor, new Date(one.at), requestOf(one)));
  for (const status of await Promise.all(told)) answers.set(status, (answers.get(status) ?? 0) + 1);
  return answers;
}

function requestOf({ at, urn, secret }: { at: number; urn: string; secret: string }) {
  const tide = Math.sin((at / HOUR_MS) * (Math.PI / 6));
  const body = Buffer.from(
    JSON.stringify([
      { bn: urn, bt: at / 1000, n: 'level', u: 'm', v: Number((1.4 + tide * 0.6).toFixed(2)) },
      { n: 'running', vb: tide > 0.3 },
      { n: 'power', u: 'W', v: tide > 0.3 ? 1850 : 12 },
    ]),
  );
  return {
    method: 'POST' as const,
    path: '/ingestion/m2m/senml/v1',
    query: '',
    headers: { 'content-type': 'application/json', 'things-message-token': messageToken(body, secret) },
    body,
  };
}

/** Follows from the device's name; 35 is a range of real devices' first digits, chance the rest. */
export function imeiOf(text: string): string {
  const digest = createHash('sha256').update(`demo IMEI|${text}`).digest('hex');
  const body = `35${(BigInt(`0x${digest}`) % 10n ** 12n).toString().padStart(12, '0')}`;
  const check = [...'0123456789'].find((digit) => hasLuhnCheck(body + digit));
  return `${body}${check}`;
}

export async function builtIn(key: string): Promise<string> {
  const [row] = await pipelineDatabase()
    .select({ id: decoders.id })
    .from(decoders)
    .where(and(eq(decoders.customerId, PLATFORM_CUSTOMER_ID), eq(decoders.builtIn, key)));
  if (!row) throw new Error(`The platform has no decoder "${key}".`);
  return row.id;
}
