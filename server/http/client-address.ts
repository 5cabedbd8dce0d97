/** Header by which our own doors learn who calls; set for every request by trust-socket.ts, whatever the caller sent. */
export const CLIENT_ADDRESS_HEADER = 'x-client-address';

/**
 * The caller's address. Nobody's word counts but the socket's and that of the proxies we know of: with `trustedHops`
 * proxies in front, each of which appends the address it saw, it is the one that the outermost of them appended.
 */
export function clientAddress(
  socketAddress: string,
  forwardedFor: string | undefined,
  trustedHops: number,
): string {
  const told = (forwardedFor ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
  return (trustedHops > 0 && told.at(-trustedHops)) || socketAddress;
}
