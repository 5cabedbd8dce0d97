import type { DeviceEvent } from '../device-event.ts';

export const FRAME_CONTENTS = ['data', 'mac', 'both', 'nothing', 'geolocation'] as const;
export type FrameContent = (typeof FRAME_CONTENTS)[number];

/** What a frame has in it beside its header: data, MAC commands or both; null for what is no frame, and where no server told. */
export function frameContent(event: DeviceEvent): FrameContent | null {
  if (event.kind === 'location') return 'geolocation';
  if (event.kind !== 'uplink' && event.kind !== 'downlink-sent') return null;
  const data = Boolean(event.frmPayload) && event.fPort !== 0;
  const mac = Boolean(event.macCommands) || event.fPort === 0;
  if (data) return mac ? 'both' : 'data';
  if (mac) return 'mac';
  return event.kind === 'uplink' ? 'nothing' : null;
}
