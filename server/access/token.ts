import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { mintTenantScope } from '#server/platform/mint-tenant-scope.ts';
import type { Actor } from './actor.ts';
import { ACCESS_TOKEN_SECONDS } from './contract.ts';
import { findSystemAccessToken, findSystemApiKey, storeSystemAccessToken } from './repository.ts';
import { effectiveRoles, scopesOf } from './rules.ts';

export const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();

export interface IssuedToken {
  accessToken: string;
  expiresIn: number;
  scope: string;
}

/** Client credentials for a bearer token of one hour (opaque, 256 random bits, only its hash is kept); null when they are wrong. */
export async function issueToken(
  clientId: string,
  clientSecret: string,
  now: Date,
): Promise<IssuedToken | null> {
  const key = await findSystemApiKey(clientId);
  // Compared either way, so that an unknown id takes as long as a wrong secret.
  const right = timingSafeEqual(sha256(clientSecret), key ? Buffer.from(key.secretHash) : Buffer.alloc(32));
  if (!key || !right) return null;
  const accessToken = `tpa_${randomBytes(32).toString('base64url')}`;
  const scopes = scopesOf(effectiveRoles(key.roles));
  await storeSystemAccessToken({
    tokenHash: sha256(accessToken),
    customerId: key.customerId,
    apiKeyId: key.id,
    scopes,
    expiresAt: new Date(now.getTime() + ACCESS_TOKEN_SECONDS * 1000),
  });
  return { accessToken, expiresIn: ACCESS_TOKEN_SECONDS, scope: scopes.join(' ') };
}

export async function actorOfToken(token: string, address: string | null): Promise<Actor | null> {
  const row = await findSystemAccessToken(sha256(token));
  if (!row) return null;
  return {
    kind: 'api-key',
    id: row.apiKeyId,
    name: row.keyName,
    scope: mintTenantScope(row.customerId),
    roles: effectiveRoles(row.roles),
    tokenScopes: row.scopes,
    via: 'api',
    address,
  };
}
