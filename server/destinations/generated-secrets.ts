import { generateSecret, generateSigningSecret } from '#server/platform/generate-secret.ts';

/** Per kind the secrets that are ours to make: what the receiver verifies our messages by. */
const GENERATED: Record<string, Record<string, () => string>> = {
  https: { sharedSecret: generateSecret, signingSecret: generateSigningSecret },
};

export function generatedSecrets(kind: string, given: Record<string, unknown>): Record<string, string> {
  const makers = Object.hasOwn(GENERATED, kind) ? (GENERATED[kind] ?? {}) : {};
  return Object.fromEntries(
    Object.entries(makers)
      .filter(([name]) => given[name] === undefined)
      .map(([name, make]) => [name, make()]),
  );
}
