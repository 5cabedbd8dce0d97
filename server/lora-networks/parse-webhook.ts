import { parseChirpstack } from '#server/protocols/chirpstack/parse-chirpstack.ts';
import type { LoraEvent } from '#server/protocols/lorawan/event.ts';
import type { ParseResult } from '#server/protocols/parse-result.ts';
import { parseThingpark } from '#server/protocols/thingpark/parse-thingpark.ts';
import { parseThingsStack } from '#server/protocols/things-stack/parse-things-stack.ts';
import type { LoraProvider, WebhookCall } from './authenticate-webhook.ts';

type Parser = (call: WebhookCall) => ParseResult<LoraEvent | null>;

const chirpstack: Parser = ({ query, headers, body }) =>
  parseChirpstack({
    event: new URLSearchParams(query).get('event'),
    contentType: headers['content-type'] ?? null,
    body,
  });

const PARSERS: Record<LoraProvider, Parser> = {
  chirpstack,
  simulated: chirpstack,
  'things-stack': ({ body }) => parseThingsStack(body),
  thingpark: ({ body }) => parseThingpark(body),
};

/** What the connection's network server tells; null for an event that it may send and that says nothing to us. */
export function parseWebhook(provider: LoraProvider, call: WebhookCall): ParseResult<LoraEvent | null> {
  return PARSERS[provider](call);
}
