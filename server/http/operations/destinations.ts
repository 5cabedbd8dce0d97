import {
  deliveriesQuerySchema,
  deliveryBody,
  deliveryBodySchema,
  deliveryItem,
  deliveryPathSchema,
  pageOfDeliveries,
} from '#server/deliveries/api-contract.ts';
import { getDelivery, listDeliveries } from '#server/deliveries/read-deliveries.ts';
import {
  destinationBody,
  destinationBodySchema,
  destinationItem,
  destinationPathSchema,
  destinationsQuerySchema,
  pageOfDestinations,
} from '#server/destinations/api-contract.ts';
import { mergerSchema } from '#server/destinations/merger-contract.ts';
import { getDestination, listDestinations } from '#server/destinations/read-destinations.ts';
import { setMerger } from '#server/destinations/set-merger.ts';
import { type ApiOperation, apiOperation } from '../api-operation.ts';

const tag = 'Destinations';

export const destinationOperations: ApiOperation[] = [
  apiOperation({
    method: 'GET',
    path: '/destinations',
    name: 'searchDestinations',
    tag,
    summary: 'Retrieve destinations by name.',
    operation: 'destinations.read',
    query: destinationsQuerySchema,
    reply: pageOfDestinations,
    run: async (actor, { query }) => {
      const { rows, next, prev } = await listDestinations(actor, { ...query, filters: [] });
      return { page: { items: rows.map(destinationItem), next, prev } };
    },
  }),
  apiOperation({
    method: 'GET',
    path: '/destinations/{destinationId}',
    name: 'getDestination',
    tag,
    summary: 'Retrieve a destination; its secrets are never in an answer.',
    operation: 'destinations.read',
    params: destinationPathSchema,
    reply: destinationBodySchema,
    run: async (actor, { params }) => ({
      body: destinationBody(await getDestination(actor, { id: params.destinationId })),
    }),
  }),
  apiOperation({
    method: 'PUT',
    path: '/destinations/{destinationId}/merger',
    name: 'setDestinationMerger',
    tag,
    summary:
      'Say which decoders’ packs of a device wait for each other at a destination and go as one message.',
    operation: 'destinations.update',
    params: destinationPathSchema,
    body: mergerSchema,
    reply: destinationBodySchema,
    run: async (actor, { params, body }) => {
      const id = params.destinationId;
      await setMerger(actor, { id, ...body });
      return { body: destinationBody(await getDestination(actor, { id })) };
    },
  }),
  apiOperation({
    method: 'GET',
    path: '/deliveries',
    name: 'searchDeliveries',
    tag,
    summary: 'Retrieve the delivery log: what waits, then what is final, newest first.',
    operation: 'deliveries.read',
    query: deliveriesQuerySchema,
    reply: pageOfDeliveries,
    run: async (actor, { query }) => {
      const { state, destinationId, deviceId, since, before, cursor, limit } = query;
      const filters = [
        ...(state ? [{ field: 'state', op: 'is' as const, value: state }] : []),
        ...(deviceId ? [{ field: 'device', op: 'is' as const, value: deviceId }] : []),
        ...(since ? [{ field: 'receivedAt', op: 'gte' as const, value: since }] : []),
        ...(before ? [{ field: 'receivedAt', op: 'lt' as const, value: before }] : []),
      ];
      const { rows, next, prev } = await listDeliveries(actor, {
        query: { filters, cursor, limit },
        destinationId,
      });
      return { page: { items: rows.map(deliveryItem), next, prev } };
    },
  }),
  apiOperation({
    method: 'GET',
    path: '/deliveries/{deliveryId}',
    name: 'getDelivery',
    tag,
    summary: 'Retrieve a delivery with its attempts and the request as it is sent, headers masked.',
    operation: 'deliveries.read',
    params: deliveryPathSchema,
    reply: deliveryBodySchema,
    run: async (actor, { params }) => ({
      body: deliveryBody(await getDelivery(actor, { id: params.deliveryId })),
    }),
  }),
];
