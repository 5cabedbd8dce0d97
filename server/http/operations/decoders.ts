import {
  decoderBody,
  dryRunResult,
  dryRunResultSchema,
  dryRunSchema,
  pageOfDecoders,
} from '#server/decoders/api-contract.ts';
import { listDecoders } from '#server/decoders/read-decoders.ts';
import { runScript } from '#server/decoders/run-script.ts';
import { deviceTypeBody, pageOfDeviceTypes } from '#server/device-types/api-contract.ts';
import { listDeviceTypes } from '#server/device-types/read-device-types.ts';
import { type ApiOperation, apiOperation, wholePage } from '../api-operation.ts';

const tag = 'Decoders';

export const decoderOperations: ApiOperation[] = [
  apiOperation({
    method: 'GET',
    path: '/device-types',
    name: 'searchDeviceTypes',
    tag,
    summary: 'Retrieve the device types of the catalogue and of your own, with the decoders each offers.',
    operation: 'device-types.read',
    reply: pageOfDeviceTypes,
    run: async (actor) => ({ page: wholePage((await listDeviceTypes(actor)).map(deviceTypeBody)) }),
  }),
  apiOperation({
    method: 'GET',
    path: '/decoders',
    name: 'searchDecoders',
    tag,
    summary: 'Retrieve the built-in decoders and your own scripts.',
    operation: 'decoders.read',
    reply: pageOfDecoders,
    run: async (actor) => ({ page: wholePage((await listDecoders(actor)).map(decoderBody)) }),
  }),
  apiOperation({
    method: 'POST',
    path: '/decoders/run',
    name: 'runDecoder',
    tag,
    summary: 'Run a script on an input without storing anything.',
    operation: 'decoders.run',
    body: dryRunSchema,
    reply: dryRunResultSchema,
    run: async (actor, { body }) => ({ body: dryRunResult(await runScript(actor, body)) }),
  }),
];
