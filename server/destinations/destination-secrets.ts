import { dataKeyOf } from '#server/platform/data-keys.ts';
import type { Tx } from '#server/platform/database.ts';
import { seal, unseal } from '#server/platform/secrets.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';

export type Secrets = Record<string, unknown>;

/** Names of what is set, as it may be shown: `password`, `headers.X-Plant`. */
export function secretNames(secrets: object): string[] {
  return Object.entries(secrets).flatMap(([name, value]) =>
    isGroup(value) ? Object.keys(value).map((part) => `${name}.${part}`) : [name],
  );
}

/** Secrets that are not given stay, also within a group; null takes one away. */
export function mergeSecrets(held: Secrets, given: Secrets = {}): Secrets {
  const merged = Object.entries({ ...held, ...given }).map(([name, value]) => {
    const before = held[name];
    return [name, isGroup(value) && isGroup(before) ? mergeSecrets(before, value) : value] as const;
  });
  return Object.fromEntries(merged.filter(([, value]) => value !== null));
}

function isGroup(value: unknown): value is Secrets {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const placeOf = (id: string) => `destinations|secrets|${id}`;

export async function sealSecrets(tx: Tx, scope: TenantScope, id: string, secrets: object): Promise<string> {
  return seal(await dataKeyOf(tx, scope.customerId), placeOf(id), JSON.stringify(secrets));
}

export async function openSecrets(tx: Tx, scope: TenantScope, id: string, sealed: string): Promise<Secrets> {
  return JSON.parse(unseal(await dataKeyOf(tx, scope.customerId), placeOf(id), sealed));
}
