import type { Actor } from '#server/access/actor.ts';
import { devicePathSchema } from '#server/devices/api-contract.ts';
import { resolveDevice } from '#server/devices/search-devices.ts';
import {
  measurementsQuerySchema,
  packBody,
  pageOfMeasurements,
  seriesApiQuerySchema,
  seriesBody,
  seriesBodySchema,
} from '#server/measurements/api-contract.ts';
import { getSeries, listNames, listPacks } from '#server/measurements/read-measurements.ts';
import type { MeasuredName } from '#server/measurements/series-contract.ts';
import { systemClock } from '#server/platform/clock.ts';
import { invalidInput } from '#server/platform/errors.ts';
import { replayBodySchema, replayReportBody, replayReportSchema } from '#server/replays/api-contract.ts';
import { replayUplink } from '#server/replays/replay-uplink.ts';
import {
  desiredBodySchema,
  desiredPathSchema,
  metadataBodySchema,
  twinBody,
  twinBodySchema,
} from '#server/twins/api-contract.ts';
import { twinTag } from '#server/twins/part-tags.ts';
import { getTwin } from '#server/twins/read-twin.ts';
import { setDesired } from '#server/twins/set-desired.ts';
import { clearMeasurements, replaceMetadata } from '#server/twins/set-metadata.ts';
import { withdrawDesired } from '#server/twins/withdraw-desired.ts';
import { pageOfUplinks, uplinkBody, uplinksQuerySchema } from '#server/uplinks/api-contract.ts';
import { messageBody, messageBodySchema, uplinkPathSchema } from '#server/uplinks/message-api-contract.ts';
import { getUplink, listUplinks } from '#server/uplinks/read-uplinks.ts';
import { type ApiOperation, type ApiReply, apiOperation, NOTHING } from '../api-operation.ts';

const tag = 'Device data';
const DAY = 86_400_000;

export const deviceDataOperations: ApiOperation[] = [
  apiOperation({
    method: 'GET',
    path: '/devices/{deviceId}/twin',
    name: 'getDeviceTwin',
    tag,
    summary: 'Retrieve the twin of a device; the ETag is of all that is told.',
    operation: 'twins.read',
    params: devicePathSchema,
    reply: twinBodySchema,
    run: async (actor, { params }) => twinReply(actor, await resolveDevice(actor, params.deviceId)),
  }),
  apiOperation({
    method: 'PUT',
    path: '/devices/{deviceId}/twin/metadata',
    name: 'replaceTwinMetadata',
    tag,
    summary: 'Replace the metadata of a device of an own type; If-Match names those that it is based on.',
    operation: 'twins.update',
    params: devicePathSchema,
    body: metadataBodySchema,
    reply: twinBodySchema,
    run: async (actor, { params, body, basedOn }) => {
      const deviceId = await resolveDevice(actor, params.deviceId);
      await replaceMetadata(actor, { deviceId, ...body, basedOn });
      return changedReply(actor, deviceId, 'metadata');
    },
  }),
  apiOperation({
    method: 'PUT',
    path: '/devices/{deviceId}/twin/desired',
    name: 'setTwinDesired',
    tag,
    summary:
      'Ask a device to be something: one downlink with all of it; If-Match names the wishes that it is based on.',
    operation: 'downlinks.send',
    params: devicePathSchema,
    body: desiredBodySchema,
    reply: twinBodySchema,
    run: async (actor, { params, body, basedOn }) => {
      const deviceId = await resolveDevice(actor, params.deviceId);
      await setDesired(actor, { deviceId, ...body, basedOn });
      return changedReply(actor, deviceId, 'desired');
    },
  }),
  apiOperation({
    method: 'DELETE',
    path: '/devices/{deviceId}/twin/desired/{name}',
    name: 'withdrawTwinDesired',
    tag,
    summary: 'Wish nothing more of a device by this name; an instruction that did not go out is taken back.',
    operation: 'twins.update',
    params: desiredPathSchema,
    status: 204,
    run: async (actor, { params: { deviceId, name }, basedOn }) => {
      await withdrawDesired(actor, { deviceId: await resolveDevice(actor, deviceId), name, basedOn });
      return NOTHING;
    },
  }),
  apiOperation({
    method: 'DELETE',
    path: '/devices/{deviceId}/twin/reported',
    name: 'clearTwinReported',
    tag,
    summary: 'Forget what a device of an own type reported; its history keeps it.',
    operation: 'twins.update',
    params: devicePathSchema,
    status: 204,
    run: async (actor, { params, basedOn }) => {
      await clearMeasurements(actor, { deviceId: await resolveDevice(actor, params.deviceId), basedOn });
      return NOTHING;
    },
  }),
  apiOperation({
    method: 'GET',
    path: '/devices/{deviceId}/measurements',
    name: 'searchMeasurements',
    tag,
    summary: 'Retrieve the measurements of a device, newest first.',
    operation: 'measurements.read',
    params: devicePathSchema,
    query: measurementsQuerySchema,
    reply: pageOfMeasurements,
    run: async (actor, { params, query }) => {
      const deviceId = await resolveDevice(actor, params.deviceId);
      const { cursor, limit, name: names } = query;
      const page = await listPacks(actor, { deviceId, ...periodOf(query), names, cursor, limit });
      return { page: { ...page, items: page.items.map(packBody) } };
    },
  }),
  apiOperation({
    method: 'GET',
    path: '/devices/{deviceId}/measurements/series',
    name: 'getMeasurementSeries',
    tag,
    summary:
      'Retrieve one or two measurements over time: as measured while that fits, else in buckets that keep the extremes.',
    operation: 'measurements.read',
    params: devicePathSchema,
    query: seriesApiQuerySchema,
    reply: seriesBodySchema,
    run: async (actor, { params, query }) => {
      const deviceId = await resolveDevice(actor, params.deviceId);
      const period = { deviceId, ...periodOf(query) };
      const names = query.name ?? mostMeasured(await listNames(actor, period));
      const series = await getSeries(actor, { ...period, names, points: query.points });
      return { body: { items: series.map(seriesBody) } };
    },
  }),
  apiOperation({
    method: 'GET',
    path: '/devices/{deviceId}/uplinks',
    name: 'searchUplinks',
    tag,
    summary: 'Retrieve the messages of a device, newest first.',
    operation: 'uplinks.read',
    params: devicePathSchema,
    query: uplinksQuerySchema,
    reply: pageOfUplinks,
    run: async (actor, { params, query }) => {
      const deviceId = await resolveDevice(actor, params.deviceId);
      const { cursor, limit, kind, carries, confirmation, since, before } = query;
      const filters = [
        ...(kind ? [{ field: 'kind', op: 'is' as const, value: kind }] : []),
        ...(carries ? [{ field: 'carries', op: 'is' as const, value: carries }] : []),
        ...(confirmation ? [{ field: 'confirmation', op: 'is' as const, value: confirmation }] : []),
        ...(since ? [{ field: 'receivedAt', op: 'gte' as const, value: since }] : []),
        ...(before ? [{ field: 'receivedAt', op: 'lt' as const, value: before }] : []),
      ];
      const { rows, next, prev } = await listUplinks(actor, { deviceId, query: { filters, cursor, limit } });
      return { page: { items: rows.map(uplinkBody), next, prev } };
    },
  }),
  apiOperation({
    method: 'GET',
    path: '/uplinks/{uplinkId}',
    name: 'getUplink',
    tag,
    summary: 'Retrieve one message whole: its bytes, what each decoder made of it and its deliveries.',
    operation: 'uplinks.read',
    params: uplinkPathSchema,
    reply: messageBodySchema,
    run: async (actor, { params }) => ({
      body: messageBody(await getUplink(actor, { id: params.uplinkId })),
    }),
  }),
  apiOperation({
    method: 'POST',
    path: '/uplinks/{uplinkId}/replay',
    name: 'replayUplink',
    tag,
    summary: 'Run a stored message through its decoders again: what would change, or, for real, what did.',
    operation: 'uplinks.replay',
    params: uplinkPathSchema,
    body: replayBodySchema,
    reply: replayReportSchema,
    run: async (actor, { params, body: { dryRun, ...options } }) => ({
      body: replayReportBody(await replayUplink(actor, { id: params.uplinkId, dryRun, options })),
    }),
  }),
];

async function twinReply(actor: Actor, deviceId: string): Promise<ApiReply> {
  const twin = await getTwin(actor, { deviceId });
  const body = twinBody(twin);
  return { body, headers: { etag: `"${twinTag(twin.tags, JSON.stringify(body))}"` } };
}

/** The whole, under the tag of the part that was asked to be so. */
async function changedReply(actor: Actor, deviceId: string, part: 'metadata' | 'desired'): Promise<ApiReply> {
  const twin = await getTwin(actor, { deviceId });
  return { body: twinBody(twin), headers: { etag: `"${twin.tags[part]}"` } };
}

function periodOf(query: { from?: string | undefined; to?: string | undefined }): { from: Date; to: Date } {
  const to = query.to ? new Date(query.to) : systemClock.now();
  const from = query.from ? new Date(query.from) : new Date(to.getTime() - DAY);
  if (from >= to) throw invalidInput([{ path: 'from', message: 'must lie before to' }]);
  return { from, to };
}

function mostMeasured(names: readonly MeasuredName[]): string[] {
  const numbers = names.filter(({ kind }) => kind === 'number');
  return numbers
    .toSorted((a, b) => b.packs - a.packs)
    .slice(0, 1)
    .map(({ name }) => name);
}
