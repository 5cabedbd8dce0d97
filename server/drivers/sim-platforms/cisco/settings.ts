import { z } from 'zod';
import { lineSchema } from '#server/platform/contract.ts';

const API_PATH = '/rws/api/v1';

/** The operator's address, with or without the API's path; kept without. */
const baseUrl = z
  .string()
  .trim()
  .max(500)
  .transform((text) => text.replace(/\/+$/, '').replace(/\/rws(\/api(\/v1)?)?$/, ''))
  .refine((text) => URL.canParse(text), 'sim-accounts.bad-url')
  .refine((text) => {
    const url = URL.parse(text);
    return !url || (!url.search && !url.hash && !url.username && !url.password);
  }, 'sim-accounts.bad-url');

export const ciscoSettingsSchema = z.strictObject({
  url: baseUrl,
  username: lineSchema(200).min(1),
  /** Where the user sees several accounts; without it the user's own. */
  accountId: z
    .string()
    .trim()
    .regex(/^\d{1,20}$/, 'sim-accounts.bad-account-id')
    .optional(),
});
export type CiscoSettings = z.output<typeof ciscoSettingsSchema>;

export const ciscoCredentialsSchema = z.strictObject({
  apiKey: z.string('sim-accounts.key-needed').pipe(lineSchema(500).min(1, 'sim-accounts.key-needed')),
});
export type CiscoCredentials = z.output<typeof ciscoCredentialsSchema>;

/** Address of a function of the API; what is undefined in the query is left out. */
export function apiUrl(base: string, path: string, query: Record<string, string | undefined> = {}): string {
  const given = Object.entries(query).filter((pair): pair is [string, string] => pair[1] !== undefined);
  const search = new URLSearchParams(given).toString();
  return `${base}${API_PATH}${path}${search ? `?${search}` : ''}`;
}
