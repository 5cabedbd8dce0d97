'use client';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { startTransition, useEffect } from 'react';
import { ErrorState } from '#components/ui/error-state.tsx';

/** In production only the digest of a server's error gets here: its code where it is a refusal, else a number to find it by. */
export function PageFailed({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const t = useTranslations('frame.failed');
  const words = useTranslations('errors');
  const router = useRouter();
  useEffect(() => console.error(error), [error]);
  const known = error.digest !== undefined && words.has(error.digest as never);
  return (
    <ErrorState
      level={1}
      className="pt-[14vh]"
      title={t('title')}
      // What has words of its own needs no number to be found by.
      requestId={known ? undefined : error.digest}
      onRetry={() =>
        startTransition(() => {
          router.refresh();
          reset();
        })
      }
    >
      {known ? words(error.digest as never) : t('text')}
    </ErrorState>
  );
}
