import {
  flowBody,
  flowDecoderPathSchema,
  flowDestinationPathSchema,
  flowEncoderPathSchema,
  flowPathSchema,
  flowSchema,
} from '#server/flows/api-contract.ts';
import { linkDestination, unlinkDestination } from '#server/flows/link-destination.ts';
import { getFlow } from '#server/flows/read-flows.ts';
import { toggleDecoder } from '#server/flows/toggle-decoder.ts';
import { toggleEncoder } from '#server/flows/toggle-encoder.ts';
import { type ApiOperation, apiOperation, NOTHING } from '../api-operation.ts';

const tag = 'Flows';
const change = { tag, operation: 'flows.update', status: 204 } as const;
const decoderPath = '/flows/{flowId}/device-types/{deviceTypeId}/decoders/{decoderId}';
const encoderPath = '/flows/{flowId}/device-types/{deviceTypeId}/encoders/{encoderId}';
const destinationPath = '/flows/{flowId}/destinations/{destinationId}';

/** What is written twice stands once: switching on what is on, or off what is off, changes nothing. */
export const flowOperations: ApiOperation[] = [
  apiOperation({
    method: 'GET',
    path: '/flows/{flowId}',
    name: 'getFlow',
    tag,
    summary:
      'Retrieve what a device group does: decoders, encoders, destinations, and what is wrong with it.',
    operation: 'flows.read',
    params: flowPathSchema,
    reply: flowSchema,
    run: async (actor, { params }) => ({ body: flowBody(await getFlow(actor, { id: params.flowId })) }),
  }),
  apiOperation({
    ...change,
    method: 'PUT',
    path: decoderPath,
    name: 'enableDecoder',
    summary: 'Switch a decoder on for the devices of a type.',
    params: flowDecoderPathSchema,
    run: async (actor, { params }) => {
      await toggleDecoder(actor, { ...params, enabled: true });
      return NOTHING;
    },
  }),
  apiOperation({
    ...change,
    method: 'DELETE',
    path: decoderPath,
    name: 'disableDecoder',
    summary: 'Switch a decoder off for the devices of a type.',
    params: flowDecoderPathSchema,
    run: async (actor, { params }) => {
      await toggleDecoder(actor, { ...params, enabled: false });
      return NOTHING;
    },
  }),
  apiOperation({
    ...change,
    method: 'PUT',
    path: encoderPath,
    name: 'enableEncoder',
    summary: 'Switch an encoder on for the devices of a type.',
    params: flowEncoderPathSchema,
    run: async (actor, { params }) => {
      await toggleEncoder(actor, { ...params, enabled: true });
      return NOTHING;
    },
  }),
  apiOperation({
    ...change,
    method: 'DELETE',
    path: encoderPath,
    name: 'disableEncoder',
    summary: 'Switch an encoder off for the devices of a type.',
    params: flowEncoderPathSchema,
    run: async (actor, { params }) => {
      await toggleEncoder(actor, { ...params, enabled: false });
      return NOTHING;
    },
  }),
  apiOperation({
    ...change,
    method: 'PUT',
    path: destinationPath,
    name: 'linkDestinationToFlow',
    summary: 'Link a destination: it gets every message from then on.',
    params: flowDestinationPathSchema,
    run: async (actor, { params }) => {
      await linkDestination(actor, params);
      return NOTHING;
    },
  }),
  apiOperation({
    ...change,
    method: 'DELETE',
    path: destinationPath,
    name: 'unlinkDestinationFromFlow',
    summary: 'Unlink a destination; what waits to go there by this flow is cancelled.',
    params: flowDestinationPathSchema,
    run: async (actor, { params }) => {
      await unlinkDestination(actor, params);
      return NOTHING;
    },
  }),
];
