import { OpenAPIRegistry, OpenApiGeneratorV31, type RouteConfig } from '@asteasolutions/zod-to-openapi';
import { z } from 'zod';
import { OPERATIONS } from '#server/access/operations.ts';
import { publicUrl } from '#server/platform/env.ts';
import type { ApiOperation } from './api-operation.ts';
import { apiOperations } from './api-operations.ts';
import { problemSchema } from './contract.ts';

/** What every operation may be refused with, besides 404 for what is named in its path. */
const REFUSALS: Record<number, string> = {
  400: 'The request is missing required information or holds values that are not valid.',
  401: 'No valid access token.',
  403: 'The access token has no permission for this.',
  429: 'Too many requests; Retry-After says how long to wait.',
};

/** What comes to this for operations that write. */
const CONFLICT =
  'What is there does not allow it: an identifier is in use, a limit of the project is reached, …';
const OF_BODIES: Record<number, string> = {
  413: 'The body is larger than 1 MiB.',
  415: 'The body is not JSON.',
};

let document: ReturnType<OpenApiGeneratorV31['generateDocument']> | undefined;

/** The OpenAPI 3.1 document, made from the very schemas that validate. */
export function openApiDocument() {
  document ??= generate();
  return document;
}

function generate() {
  const registry = new OpenAPIRegistry();
  registry.registerComponent('securitySchemes', 'bearer', {
    type: 'http',
    scheme: 'bearer',
    description: 'A token of the token endpoint; it lives for one hour.',
  });
  for (const operation of apiOperations) registry.registerPath(pathOf(operation));
  registry.registerPath(tokenPath);
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: {
      title: 'Things Portal API',
      version: '1.0.0',
      description:
        'Everything that the portal does, for programs. Lists come in pages: follow `next` until it is null.',
    },
    servers: [{ url: `${publicUrl()}/api` }],
  });
}

/** Resellers only. */
const contextHeader = z.object({
  'KPN-Things-Security-Context': z
    .string()
    .optional()
    .meta({ description: 'Resellers: the customer whose environment is meant.', example: 'clientId=<uuid>' }),
});

function pathOf(operation: ApiOperation): RouteConfig {
  const { scope, group, least } = OPERATIONS[operation.operation];
  const isWrite = operation.method !== 'GET';
  const refusals: Record<number, string> = {
    ...REFUSALS,
    ...(operation.params || (isWrite && operation.body) ? { 404: 'It does not exist.' } : {}),
    ...(isWrite ? { 409: CONFLICT } : {}),
    ...(operation.body ? OF_BODIES : {}),
  };
  return {
    method: operation.method.toLowerCase() as RouteConfig['method'],
    path: operation.path,
    operationId: operation.name,
    tags: [operation.tag],
    summary: operation.summary,
    description: `Needs scope \`${scope}\`, and of its key at least the role \`${group}.${least}\`.`,
    security: [{ bearer: [] }],
    request: {
      headers: contextHeader,
      ...(operation.params ? { params: operation.params as z.ZodObject } : {}),
      ...(operation.query ? { query: operation.query as z.ZodObject } : {}),
      ...(operation.body
        ? { body: { required: true, content: { 'application/json': { schema: operation.body } } } }
        : {}),
    },
    responses: {
      ...answersOf(operation),
      ...Object.fromEntries(
        Object.entries(refusals).map(([status, description]) => [
          status,
          { description, content: { 'application/problem+json': { schema: problemSchema } } },
        ]),
      ),
    },
  };
}

function answersOf({ status, unchanged, reply }: ApiOperation): RouteConfig['responses'] {
  if (status === 204) return { 204: { description: 'Done.' } };
  const content = { 'application/json': { schema: reply } };
  if (status === 200) return { 200: { description: 'The answer.', content } };
  if (status === 202) return { 202: { description: 'It was accepted.', content } };
  const location = { description: 'Path of what was made.', schema: { type: 'string' as const } };
  return {
    201: { description: 'It was made.', content, headers: { Location: location } },
    ...(unchanged ? { 200: { description: unchanged, content } } : {}),
  };
}

const credentials = z.strictObject({
  grant_type: z.literal('client_credentials'),
  client_id: z.string(),
  client_secret: z.string(),
  audience: z.string().optional(),
});

const tokenPath: RouteConfig = {
  method: 'post',
  path: '/oauth/token',
  operationId: 'requestToken',
  tags: ['Access'],
  summary: 'Exchange an API key for a bearer token.',
  security: [],
  request: {
    body: {
      required: true,
      content: {
        'application/json': { schema: credentials },
        'application/x-www-form-urlencoded': { schema: credentials },
      },
    },
  },
  responses: {
    200: {
      description: 'The token.',
      content: {
        'application/json': {
          schema: z.strictObject({
            access_token: z.string(),
            token_type: z.literal('Bearer'),
            expires_in: z.number().int(),
            scope: z.string(),
          }),
        },
      },
    },
    400: {
      description: 'RFC 6749 §5.2',
      content: {
        'application/json': {
          schema: z.strictObject({ error: z.string(), error_description: z.string() }),
        },
      },
    },
    401: { description: 'invalid_client' },
    429: { description: 'Too many requests.' },
  },
};
