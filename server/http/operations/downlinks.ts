import {
  connectionDownlinksQuerySchema,
  type DownlinkBody,
  downlinkAddSchema,
  downlinkCancelQuerySchema,
  downlinkPathSchema,
  downlinkSchema,
  downlinksQuerySchema,
  httpDownlinkAddSchema,
  httpDownlinkSchema,
  loraDownlinkAddSchema,
  loraDownlinkSchema,
  mqttDownlinkAddSchema,
  mqttDownlinkSchema,
  pageOfDownlinks,
  pageOfHttpDownlinks,
  pageOfLoraDownlinks,
  pageOfMqttDownlinks,
} from '#server/downlinks/api-contract.ts';
import { cancelDownlink } from '#server/downlinks/cancel-downlink.ts';
import type { DownlinkChannel } from '#server/downlinks/contract.ts';
import { addDownlink, getDownlinkBody, searchDownlinks } from '#server/downlinks/search-downlinks.ts';
import { type ApiOperation, apiOperation } from '../api-operation.ts';

const tag = 'Downlinks';

/** The same four doors of each resource; the bodies are its own. */
interface Resource {
  path: string;
  /** As operationIds name it. */
  noun: string;
  words: string;
  channel?: DownlinkChannel;
  one: ApiOperation['reply'];
  page: ApiOperation['reply'];
  query: typeof downlinksQuerySchema | typeof connectionDownlinksQuerySchema;
  show(body: DownlinkBody): object;
}

function operationsOf({ path, noun, words, channel, one, page, query, show }: Resource): ApiOperation[] {
  const byId = `${path}/{downlinkId}`;
  return [
    apiOperation({
      method: 'GET',
      path,
      name: `search${noun}s`,
      tag,
      summary: `Retrieve ${words}s matching the search criteria.`,
      operation: 'downlinks.read',
      query,
      reply: page,
      run: async (actor, { query: wanted }) => {
        const found = await searchDownlinks(actor, wanted, channel);
        return { page: { ...found, items: found.items.map(show) } };
      },
    }),
    apiOperation({
      method: 'GET',
      path: byId,
      name: `get${noun}`,
      tag,
      summary: `Retrieve a ${words}.`,
      operation: 'downlinks.read',
      params: downlinkPathSchema,
      reply: one,
      run: async (actor, { params }) => ({
        body: show(await getDownlinkBody(actor, { id: params.downlinkId }, channel)),
      }),
    }),
    apiOperation({
      method: 'DELETE',
      path: byId,
      name: `cancel${noun}`,
      tag,
      summary: `Cancel a ${words} that waits, or with force one that is under way.`,
      operation: 'downlinks.cancel',
      params: downlinkPathSchema,
      query: downlinkCancelQuerySchema,
      status: 202,
      reply: one,
      run: async (actor, { params: { downlinkId: id }, query: { forced } }) => {
        await getDownlinkBody(actor, { id }, channel);
        await cancelDownlink(actor, { id, forced });
        return { body: show(await getDownlinkBody(actor, { id }, channel)) };
      },
    }),
  ];
}

const made = (path: string, body: { id: string }) => ({
  body,
  headers: { location: `/api${path}/${body.id}` },
});

const STATUS = {
  PENDING: 'PENDING',
  EXECUTING: 'EXECUTING',
  DELIVERED: 'DONE',
  FAILED: 'DONE',
  CANCELLED: 'DONE',
};

function connectionBody({ method: _, networkId: __, externalReference: ___, status, ...rest }: DownlinkBody) {
  return { ...rest, status: STATUS[status] };
}

function loraBody(body: DownlinkBody) {
  if (body.method.type !== 'lora') throw new Error('not a LoRa downlink');
  const { port, payloadHex } = body.method;
  return { ...connectionBody(body), port, payloadHex };
}

/** Of HTTP and of MQTT. */
function recordsBody(body: DownlinkBody) {
  if (body.method.type !== 'senml') throw new Error('not a downlink of records');
  return { ...connectionBody(body), payload: body.method.records };
}

const create = { method: 'POST', tag, operation: 'downlinks.send', status: 201 } as const;

export const downlinkOperations: ApiOperation[] = [
  ...operationsOf({
    path: '/downlinks',
    noun: 'Downlink',
    words: 'downlink',
    one: downlinkSchema,
    page: pageOfDownlinks,
    query: downlinksQuerySchema,
    show: (body) => body,
  }),
  apiOperation({
    ...create,
    path: '/downlinks',
    name: 'createDownlink',
    summary: 'Create a downlink to be sent to a device.',
    body: downlinkAddSchema,
    reply: downlinkSchema,
    run: async (actor, { body }) => made('/downlinks', await addDownlink(actor, body)),
  }),
  ...operationsOf({
    path: '/lora/downlinks',
    noun: 'LoraDownlink',
    words: 'LoRa downlink',
    channel: 'lora',
    one: loraDownlinkSchema,
    page: pageOfLoraDownlinks,
    query: connectionDownlinksQuerySchema,
    show: loraBody,
  }),
  apiOperation({
    ...create,
    path: '/lora/downlinks',
    name: 'createLoraDownlink',
    summary: 'Create a LoRa downlink: a port and bytes, always confirmed.',
    body: loraDownlinkAddSchema,
    reply: loraDownlinkSchema,
    run: async (actor, { body: { port, payloadHex, ...rest } }) => {
      const method = { type: 'lora' as const, port, payloadHex };
      return made(
        '/lora/downlinks',
        loraBody(await addDownlink(actor, { ...rest, method, externalReference: null })),
      );
    },
  }),
  ...operationsOf({
    path: '/http/downlinks',
    noun: 'HttpDownlink',
    words: 'HTTP downlink',
    channel: 'http',
    one: httpDownlinkSchema,
    page: pageOfHttpDownlinks,
    query: connectionDownlinksQuerySchema,
    show: recordsBody,
  }),
  apiOperation({
    ...create,
    path: '/http/downlinks',
    name: 'createHttpDownlink',
    summary: 'Create an HTTP downlink: SenML records that the device gets in the answer to its next message.',
    body: httpDownlinkAddSchema,
    reply: httpDownlinkSchema,
    run: async (actor, { body: { payload: records, ...rest } }) => {
      const method = { type: 'senml' as const, records };
      return made(
        '/http/downlinks',
        recordsBody(await addDownlink(actor, { ...rest, method, externalReference: null }, 'http')),
      );
    },
  }),
  ...operationsOf({
    path: '/mqtt/downlinks',
    noun: 'MqttDownlink',
    words: 'MQTT downlink',
    channel: 'mqtt',
    one: mqttDownlinkSchema,
    page: pageOfMqttDownlinks,
    query: connectionDownlinksQuerySchema,
    show: recordsBody,
  }),
  apiOperation({
    ...create,
    path: '/mqtt/downlinks',
    name: 'createMqttDownlink',
    summary: 'Create an MQTT downlink: SenML records published to the downlink topic of the device (QoS 1).',
    body: mqttDownlinkAddSchema,
    reply: mqttDownlinkSchema,
    run: async (actor, { body: { payload: records, ...rest } }) => {
      const method = { type: 'senml' as const, records };
      return made(
        '/mqtt/downlinks',
        recordsBody(await addDownlink(actor, { ...rest, method, externalReference: null }, 'mqtt')),
      );
    },
  }),
];
