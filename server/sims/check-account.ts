import type { z } from 'zod';
import type { SimPlatformConfig, SimPlatformDriver } from '#server/drivers/sim-platforms/contract.ts';
import { simPlatformDriver } from '#server/drivers/sim-platforms/registry.ts';
import { DomainError, type FieldError } from '#server/platform/errors.ts';
import { outgoingHttp } from '#server/platform/outgoing-http.ts';

export interface CheckedAccount {
  driver: SimPlatformDriver;
  config: SimPlatformConfig;
}

/** Settings and credentials as the driver's schemas make them; what is wrong comes back field by field. */
export function parseAccount(
  { customerId, accountId }: { customerId: string; accountId: string },
  platform: string,
  settings: unknown,
  credentials: unknown,
): CheckedAccount {
  const driver = simPlatformDriver(platform);
  if (!driver)
    throw new DomainError('sim-accounts.unknown-platform', 'invalid', {}, [
      { path: 'platform', message: 'sim-accounts.unknown-platform' },
    ]);
  const parsedSettings = driver.settingsSchema.safeParse(settings);
  const parsedCredentials = driver.credentialsSchema.safeParse(credentials);
  if (!parsedSettings.success || !parsedCredentials.success)
    throw misconfigured([
      ...issues('settings', parsedSettings.error),
      ...issues('credentials', parsedCredentials.error),
    ]);
  return {
    driver,
    config: {
      customerId,
      accountId,
      settings: parsedSettings.data,
      credentials: parsedCredentials.data,
    },
  };
}

/** What is stored goes nowhere but where it went: whoever changes the address or the user gives the key again. */
export function keptCredentials(
  platform: string,
  held: Record<string, unknown>,
  before: unknown,
  after: unknown,
): Record<string, unknown> {
  const driver = simPlatformDriver(platform);
  const whereTo = (settings: unknown) => {
    const parsed = driver?.settingsSchema.safeParse(settings);
    return parsed?.success ? (driver?.sentTo?.(parsed.data) ?? '') : null;
  };
  return whereTo(before) === whereTo(after) ? held : {};
}

/** The same and what only the driver can see: an address that may not be called. Asks the name service. */
export async function checkAccount({ driver, config }: CheckedAccount): Promise<void> {
  const fields = await driver.check(config, outgoingHttp());
  if (fields.length > 0)
    throw misconfigured(fields.map((field) => ({ ...field, path: `settings.${field.path}` })));
}

const misconfigured = (fields: FieldError[]) =>
  new DomainError('sim-accounts.misconfigured', 'invalid', {}, fields);

function issues(part: string, error: z.ZodError | undefined): FieldError[] {
  return (error?.issues ?? []).map((issue) => ({
    path: [part, ...issue.path].join('.'),
    message: issue.message,
  }));
}
