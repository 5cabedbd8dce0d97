import { deviceTopic, sameUrn } from '#server/mqtt/rules.ts';
import { type DeviceUrn, deviceUrn } from '#server/protocols/senml/device-urn.ts';

/** What a device may say and hear: its own topics (product/10). */

export interface RefusedPacket {
  reason: 'unauthorized' | 'malformed';
  detail: string;
}

/** null: it may publish this. */
export function refusedPublication(
  urn: DeviceUrn,
  { topic, qos }: { topic: string; qos: number },
): RefusedPacket | null {
  if (!isOwn(urn, topic, 'uplink'))
    return refused(`It may publish to ${ownTopic(urn, 'uplink')} only, not to ${shown(topic)}`);
  return qos === 2 ? { reason: 'malformed', detail: 'QoS 2 is not offered: publish with QoS 0 or 1' } : null;
}

/** null: it may listen there. */
export const refusedSubscription = (urn: DeviceUrn, topic: string): RefusedPacket | null =>
  isOwn(urn, topic, 'downlink')
    ? null
    : refused(`It may subscribe to ${ownTopic(urn, 'downlink')} only, not to ${shown(topic)}`);

function isOwn(urn: DeviceUrn, topic: string, leaf: 'uplink' | 'downlink'): boolean {
  const asked = deviceTopic(topic);
  return asked?.leaf === leaf && sameUrn(asked.urn, urn);
}

const ownTopic = (urn: DeviceUrn, leaf: string) => `devices/${deviceUrn(urn.kind, urn.id)}/${leaf}`;

const refused = (detail: string): RefusedPacket => ({ reason: 'unauthorized', detail });

const shown = (topic: string) => JSON.stringify(topic.length > 100 ? `${topic.slice(0, 100)}…` : topic);
