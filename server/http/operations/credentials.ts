import type { Credentials } from '#server/devices/api-contract.ts';
import type { DeviceCredentials } from '#server/devices/contract.ts';

/** What the platform made, in the API's words; nothing where all was brought or follows. */
export function credentialsBody(made: DeviceCredentials | null): { credentials?: Credentials } {
  if (!made) return {};
  const { joinEui, ...others } = made;
  return { credentials: joinEui === undefined ? others : { ...others, appEui: joinEui } };
}
