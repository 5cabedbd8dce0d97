import { describe, expect, it } from 'vitest';
import { sharedSecretSchema, signingSecretSchema } from '#server/drivers/destinations/https/settings.ts';
import { makeSharedSecret, makeSigningSecret } from './make-secret.ts';

describe('secrets made in the browser', () => {
  it('are what the driver takes', () => {
    for (let round = 0; round < 200; round += 1) {
      expect(sharedSecretSchema.safeParse(makeSharedSecret()).success).toBe(true);
      expect(signingSecretSchema.safeParse(makeSigningSecret()).success).toBe(true);
    }
  });

  it('are never the same twice', () => {
    const made = new Set(Array.from({ length: 500 }, makeSharedSecret));
    expect(made.size).toBe(500);
  });
});
