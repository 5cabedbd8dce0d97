'use client';
import { useTranslations } from 'next-intl';
import { useCallback } from 'react';

/** Why an attempt at a network server did not go well, in the reader's language; the server's own words follow it. */
export function useFailureWords(): (failure: { code: string; reason: string }) => string {
  const network = useTranslations('lora.failure');
  const errors = useTranslations('errors');
  return useCallback(
    ({ code, reason }) => {
      const name = code.replace(/^lora-network\./, '');
      const known = network.has(name as never)
        ? network(name as never)
        : errors.has(code as never)
          ? errors(code as never, { fields: '' } as never)
          : null;
      if (known === null) return reason || code;
      // What has a code of ours needs no second sentence of ours.
      return reason && code.startsWith('lora-network.') ? `${known} ${network('said', { reason })}` : known;
    },
    [network, errors],
  );
}
