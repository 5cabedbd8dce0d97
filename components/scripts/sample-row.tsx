'use client';
import CircleAlert from 'lucide-react/icons/circle-alert';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { cx } from '#components/ui/cx.ts';

export interface SampleRowProps {
  title: ReactNode;
  /** What it holds, in short. */
  hint: string;
  error?: string | null | undefined;
  chosen: boolean;
  onChoose: () => void;
}

/** One thing to try the script on; pressing it chooses and runs. */
export function SampleRow({ title, hint, error, chosen, onChoose }: SampleRowProps) {
  const t = useTranslations('scripts.samples');
  return (
    <li>
      <button
        type="button"
        aria-pressed={chosen}
        onClick={onChoose}
        className={cx(
          'focus-inset block w-full border-line-soft border-t px-3 py-1.5 text-left text-sm hover:bg-hover',
          chosen && 'bg-accent-soft shadow-[inset_3px_0_0_var(--accent)]',
        )}
      >
        <span className="flex items-center gap-2">
          {error ? <CircleAlert aria-label={t('failed')} className="size-4 shrink-0 text-bad" /> : null}
          <span className="min-w-0 flex-1 truncate">{title}</span>
        </span>
        <span className="mono block truncate text-faint text-xs">{hint}</span>
        {error ? <span className="block truncate text-bad text-xs">{error}</span> : null}
      </button>
    </li>
  );
}

export const sampleListClass =
  'max-h-64 overflow-y-auto rounded-lg border border-line [&>li:first-child>button]:border-t-0';
