const MASK = '••••';
/** Names that tell of a secret, in headers and query parameters alike. */
const SECRET_NAME =
  /auth|token|secret|key|password|passwd|pwd|signature|^sig$|^code$|credential|cookie|session/i;

/** Values under telling names, and those of `secret`, become dots; of a scheme like `Bearer` the first word stays. */
export function maskHeaders(
  headers: Record<string, string>,
  secret: readonly string[],
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => {
      if (secret.includes(name)) return [name, MASK];
      return [name, SECRET_NAME.test(name) ? masked(value) : value];
    }),
  );
}

function masked(value: string): string {
  const scheme = /^(Basic|Bearer|v1,)/.exec(value)?.[1];
  if (scheme === undefined) return MASK;
  return scheme.endsWith(',') ? `${scheme}${MASK}` : `${scheme} ${MASK}`;
}

/** The address with the values of telling query parameters masked. */
export function maskAddress(address: string): string {
  if (!URL.canParse(address)) return address;
  const url = new URL(address);
  const query = [...url.searchParams].map(([name, value]) => {
    const shown = SECRET_NAME.test(name) ? MASK : encodeURIComponent(value);
    return `${encodeURIComponent(name)}=${shown}`;
  });
  return url.origin + url.pathname + (query.length > 0 ? `?${query.join('&')}` : '');
}
