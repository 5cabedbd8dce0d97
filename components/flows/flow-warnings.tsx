'use client';
import TriangleAlert from 'lucide-react/icons/triangle-alert';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { FoldedText } from '#components/ui/folded-text.tsx';
import { Pill } from '#components/ui/pill.tsx';
import { Popover } from '#components/ui/popover.tsx';
import type { FlowWarning } from '#server/flows/contract.ts';
import { useWarningWords } from './warning-words.ts';

/** In lists and on tabs: how many things are wrong; pressed, it says which and links to where they are fixed. */
export function WarningBadge({ flowId, warnings }: { flowId: string; warnings: readonly FlowWarning[] }) {
  const t = useTranslations('flows');
  if (warnings.length === 0) return <Pill tone="good">{t('fine')}</Pill>;
  return (
    <Popover
      className="w-[min(24rem,calc(100vw-16px))]"
      title={t('warning.title', { count: warnings.length })}
      trigger={
        <button type="button" className="rounded-full hover:brightness-95">
          <Pill tone="warn">{t('problems', { count: warnings.length })}</Pill>
        </button>
      }
    >
      <WarningList flowId={flowId} warnings={warnings} />
    </Popover>
  );
}

export function WarningList({ flowId, warnings }: { flowId: string; warnings: readonly FlowWarning[] }) {
  const t = useTranslations('flows.warning');
  const words = useWarningWords(flowId);
  return (
    <ul className="flex max-h-80 flex-col gap-2.5 overflow-y-auto">
      {warnings.map((warning) => {
        const { what, todo, href } = words(warning);
        return (
          <li
            key={`${warning.code}${warning.object.id}${warning.details.deviceTypeId ?? warning.details.encoderId ?? ''}`}
            className="flex items-start gap-2 text-sm"
          >
            <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-warn" />
            <div className="min-w-0 flex-1">
              <span className="break-words font-medium">{what}</span>
              <span className="block break-words text-dim">
                <FoldedText text={todo} />
              </span>
            </div>
            <Link
              href={href}
              aria-label={`${t('fix')}: ${what}`}
              className="shrink-0 rounded-sm font-medium text-accent hover:underline"
            >
              {t('fix')}
            </Link>
          </li>
        );
      })}
    </ul>
  );
}
