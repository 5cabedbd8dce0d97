import type { SimAccountDetail } from '#server/sims/account-contract.ts';

export const PLATFORMS = ['cisco', 'simulated'] as const;
export type Platform = (typeof PLATFORMS)[number];

/** What stands on the form, whatever the platform: of it only what the platform has goes out. */
export interface AccountValues {
  name: string;
  description: string;
  platform: Platform;
  url: string;
  username: string;
  apiKey: string;
  accountId: string;
  simCount: number | null;
  delayMs: number | null;
  failPercent: number | null;
}

const EMPTY: AccountValues = {
  name: '',
  description: '',
  platform: 'cisco',
  url: '',
  username: '',
  apiKey: '',
  accountId: '',
  simCount: 20,
  delayMs: 300,
  failPercent: 0,
};

export function valuesOf(account?: SimAccountDetail): AccountValues {
  if (!account) return EMPTY;
  const { name, description, platform, settings } = account;
  return { ...EMPTY, ...settings, name, description: description ?? '', platform: platform as Platform };
}

export function settingsOf(values: AccountValues): Record<string, unknown> {
  const { url, username, accountId, simCount, delayMs, failPercent } = values;
  if (values.platform === 'simulated') return { simCount, delayMs, failPercent };
  return {
    url: url.trim(),
    username: username.trim(),
    ...(accountId.trim() ? { accountId: accountId.trim() } : {}),
  };
}

/** A field that was left empty stays as it is stored. */
export function credentialsOf({ platform, apiKey }: AccountValues): Record<string, unknown> {
  return platform === 'cisco' && apiKey ? { apiKey } : {};
}
