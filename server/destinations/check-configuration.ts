import type { z } from 'zod';
import type { DestinationConfig, DestinationDriver } from '#server/drivers/destinations/contract.ts';
import { destinationDriver } from '#server/drivers/destinations/registry.ts';
import { DomainError, type FieldError } from '#server/platform/errors.ts';
import { outgoingHttp } from '#server/platform/outgoing-http.ts';

export interface Checked {
  driver: DestinationDriver;
  config: DestinationConfig;
}

/** Settings and secrets as the driver's schemas make them; what is wrong comes back field by field. */
export function parseConfiguration(
  destinationId: string,
  kind: string,
  settings: unknown,
  secrets: unknown,
): Checked {
  const driver = destinationDriver(kind);
  if (!driver)
    throw new DomainError('destinations.unknown-kind', 'invalid', { kind: kind.slice(0, 50) }, [
      { path: 'kind', message: 'destinations.unknown-kind' },
    ]);
  const parsedSettings = driver.settingsSchema.safeParse(settings);
  const parsedSecrets = driver.secretsSchema.safeParse(secrets);
  const fields = [...issues('settings', parsedSettings.error), ...issues('secrets', parsedSecrets.error)];
  if (!parsedSettings.success || !parsedSecrets.success)
    throw new DomainError('destinations.misconfigured', 'invalid', {}, fields);
  const config = { destinationId, settings: parsedSettings.data, secrets: parsedSecrets.data };
  return { driver, config: { ...config, secrets: driver.usedSecrets?.(config) ?? config.secrets } };
}

/** The same and what only the driver can see: parts that need each other, an address that may not be called. */
export async function checkConfiguration(checked: Checked): Promise<void> {
  const fields = await checked.driver.check(checked.config, outgoingHttp());
  if (fields.length > 0) throw new DomainError('destinations.misconfigured', 'invalid', {}, fields);
}

function issues(part: string, error: z.ZodError | undefined): FieldError[] {
  return (error?.issues ?? []).map((issue) => ({
    path: [part, ...issue.path].join('.'),
    message: issue.message,
  }));
}
