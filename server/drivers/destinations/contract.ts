import type { z } from 'zod';
import type { AttemptOutcome } from '#server/deliveries/contract.ts';
import type { FieldError } from '#server/platform/errors.ts';
import type { OutgoingHttp } from '#server/platform/outgoing-contract.ts';

/** One message on its way to one destination. */
export interface OutgoingMessage {
  deliveryId: string;
  /** The same for every attempt and replay of this message to this destination: receivers drop repetitions by it. */
  webhookId: string;
  /** The exact bytes to send: a JSON array of SenML. */
  body: Uint8Array | string;
  /** Base name of the device, trailing colon included. */
  deviceUrn: string;
  deviceId: string;
  flowId: string;
  projectId: string;
  /** Set where a stored message was run through its decoders again: receivers can tell it from what just happened. */
  replayId?: string;
}

/** A destination with its settings and its secrets opened, both as the driver's schemas made them. */
export interface DestinationConfig<Settings extends object = object, Secrets extends object = object> {
  destinationId: string;
  settings: Settings;
  secrets: Secrets;
}

/** What would be sent, for the delivery log; nothing in it is secret. */
export interface DescribedRequest {
  method: string;
  address: string;
  headers: Record<string, string>;
}

/**
 * A kind of outside system that messages can go to. `send` never throws: whatever happens is an outcome that
 * `deliveries/rules` judges.
 */
export interface DestinationDriver<Settings extends object = object, Secrets extends object = object> {
  /** Stored in `destinations.kind`; never changes. */
  kind: string;
  settingsSchema: z.ZodType<Settings>;
  secretsSchema: z.ZodType<Secrets>;
  /** What of the secrets the settings still have a use for; the rest is not kept. */
  usedSecrets?(config: DestinationConfig<Settings, Secrets>): Secrets;
  /** What the schemas alone cannot see, asked at save: parts that need each other, an address that may not be called. */
  check(config: DestinationConfig<Settings, Secrets>, http: OutgoingHttp): Promise<FieldError[]>;
  send(
    message: OutgoingMessage,
    config: DestinationConfig<Settings, Secrets>,
    http: OutgoingHttp,
  ): Promise<AttemptOutcome>;
  describeRequest(message: OutgoingMessage, config: DestinationConfig<Settings, Secrets>): DescribedRequest;
}
