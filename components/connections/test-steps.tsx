'use client';
import CircleCheck from 'lucide-react/icons/circle-check';
import CircleX from 'lucide-react/icons/circle-x';
import { useTranslations } from 'next-intl';
import { useFailureWords } from '#components/lora/failure-words.ts';
import type { ConnectionTest, ConnectionTestStep } from '#server/lora-networks/contract.ts';

/** Line by line what was looked at, and in words what is wrong. */
export function TestSteps({ outcome }: { outcome: ConnectionTest | null }) {
  const t = useTranslations('connections.api.test');
  return (
    <div aria-live="polite" className="empty:hidden">
      {outcome ? (
        <div className="rounded-lg border border-line bg-sunk p-3">
          <p className="mb-2 font-semibold text-sm">{t(outcome.ok ? 'good' : 'bad')}</p>
          <ul className="flex flex-col gap-2 text-sm">
            {outcome.steps.map((step, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: lines of one answer, which never move
              <StepLine key={index} step={step} />
            ))}
          </ul>
        </div>
      ) : null}
    </div>
  );
}

function StepLine({ step: { step, subject, failure } }: { step: ConnectionTestStep }) {
  const t = useTranslations('connections.api.test');
  const words = useFailureWords();
  const Mark = failure ? CircleX : CircleCheck;
  const what = subject ? t('about', { step: t(`step.${step}`), subject }) : t(`step.${step}`);
  return (
    <li className="grid grid-cols-[16px_minmax(0,1fr)] gap-2">
      <Mark aria-hidden="true" className={`mt-0.5 size-4 ${failure ? 'text-bad' : 'text-accent'}`} />
      <span>
        <span className="sr-only">{t(failure ? 'no' : 'yes')}: </span>
        <span className={failure ? 'font-medium' : undefined}>{what}</span>
        {failure ? <span className="block text-bad">{words(failure)}</span> : null}
      </span>
    </li>
  );
}
