'use client';
import RotateCw from 'lucide-react/icons/rotate-cw';
import TriangleAlert from 'lucide-react/icons/triangle-alert';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { cx } from './cx.ts';
import { Identifier } from './identifier.tsx';

export interface ErrorStateProps {
  /** What happened, to which object. */
  title: ReactNode;
  /** What was not done, and what to do. */
  children?: ReactNode;
  requestId?: string | undefined;
  onRetry?: (() => void) | undefined;
  className?: string | undefined;
  /** 1 where it is the whole page. */
  level?: 1 | 2 | undefined;
}

export function ErrorState({ title, children, requestId, onRetry, className, level = 2 }: ErrorStateProps) {
  const Heading = `h${level}` as const;
  const t = useTranslations('ui');
  return (
    <div role="alert" className={cx('flex flex-col items-center px-6 py-10 text-center', className)}>
      <div className="mb-3 grid size-11 place-items-center rounded-xl bg-bad-soft text-bad">
        <TriangleAlert aria-hidden="true" className="size-5" />
      </div>
      <Heading className="font-semibold text-md">{title}</Heading>
      {children ? <div className="mt-1 max-w-md text-balance text-dim">{children}</div> : null}
      {onRetry ? (
        <Button className="mt-4" icon={<RotateCw aria-hidden="true" />} onClick={onRetry}>
          {t('retry')}
        </Button>
      ) : null}
      {requestId ? (
        <div className="mt-3 text-faint text-xs">
          <Identifier label={t('requestId')} value={requestId} />
        </div>
      ) : null}
    </div>
  );
}
