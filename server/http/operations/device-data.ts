import { devicePathSchema } from '#server/devices/api-contract.ts';
import { resolveDevice } from '#server/devices/search-devices.ts';
import { measurementsQuerySchema, packBody, pageOfMeasurements } from '#server/measurements/api-contract.ts';
import { listPacks } from '#server/measurements/read-measurements.ts';
import { systemClock } from '#server/platform/clock.ts';
import { invalidInput } from '#server/platform/errors.ts';
import {
  replayBodySchema,
  replayReportBody,
  replayReportSchema,
  uplinkPathSchema,
} from '#server/replays/api-contract.ts';
import { replayUplink } from '#server/replays/replay-uplink.ts';
import { twinBody, twinBodySchema } from '#server/twins/api-contract.ts';
import { getTwin } from '#server/twins/read-twin.ts';
import { pageOfUplinks, uplinkBody, uplinksQuerySchema } from '#server/uplinks/api-contract.ts';
import { listUplinks } from '#server/uplinks/read-uplinks.ts';
import { type ApiOperation, apiOperation } from '../api-operation.ts';

const tag = 'Device data';
const DAY = 86_400_000;

export const deviceDataOperations: ApiOperation[] = [
  apiOperation({
    method: 'GET',
    path: '/devices/{deviceId}/twin',
    name: 'getDeviceTwin',
    tag,
    summary: 'Retrieve the twin of a device; the ETag is its version.',
    operation: 'twins.read',
    params: devicePathSchema,
    reply: twinBodySchema,
    run: async (actor, { params }) => {
      const twin = await getTwin(actor, { deviceId: await resolveDevice(actor, params.deviceId) });
      return { body: twinBody(twin), headers: { etag: `"${twin.version}"` } };
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
      const to = query.to ? new Date(query.to) : systemClock.now();
      const from = query.from ? new Date(query.from) : new Date(to.getTime() - DAY);
      if (from >= to) throw invalidInput([{ path: 'from', message: 'must lie before to' }]);
      const { cursor, limit, name: names } = query;
      const page = await listPacks(actor, { deviceId, from, to, names, cursor, limit });
      return { page: { ...page, items: page.items.map(packBody) } };
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
      const { cursor, limit, kind, since, before } = query;
      const filters = [
        ...(kind ? [{ field: 'kind', op: 'is' as const, value: kind }] : []),
        ...(since ? [{ field: 'receivedAt', op: 'gte' as const, value: since }] : []),
        ...(before ? [{ field: 'receivedAt', op: 'lt' as const, value: before }] : []),
      ];
      const { rows, next, prev } = await listUplinks(actor, { deviceId, query: { filters, cursor, limit } });
      return { page: { items: rows.map(uplinkBody), next, prev } };
    },
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
