import type { HandOver } from '#server/pipeline/hand-over.ts';
import { pipelineDatabase, type Tx } from '#server/platform/database.ts';
import { followIncidents } from './follow-incidents.ts';
import type { RoundFacts } from './incident-rules.ts';
import { dueSources, type Source } from './incidents.sql.ts';
import {
  type DueDevice,
  dueDevices,
  endMutes,
  listenOn,
  meetSources,
  notifyAlerts,
  readBehind,
  readHeardBy,
  storeWatches,
  takeRound,
  type WatchRow,
} from './round.sql.ts';
import { doorSource, gatewaySource } from './sources.ts';
import { aloneOf, insertEvents, markTold, silentUntold } from './steps.sql.ts';
import { type Fallen, type Judged, takeSteps } from './take-steps.ts';
import { judge, stepOf } from './watch-rules.ts';

const DEVICES_AT_ONCE = 2_000;
const SOURCES_AT_ONCE = 200;
/** How a device is heard is read again after so long, and when it is missed. */
const SOURCE_MS = 12 * 3_600_000;

export interface Round {
  /** Devices that were looked at. */
  looked: number;
  changed: number;
  /** There may be more that are due. */
  isMore: boolean;
}

/**
 * One look at what is due, of every customer, in one transaction: all of it happened, or none. 'busy': another worker
 * is at it. 'deaf': the stream that messages are handed over by is away, and nobody can be heard; no round is no
 * listening. Nothing of it lies on the way of a message.
 */
export async function watchDevices(
  at: Date,
  stream: Pick<HandOver, 'isConnected' | 'oldest'> | null = null,
): Promise<Round | 'busy' | 'deaf'> {
  if (stream?.isConnected === false) return 'deaf';
  const now = at.getTime();
  const streamed = stream && (await stream.oldest());
  return pipelineDatabase().transaction(async (tx) => {
    if (!(await takeRound(tx))) return 'busy';
    const facts = {
      now,
      spans: await listenOn(tx, now),
      behind: await readBehind(tx, now, streamed ?? new Map()),
    };
    const due = await dueDevices(tx, now, DEVICES_AT_ONCE);
    const looked = await lookAt(tx, due, facts);
    const sources = await dueSources(tx, now, SOURCES_AT_ONCE);
    const touched = distinct([...looked.sources, ...sources]);
    const changed = new Set([...looked.customers, ...(await followIncidents(tx, touched, facts))]);
    for (const customerId of await tellFallen(tx, looked.fallen, now)) changed.add(customerId);
    await notifyAlerts(tx, [...changed]);
    const isMore = due.length === DEVICES_AT_ONCE || sources.length === SOURCES_AT_ONCE;
    return { looked: due.length, changed: changed.size, isMore };
  });
}

function distinct(sources: readonly Source[]): Source[] {
  return [...new Map(sources.map((source) => [`${source.customerId} ${source.source}`, source])).values()];
}

interface Looked {
  customers: Set<string>;
  sources: Source[];
  fallen: Fallen[];
}

async function lookAt(tx: Tx, due: readonly DueDevice[], facts: RoundFacts): Promise<Looked> {
  const { now, spans, behind } = facts;
  const judged: Judged[] = due.map((device) => {
    const judgement = judge(device, spans, behind.get(device.shard) ?? now, now);
    return { ...device, judgement, step: stepOf(judgement.state, device.kind) };
  });
  const located = await locate(tx, judged, now);
  await storeWatches(tx, located.map(watchRow));
  const fallen = await takeSteps(tx, located, now);
  const stepped = located.filter(({ step }) => step !== null);
  return {
    customers: new Set(stepped.map(({ customerId }) => customerId)),
    sources: stepped.flatMap(({ customerId, gateway, door }) =>
      [gateway, door].flatMap((source) => (source ? [{ customerId, source }] : [])),
    ),
    fallen,
  };
}

const watchRow = ({ deviceId, judgement, gateway, door, sourceAt }: Judged): WatchRow => ({
  d: deviceId,
  state: judgement.state,
  due: judgement.dueAt,
  base: judgement.baselineAt,
  gateway,
  door,
  source: sourceAt,
});

function mustLocate({ heardAt, sourceAt, step }: Judged): boolean {
  if (heardAt === null || heardAt === sourceAt) return false;
  return sourceAt === null || step?.step === 'open' || heardAt - sourceAt > SOURCE_MS;
}

/** With the gateway and the door of their last message, where that was not known or is long ago. */
async function locate(tx: Tx, judged: readonly Judged[], now: number): Promise<Judged[]> {
  const heardBy = new Map(
    (await readHeardBy(tx, judged.filter(mustLocate))).map((row) => [row.deviceId, row]),
  );
  const located = judged.map((device) => {
    const by = heardBy.get(device.deviceId);
    if (!by) return device;
    return {
      ...device,
      gateway: by.gatewayId ? gatewaySource(by.gatewayId) : null,
      door: doorSource(by.kind, by.connectionId, by.accountId),
      sourceAt: device.heardAt,
    };
  });
  const met = located.flatMap(({ deviceId, customerId, gateway, door }) =>
    heardBy.has(deviceId)
      ? [gateway, door].flatMap((source) => (source ? [{ customerId, source }] : []))
      : [],
  );
  await meetSources(tx, distinct(met), now);
  return located;
}

/** After the incidents: whoever became part of one is not told of by itself. Those whose mute has ended, too. */
async function tellFallen(tx: Tx, fallen: readonly Fallen[], now: number): Promise<Set<string>> {
  const unmuted = await endMutes(tx, now);
  const waiting = unmuted.length > 0 ? await silentUntold(tx, unmuted, now) : [];
  const all = [...fallen, ...waiting.map((alert) => ({ ...alert, kind: 'silent' as const, mayTell: true }))];
  const alone = await aloneOf(
    tx,
    all.flatMap(({ id, mayTell }) => (mayTell ? [id] : [])),
  );
  const silent = all.flatMap(({ id, kind }) => (kind === 'silent' && alone.has(id) ? [id] : []));
  await markTold(tx, silent, now);
  const events = all.map(({ id, customerId, kind }) => ({
    alert: id,
    customer: customerId,
    event: kind,
    told: alone.has(id),
  }));
  await insertEvents(tx, events, now);
  return new Set([...unmuted, ...all.map(({ customerId }) => customerId)]);
}
