'use client';
import { CodeBlock } from '#components/ui/code-block.tsx';

interface Credentials {
  clientId: string;
  clientSecret: string;
}

/** One line for a shell: id and secret for a token. */
export function tokenRequest(origin: string, { clientId, clientSecret }: Credentials): string {
  const form = `-d grant_type=client_credentials -d client_id='${clientId}' --data-urlencode client_secret='${clientSecret}'`;
  return `curl -s ${origin}/api/oauth/token ${form}`;
}

/** The way of a program from key to answer. */
export function TokenExample({ origin, clientId }: { origin: string; clientId: string }) {
  const lines = [
    `TOKEN=$(${tokenRequest(origin, { clientId, clientSecret: '<client secret>' })} \\`,
    `  | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')`,
    `curl -s '${origin}/api/devices?limit=5' -H "Authorization: Bearer $TOKEN"`,
  ];
  return <CodeBlock value={lines.join('\n')} wrap />;
}
