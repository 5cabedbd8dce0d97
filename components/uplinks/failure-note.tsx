'use client';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { SandboxError } from '#server/sandbox/contract.ts';
import type { UplinkStep } from '#server/uplinks/contract.ts';

/** What the decoder said, where in the script, and the way there. */
export function FailureNote({ step, failure }: { step: UplinkStep; failure: SandboxError }) {
  const t = useTranslations('messages.failure');
  return (
    <div className="rounded-md bg-bad-soft px-2.5 py-2 text-sm">
      <p className="break-words font-medium text-bad">
        <span lang="en">
          {failure.name}: {failure.message}
        </span>
      </p>
      <p className="mt-0.5 text-dim">
        {failure.line === null ? null : `${t('line', { line: failure.line })} `}
        {step.decoder.own && step.decoder.kind === 'script' ? (
          <Link
            href={`/creator/decoders/${step.decoder.id}${failure.line === null ? '' : `?line=${failure.line}`}`}
            className="font-medium text-accent hover:underline"
          >
            {t('openScript')}
          </Link>
        ) : (
          t('builtIn')
        )}
      </p>
    </div>
  );
}
