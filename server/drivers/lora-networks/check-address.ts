import type { FieldError } from '#server/platform/errors.ts';
import type { OutgoingHttp } from '#server/platform/outgoing-contract.ts';

/** At save: each address that may not be called, by the field it stands in. */
export async function checkAddresses(
  addresses: Record<string, string | undefined>,
  http: OutgoingHttp,
): Promise<FieldError[]> {
  const errors: FieldError[] = [];
  for (const [path, address] of Object.entries(addresses)) {
    if (address === undefined) continue;
    const check = await http.checkAddress(address);
    if (!check.ok) errors.push({ path, message: check.failure.code });
  }
  return errors;
}
