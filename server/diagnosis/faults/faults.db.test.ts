import { afterAll, beforeAll, expect, it } from 'vitest';
import { useTestDatabase } from '#server/platform/test-database.ts';
import type { Cause, Diagnosis } from '../contract.ts';
import { diagnoseDevice } from '../diagnose-device.ts';
import { diagnoseDestination, diagnoseFlow } from '../diagnose-flows.ts';
import { FAULTS } from './catalogue.fixture.ts';
import { Clinic } from './clinic.fixture.ts';
import { healthyDevices } from './healthy.fixture.ts';
import { type Receivers, startReceivers } from './receivers.fixture.ts';

// Each fault makes real messages and states through the product's own doors; 200 healthy devices live beside them.

process.env.EGRESS_ALLOW_TEST_CIDR = '127.0.0.0/8';
const HEALTHY = 200;
const database = useTestDatabase();
let clinic: Clinic;
let receivers: Receivers;
const planted: { name: string; cause: string; id: string; ward: Clinic }[] = [];
let healthy: string[] = [];

beforeAll(async () => {
  receivers = await startReceivers();
  clinic = await Clinic.open(database.sql, new Date());
  await clinic.start();
  const later: (() => Promise<unknown>)[] = [];
  for (const fault of FAULTS) {
    const { id, ward = clinic, afterwards } = await fault.plant(clinic, receivers);
    planted.push({ name: fault.name, cause: fault.cause, id, ward });
    if (afterwards) later.push(afterwards);
  }
  const well = await healthyDevices(clinic, receivers, HEALTHY);
  healthy = well.ids;
  await clinic.live(41, 1);
  for (const afterwards of later) await afterwards();
  await Promise.all(well.sendings.map((send) => send()));
  await clinic.rest();
}, 240_000);

afterAll(async () => {
  await clinic?.close();
  await receivers?.stop();
});

const clock = () => ({ now: () => clinic.now });
const told = async (id: string, ward = clinic) =>
  (await diagnoseDevice(ward.actor, { id }, clock())).findings;

it('of each fault the right cause is told first, of at least 24 in 25', async () => {
  const rows: [fault: string, expected: string, first: string, rest: string][] = [];
  for (const { name, cause, id, ward } of planted) {
    const [first, ...rest] = (await told(id, ward)).map((finding) => finding.cause);
    rows.push([name, cause, first ?? '–', rest.join(', ')]);
  }
  const wrong = rows.filter(([, expected, first]) => expected !== first);
  process.stdout.write(tableOf(rows, `${rows.length - wrong.length} of ${rows.length} told first`));
  expect(rows.length).toBeGreaterThanOrEqual(25);
  expect(wrong.length / rows.length).toBeLessThanOrEqual(1 / 25);
}, 120_000);

/** As they are asked for from where the device stands: its flow, and the destination that the flow leads to. */
const ASKED_ELSEWHERE: [fault: string, flow: Cause, destination?: Cause][] = [
  ['lost its power yesterday', 'devices-silent'],
  ['never sent anything', 'devices-never-heard'],
  ['deactivated in the portal', 'devices-deactivated'],
  ['script throws', 'decoder-fails', 'decoder-fails'],
  ['no decoder is on', 'no-decoder', 'no-decoder'],
  ['flow leads nowhere', 'no-destination'],
  ['destination was paused', 'destination-paused', 'destination-paused'],
  ['receiver says 404', 'receiver-refuses', 'receiver-refuses'],
  ['receiver never answers', 'receiver-timeout', 'receiver-timeout'],
];

it.each(ASKED_ELSEWHERE)('%s: its flow is told %s, its destination %s', async (name, flow, destination) => {
  const fault = planted.find((one) => one.name === name);
  const [way] = await database.sql`
    select f.flow_id as flow, d.destination_id as destination from flow_devices f
    left join flow_destinations d on d.flow_id = f.flow_id where f.device_id = ${fault?.id ?? null}`;
  const actor = fault?.ward.actor ?? clinic.actor;
  const first = ({ findings }: Diagnosis) => findings[0]?.cause;
  expect(first(await diagnoseFlow(actor, { id: way?.flow }, clock()))).toBe(flow);
  if (destination)
    expect(first(await diagnoseDestination(actor, { id: way?.destination }, clock()))).toBe(destination);
});

it('a flow without devices is told so', async () => {
  const { findings } = await diagnoseFlow(clinic.actor, { id: await clinic.flow(null) }, clock());
  expect(findings[0]?.cause).toBe('no-device');
});

it('of 200 healthy devices at most one has a finding', async () => {
  const found: [string, string, string, string][] = [];
  for (const id of healthy) {
    const findings = await told(id);
    const name = async () => (await database.sql`select name from devices where id = ${id}`)[0]?.name;
    if (findings.length > 0)
      found.push([await name(), '–', findings[0]?.cause ?? '', JSON.stringify(findings[0]?.details)]);
  }
  process.stdout.write(tableOf(found, `${found.length} false of ${healthy.length}`));
  expect(healthy).toHaveLength(HEALTHY);
  expect(found.length).toBeLessThanOrEqual(1);
}, 120_000);

function tableOf(rows: [string, string, string, string][], last: string): string {
  const width = (n: number) => Math.max(...rows.map((row) => row[n]?.length ?? 0), 0);
  const lines = rows.map((row) => {
    const mark = row[1] === row[2] ? ' ' : '×';
    return `${mark} ${row[0].padEnd(width(0))}  ${row[1].padEnd(width(1))}  ${row[2].padEnd(width(2))}  ${row[3]}`;
  });
  return `${[...lines, last].join('\n')}\n`;
}
