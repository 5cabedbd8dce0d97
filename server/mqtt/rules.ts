import { type DeviceUrn, deviceUrn, parseDeviceUrn } from '#server/protocols/senml/device-urn.ts';

/** The topics of a device (product/10); it may write its URN in any case, with or without the colon at its end. */
export function topicsOf(urn: string): { uplink: string; downlink: string } {
  return { uplink: `devices/${urn}/uplink`, downlink: `devices/${urn}/downlink` };
}

export interface DeviceTopic {
  urn: DeviceUrn;
  leaf: 'uplink' | 'downlink';
}

const TOPIC = /^devices\/([^/+#]{1,100})\/(uplink|downlink)$/;

/** null: no topic of any device; also where there are wildcards in it. */
export function deviceTopic(topic: string): DeviceTopic | null {
  const match = TOPIC.exec(topic);
  const urn = match?.[1] === undefined ? null : parseDeviceUrn(match[1]);
  return urn?.ok ? { urn: urn.value, leaf: match?.[2] as DeviceTopic['leaf'] } : null;
}

export const sameUrn = (a: DeviceUrn, b: DeviceUrn): boolean =>
  deviceUrn(a.kind, a.id) === deviceUrn(b.kind, b.id);

/** LoRa devices speak through their network server only. */
export function networkOfUrn({ kind }: DeviceUrn): 'cellular' | 'generic' | null {
  if (kind === 'IMEI') return 'cellular';
  return kind === 'DVNUUID' ? 'generic' : null;
}
