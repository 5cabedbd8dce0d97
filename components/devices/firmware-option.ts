import type { FirmwareVersion } from '#server/firmware/contract.ts';
import type { NamedOption } from './device-columns.tsx';

/** Versions of several types stand beside each other: each is named with its own. */
export const firmwareOption = ({ id, version, deviceType }: FirmwareVersion): NamedOption => ({
  id,
  name: `${version} · ${deviceType.name}`,
});
