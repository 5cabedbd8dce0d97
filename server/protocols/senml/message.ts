import type { SenmlPack } from './record.ts';

/** What a device itself sent: SenML, in JSON or CBOR, with ThingsML's indices already replaced by names. */
export interface SenmlMessage {
  kind: 'senml';
  /** Base name of the device in its written form, trailing colon included. */
  urn: string;
  /** The latest moment that the device told, else when it was accepted; ISO 8601 UTC. */
  occurredAt: string;
  /** Stable over a device's retries, different for every message. */
  identity: string;
  form: 'json' | 'cbor';
  /** As sent: base fields stand where the device put them. */
  pack: SenmlPack;
}
