'use client';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { Provider } from '#server/lora-networks/contract.ts';

const COUNT = {
  simulated: 2,
  chirpstack: 5,
  'things-stack': 5,
  thingpark: 4,
  'digital-matter': 3,
} as const satisfies Record<Provider, number>;

/** Exactly what to press and to type over there. */
export function ProviderSteps({ provider }: { provider: Provider }) {
  const t = useTranslations('connections');
  const numbers = Array.from({ length: COUNT[provider] }, (_, index) => index + 1);
  return (
    <section>
      <h3 className="mb-2 font-semibold text-sm">
        {t('steps.title', { provider: t(`provider.${provider}`) })}
      </h3>
      <ol className="flex flex-col gap-2.5">
        {numbers.map((number) => (
          <li key={number} className="grid grid-cols-[22px_minmax(0,1fr)] gap-2.5 text-sm">
            <span
              aria-hidden="true"
              className="grid size-[22px] place-items-center rounded-full bg-accent-soft font-semibold text-accent text-xs"
            >
              {number}
            </span>
            <span className="pt-0.5">
              {t.rich(`steps.${provider}.${number}` as 'steps.simulated.1', {
                b: (text: ReactNode) => <b className="font-semibold">{text}</b>,
                c: (text: ReactNode) => <code className="rounded-sm bg-sunk px-1 text-[12.5px]">{text}</code>,
              })}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
